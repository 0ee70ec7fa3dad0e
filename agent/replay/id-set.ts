const FEWEST_SLOTS = 1024

/** A set of ids as random as a digest. It keeps 64 bits of each, in 16 to 32 bytes of memory. */
export class IdSet {
  #size = 0
  /** Two 32-bit numbers for each id; 0 and 0 mark a free slot. At most half of the slots are taken. */
  #slots = new Uint32Array(2 * FEWEST_SLOTS)

  get size(): number {
    return this.#size
  }

  has(id: string): boolean {
    return this.#size > 0 && this.#find(...keyOf(id)).isThere
  }

  /** Adds an id; false if it was there already. */
  add(id: string): boolean {
    const [low, high] = keyOf(id)
    const { at, isThere } = this.#find(low, high)
    if (isThere) return false
    this.#put(at, low, high)
    if (this.#size * 4 > this.#slots.length) this.#grow()
    return true
  }

  #find(low: number, high: number): { at: number; isThere: boolean } {
    const slots = this.#slots
    for (let at = (low * 2) % slots.length; ; at = (at + 2) % slots.length) {
      if (slots[at] === 0 && slots[at + 1] === 0) return { at, isThere: false }
      if (slots[at] === low && slots[at + 1] === high) return { at, isThere: true }
    }
  }

  #put(at: number, low: number, high: number): void {
    this.#slots[at] = low
    this.#slots[at + 1] = high
    this.#size += 1
  }

  #grow(): void {
    const old = this.#slots
    this.#slots = new Uint32Array(2 * old.length)
    this.#size = 0
    for (let at = 0; at < old.length; at += 2) {
      const [low = 0, high = 0] = old.subarray(at, at + 2)
      if (low !== 0 || high !== 0) this.#put(this.#find(low, high).at, low, high)
    }
  }
}

const bytes = Buffer.alloc(8)

/** The first 64 bits of an id; one that is too short, so not made by the agent, is padded with zeros. */
function keyOf(id: string): [number, number] {
  bytes.fill(0, bytes.write(id, 'base64url'))
  return [bytes.readUInt32LE(0), bytes.readUInt32LE(4) || 1]
}
