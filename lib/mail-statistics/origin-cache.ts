import type { MailArrival } from './mail-arrival.ts'
import type { MailKey, OriginKeys } from './origin.ts'

/** Where messages come from, and the rows that count them now. */
export interface Origin {
  readonly keys: OriginKeys
  /** Whether a stranger sent them: nobody gave a password, and no program of this host did it. */
  readonly isForeign: boolean
  /** Of which hour the rows are, by number. */
  epoch: number
  readonly rows: number[][]
}

/** An origin, if mail of it is counted. */
interface KnownOrigin {
  /** Undefined for mail that is not counted. */
  readonly origin: Origin | undefined
  readonly folder: string
}

const SLOTS = 16_384

/** Bytes of all that is said together: some 16,000 origins. */
const ROOM = 512 * 1024

const NEWLINE = 0x0a

const NOTHING = new Uint8Array(0)

/**
 * Origins by what arrivals say, as bytes: most are of few, and their texts cost more than all else of a line. Two share
 * a pair of slots, and a third takes the place of the older; without room for what is said, all are forgotten. So
 * whatever senders call themselves, nothing grows. Numbers and bytes stand in a few long arrays, as each object more
 * that a line looks at is one more wait for memory.
 */
export class OriginCache {
  readonly #origins: (KnownOrigin | undefined)[] = Array.from({ length: SLOTS })
  readonly #hashes = new Int32Array(SLOTS)
  /** Where what is said of each begins and ends in `said`. */
  readonly #starts = new Int32Array(SLOTS)
  readonly #ends = new Int32Array(SLOTS)
  /** User, program and, if they matter, sender and address, each with a newline behind it. */
  readonly #said = new Uint8Array(ROOM)
  #used = 0
  readonly #isSenderWanted: boolean
  readonly #isAddressWanted: boolean
  #hash = 0

  /** What mail is counted by: what no key needs makes no origin of its own. */
  constructor(by: readonly MailKey[]) {
    this.#isSenderWanted = by.includes('sender') || by.includes('domain')
    this.#isAddressWanted = by.includes('ip')
  }

  /** Forgets all of them. */
  clear(): void {
    this.#origins.fill(undefined)
    this.#used = 0
  }

  /** What is known of an arrival's origin; undefined if that is nothing, and then `add` tells. */
  find(bytes: Uint8Array, arrival: MailArrival, folder: string): KnownOrigin | undefined {
    let hash = hashed(bytes, arrival.userStart, arrival.userEnd, folder.length)
    hash = hashed(bytes, arrival.programStart, arrival.programEnd, hash)
    if (this.#isSenderWanted) hash = hashed(bytes, arrival.senderStart, arrival.senderEnd, hash)
    if (this.#isAddressWanted) hash = hashed(bytes, arrival.addressStart, arrival.addressEnd, hash)
    this.#hash = hash
    const slot = this.#slot()
    if (this.#isAt(slot, bytes, arrival, folder)) return this.#origins[slot]
    return this.#isAt(slot + 1, bytes, arrival, folder) ? this.#origins[slot + 1] : undefined
  }

  /** Notes the origin of the arrival that was looked for last. */
  add(bytes: Uint8Array, arrival: MailArrival, folder: string, origin: Origin | undefined): KnownOrigin {
    const parts = [
      bytes.subarray(arrival.userStart, arrival.userEnd),
      bytes.subarray(arrival.programStart, arrival.programEnd),
      this.#isSenderWanted ? bytes.subarray(arrival.senderStart, arrival.senderEnd) : NOTHING,
      this.#isAddressWanted ? bytes.subarray(arrival.addressStart, arrival.addressEnd) : NOTHING,
    ]
    const known = { origin, folder }
    const length = parts.reduce((sum, part) => sum + part.length + 1, 0)
    if (length > ROOM) return known
    if (this.#used + length > ROOM) this.clear()
    const slot = this.#slot()
    this.#move(slot, slot + 1)
    this.#origins[slot] = known
    this.#hashes[slot] = this.#hash
    this.#starts[slot] = this.#used
    for (const part of parts) {
      this.#said.set(part, this.#used)
      this.#said[this.#used + part.length] = NEWLINE
      this.#used += part.length + 1
    }
    this.#ends[slot] = this.#used
    return known
  }

  /** The first slot of a pair. */
  #slot(): number {
    return (this.#hash ^ (this.#hash >>> 15)) & (SLOTS - 2)
  }

  #move(from: number, to: number): void {
    this.#origins[to] = this.#origins[from]
    for (const numbers of [this.#hashes, this.#starts, this.#ends]) numbers[to] = numbers[from] ?? 0
  }

  #isAt(slot: number, bytes: Uint8Array, arrival: MailArrival, folder: string): boolean {
    if (this.#hashes[slot] !== this.#hash || this.#origins[slot]?.folder !== folder) return false
    const said = this.#said
    let at = this.#starts[slot] ?? 0
    at = endOfPart(said, at, bytes, arrival.userStart, arrival.userEnd)
    at = endOfPart(said, at, bytes, arrival.programStart, arrival.programEnd)
    const { senderStart, senderEnd, addressStart, addressEnd } = arrival
    at = endOfPart(said, at, bytes, senderStart, this.#isSenderWanted ? senderEnd : senderStart)
    at = endOfPart(said, at, bytes, addressStart, this.#isAddressWanted ? addressEnd : addressStart)
    return at === this.#ends[slot]
  }
}

function hashed(bytes: Uint8Array, start: number, end: number, before: number): number {
  let hash = before
  for (let index = start; index < end; index += 1) hash = Math.imul(hash ^ (bytes[index] ?? 0), 0x01000193)
  return Math.imul(hash ^ NEWLINE, 0x01000193)
}

/** Where a part of what is said of a slot ends if it is the same, its newline included; beyond all if not. */
function endOfPart(said: Uint8Array, from: number, bytes: Uint8Array, start: number, end: number): number {
  const shift = from - start
  for (let index = start; index < end; index += 1) if (said[shift + index] !== bytes[index]) return said.length + 1
  return said[shift + end] === NEWLINE ? shift + end + 1 : said.length + 1
}
