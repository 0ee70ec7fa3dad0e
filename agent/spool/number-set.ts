const CHUNK = 65_536

/** A bit set of whole numbers from 0; compact if the numbers are clustered. */
export class NumberSet {
  readonly #chunks = new Map<number, Uint8Array>()
  #lowest: number | undefined

  /** Undefined if it is empty. */
  get lowest(): number | undefined {
    return this.#lowest
  }

  add(number: number): void {
    this.#lowest = Math.min(number, this.#lowest ?? number)
    const index = Math.floor(number / CHUNK)
    const chunk = this.#chunks.get(index) ?? new Uint8Array(CHUNK / 8)
    this.#chunks.set(index, chunk)
    const bit = number % CHUNK
    chunk[bit >> 3] = (chunk[bit >> 3] ?? 0) | (1 << (bit & 7))
  }

  has(number: number): boolean {
    const bit = number % CHUNK
    return ((this.#chunks.get(Math.floor(number / CHUNK))?.[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0
  }
}
