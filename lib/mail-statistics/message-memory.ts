import type { Origin } from './origin-cache.ts'

/** Bytes of the longest id, as words of four: the last is filled up with zeros. */
const WORDS = 6

const NONE = -1

/** Flags of a message: whether delivery to one of its addresses was put off, and whether it failed for good. */
export const MESSAGE_FLAGS = { deferred: 1, failed: 2 } as const

/**
 * Messages on their way, by id; those that arrived first are forgotten first. A table of numbers: objects for each
 * message, and texts for each id, take longer to collect than their lines to read.
 */
export class MessageMemory {
  readonly #most: number
  /** Four bytes at a time: ids are what most lines are looked up by. */
  readonly #ids: Int32Array
  readonly #lengths: Uint8Array
  readonly #hashes: Int32Array
  readonly #sizes: Float64Array
  readonly #flags: Uint8Array
  readonly #origins: (Origin | undefined)[]
  /** The first message of each hash, and the next of the same. */
  readonly #heads: Int32Array
  readonly #next: Int32Array
  /** The order of arrival. */
  readonly #newer: Int32Array
  readonly #older: Int32Array
  #oldest = NONE
  #newest = NONE
  /** Places that are free again, a chain by `next`; beyond `used` all are. */
  #free = NONE
  #used = 0
  /** The id that is looked for, and its hash. */
  readonly #id = new Int32Array(WORDS)
  #hash = 0

  constructor(most: number) {
    this.#most = most
    this.#ids = new Int32Array(most * WORDS)
    this.#lengths = new Uint8Array(most)
    this.#hashes = new Int32Array(most)
    this.#sizes = new Float64Array(most)
    this.#flags = new Uint8Array(most)
    this.#origins = []
    this.#heads = new Int32Array(2 ** Math.ceil(Math.log2(most * 2))).fill(NONE)
    this.#next = new Int32Array(most)
    this.#newer = new Int32Array(most)
    this.#older = new Int32Array(most)
  }

  /** Where a message is, or -1. The place holds until another is added. */
  find(bytes: Uint8Array, start: number, end: number): number {
    this.#note(bytes, start, end)
    return this.#find(end - start)
  }

  /** A hash as FNV-1a, of words. Ids are Exim's own: nobody chooses them. */
  #note(bytes: Uint8Array, start: number, end: number): void {
    const id = this.#id
    let hash = 0x811c9dc5 | 0
    let at = start
    for (let index = 0; index < WORDS; index += 1, at += 4) {
      const word = at + 4 <= end ? wordAt(bytes, at) : lastWord(bytes, at, end)
      id[index] = word
      hash = Math.imul(hash ^ word, 0x01000193)
      hash ^= hash >>> 15
    }
    this.#hash = hash
  }

  #find(length: number): number {
    const hash = this.#hash
    let place = this.#heads[hash & (this.#heads.length - 1)] ?? NONE
    while (place !== NONE && !(this.#hashes[place] === hash && this.#isAt(place, length)))
      place = this.#next[place] ?? NONE
    return place
  }

  /** Notes a message that arrived. */
  add(bytes: Uint8Array, start: number, end: number, size: number, origin: Origin | undefined): number {
    this.#note(bytes, start, end)
    const hash = this.#hash
    const known = this.#find(end - start)
    if (known !== NONE) this.delete(known)
    else if (this.#free === NONE && this.#used === this.#most) this.delete(this.#oldest)
    const place = this.#taken()
    const ids = this.#ids
    const id = this.#id
    for (let index = 0; index < WORDS; index += 1) ids[place * WORDS + index] = id[index] ?? 0
    this.#lengths[place] = end - start
    this.#hashes[place] = hash
    this.#sizes[place] = size
    this.#flags[place] = 0
    this.#origins[place] = origin
    const slot = hash & (this.#heads.length - 1)
    this.#next[place] = this.#heads[slot] ?? NONE
    this.#heads[slot] = place
    this.#append(place)
    return place
  }

  delete(place: number): void {
    this.#unchain(place)
    const [newer, older] = [this.#newer[place] ?? NONE, this.#older[place] ?? NONE]
    if (newer === NONE) this.#newest = older
    else this.#older[newer] = older
    if (older === NONE) this.#oldest = newer
    else this.#newer[older] = newer
    this.#origins[place] = undefined
    this.#next[place] = this.#free
    this.#free = place
  }

  sizeAt(place: number): number {
    return this.#sizes[place] ?? 0
  }

  /** Undefined for mail that is not counted. */
  originAt(place: number): Origin | undefined {
    return this.#origins[place]
  }

  flagsAt(place: number): number {
    return this.#flags[place] ?? 0
  }

  /** Sets flags; false if they were set already. */
  flag(place: number, flags: number): boolean {
    const before = this.flagsAt(place)
    this.#flags[place] = before | flags
    return (before & flags) !== flags
  }

  /** All places, in the order in which their messages arrived. */
  *places(): Generator<number> {
    for (let place = this.#oldest; place !== NONE; place = this.#newer[place] ?? NONE) yield place
  }

  idAt(place: number): string {
    const text = Buffer.alloc(WORDS * 4)
    for (let index = 0; index < WORDS; index += 1) text.writeInt32LE(this.#ids[place * WORDS + index] ?? 0, index * 4)
    return text.toString('latin1', 0, this.#lengths[place])
  }

  #isAt(place: number, length: number): boolean {
    if (this.#lengths[place] !== length) return false
    const ids = this.#ids
    const id = this.#id
    for (let index = 0; index < WORDS; index += 1) if (ids[place * WORDS + index] !== id[index]) return false
    return true
  }

  #taken(): number {
    const place = this.#free
    if (place === NONE) {
      this.#used += 1
      return this.#used - 1
    }
    this.#free = this.#next[place] ?? NONE
    return place
  }

  #append(place: number): void {
    this.#older[place] = this.#newest
    this.#newer[place] = NONE
    if (this.#newest === NONE) this.#oldest = place
    else this.#newer[this.#newest] = place
    this.#newest = place
  }

  #unchain(place: number): void {
    const slot = (this.#hashes[place] ?? 0) & (this.#heads.length - 1)
    const next = this.#next[place] ?? NONE
    let before = this.#heads[slot] ?? NONE
    if (before === place) {
      this.#heads[slot] = next
      return
    }
    while (this.#next[before] !== place) before = this.#next[before] ?? NONE
    this.#next[before] = next
  }
}

function wordAt(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)
}

/** What is left before the end, if anything. */
function lastWord(bytes: Uint8Array, start: number, end: number): number {
  let word = 0
  for (let at = start; at < end; at += 1) word |= (bytes[at] ?? 0) << ((at - start) * 8)
  return word
}
