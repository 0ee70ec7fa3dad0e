import { wordOfRest } from './key-hash.ts'

/** Bytes of a key that are kept. */
const KEPT = 64
const WORDS = KEPT / 4

/** In place of a length: longer than what is kept, or no key at all. */
const [LONG, NONE] = [254, 255]

/** The keys of so many slots, as words of four bytes, so that they are compared without a look at each byte. */
export class KeyWords {
  readonly #words: Int32Array
  readonly #bytes: Buffer
  readonly #lengths: Uint8Array

  constructor(slots: number) {
    this.#words = new Int32Array(slots * WORDS)
    this.#bytes = Buffer.from(this.#words.buffer)
    this.#lengths = new Uint8Array(slots).fill(NONE)
  }

  /** Begins with the keys of another of as many slots. */
  begin(like: KeyWords): void {
    this.#words.set(like.#words)
    this.#lengths.set(like.#lengths)
  }

  /** Keeps the key in a range of bytes, its first 64 at most. */
  put(slot: number, view: DataView, start: number, end: number): void {
    const length = end - start
    this.#lengths[slot] = length > KEPT ? LONG : length
    const last = Math.min(end, start + KEPT)
    let word = slot * WORDS
    let at = start
    for (; at + 4 <= last; at += 4) this.#words[word++] = view.getInt32(at, true)
    if (at < last) this.#words[word] = wordOfRest(view, at, last)
  }

  /** Whether a slot certainly has the key in a range: never for a key of which only the beginning is kept. */
  has(slot: number, view: DataView, start: number, end: number): boolean {
    if (this.#lengths[slot] !== end - start || end - start > KEPT) return false
    const words = this.#words
    let word = slot * WORDS
    let at = start
    for (const last = end - 4; at <= last; at += 4) {
      if (words[word] !== view.getInt32(at, true)) return false
      word += 1
    }
    return at === end || words[word] === wordOfRest(view, at, end)
  }

  /** What is kept of the key of a slot. */
  key(slot: number): Buffer {
    const [at, length] = [slot * KEPT, this.#lengths[slot] ?? 0]
    return Buffer.from(this.#bytes.subarray(at, at + Math.min(length, KEPT)))
  }
}
