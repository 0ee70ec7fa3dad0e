/** The secret of a hash: two whole numbers of 32 bits. */
export type HashSeed = readonly [number, number]

/**
 * A keyed hash of 64 bits of a range of bytes: HalfSipHash, with one round for each word and two at the end, which
 * is enough against collisions. Who does not know the seed cannot make keys that collide.
 */
export class KeyHash {
  /** Both halves of the last hash, as signed numbers of 32 bits. */
  low = 0
  high = 0
  readonly #one: number
  readonly #two: number

  constructor([one, two]: HashSeed) {
    this.#one = one | 0
    this.#two = two | 0
  }

  /** Hashes bytes from `start` to before `end` into `low` and `high`. */
  of(view: DataView, start: number, end: number): void {
    let a = this.#one
    let b = this.#two ^ 0xee
    let c = 0x6c796765 ^ this.#one
    let d = 0x74656462 ^ this.#two
    let at = start
    for (const last = end - 4; at <= last; at += 4) {
      const word = view.getInt32(at, true)
      d ^= word
      a = (a + b) | 0
      b = ((b << 5) | (b >>> 27)) ^ a
      a = (a << 16) | (a >>> 16)
      c = (c + d) | 0
      d = ((d << 8) | (d >>> 24)) ^ c
      a = (a + d) | 0
      d = ((d << 7) | (d >>> 25)) ^ a
      c = (c + b) | 0
      b = ((b << 13) | (b >>> 19)) ^ c
      c = (c << 16) | (c >>> 16)
      a ^= word
    }
    const word = wordOfRest(view, at, end) | ((end - start) << 24)
    d ^= word
    for (let round = 0; round < 3; round += 1) {
      a = (a + b) | 0
      b = ((b << 5) | (b >>> 27)) ^ a
      a = (a << 16) | (a >>> 16)
      c = (c + d) | 0
      d = ((d << 8) | (d >>> 24)) ^ c
      a = (a + d) | 0
      d = ((d << 7) | (d >>> 25)) ^ a
      c = (c + b) | 0
      b = ((b << 13) | (b >>> 19)) ^ c
      c = (c << 16) | (c >>> 16)
      if (round > 0) continue
      a ^= word
      c ^= 0xee
    }
    this.low = b ^ d
    this.high = a ^ c
  }
}

/** The bytes after the last whole word, three at most, as a word. */
export function wordOfRest(view: DataView, at: number, end: number): number {
  const left = end - at
  if (at + 4 <= view.byteLength) return view.getInt32(at, true) & ((1 << (left * 8)) - 1)
  let word = 0
  for (let place = end - 1; place >= at; place -= 1) word = (word << 8) | view.getUint8(place)
  return word
}
