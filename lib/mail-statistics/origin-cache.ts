import type { MailArrival } from './mail-arrival.ts'
import type { MailKey, OriginKeys } from './origin.ts'

/** Where messages come from, and the rows that count them now. */
export interface Origin {
  readonly keys: OriginKeys
  /** Whether a stranger sent them: nobody gave a password, and no program of this host did it. */
  readonly isForeign: boolean
  /** Of which hour the rows are, by number. */
  epoch: number
  rows: readonly number[][]
}

/** An origin, if mail of it is counted. */
interface KnownOrigin {
  /** Undefined for mail that is not counted. */
  readonly origin: Origin | undefined
}

/** One origin by what lines say of it. */
interface Slot extends KnownOrigin {
  /** User, program and, if they matter, sender and address, each with a newline behind it. */
  readonly said: Uint8Array
  readonly folder: string
}

const SLOTS = 16_384

const NEWLINE = 0x0a

const NOTHING = new Uint8Array(0)

const END = Uint8Array.of(NEWLINE)

/**
 * Origins by what arrivals say, as bytes: most are of few, and their texts cost more than all else of a line. What
 * falls into the same slot takes its place, so whatever senders call themselves, nothing grows.
 */
export class OriginCache {
  readonly #slots: (Slot | undefined)[] = Array.from({ length: SLOTS })
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
    this.#slots.fill(undefined)
  }

  /** What is known of an arrival's origin; undefined if that is nothing, and then `add` tells. */
  find(bytes: Uint8Array, arrival: MailArrival, folder: string): KnownOrigin | undefined {
    let hash = hashed(bytes, arrival.userStart, arrival.userEnd, folder.length)
    hash = hashed(bytes, arrival.programStart, arrival.programEnd, hash)
    if (this.#isSenderWanted) hash = hashed(bytes, arrival.senderStart, arrival.senderEnd, hash)
    if (this.#isAddressWanted) hash = hashed(bytes, arrival.addressStart, arrival.addressEnd, hash)
    this.#hash = hash
    const slot = this.#slots[this.#index()]
    return slot !== undefined && slot.folder === folder && this.#isSaid(slot.said, bytes, arrival) ? slot : undefined
  }

  /** Notes the origin of the arrival that was looked for last. */
  add(bytes: Uint8Array, arrival: MailArrival, folder: string, origin: Origin | undefined): KnownOrigin {
    const parts = [
      bytes.subarray(arrival.userStart, arrival.userEnd),
      bytes.subarray(arrival.programStart, arrival.programEnd),
      this.#isSenderWanted ? bytes.subarray(arrival.senderStart, arrival.senderEnd) : NOTHING,
      this.#isAddressWanted ? bytes.subarray(arrival.addressStart, arrival.addressEnd) : NOTHING,
    ]
    const slot = { said: Buffer.concat(parts.flatMap((part) => [part, END])), folder, origin }
    this.#slots[this.#index()] = slot
    return slot
  }

  #index(): number {
    return (this.#hash ^ (this.#hash >>> 15)) & (SLOTS - 1)
  }

  #isSaid(said: Uint8Array, bytes: Uint8Array, arrival: MailArrival): boolean {
    let at = endOfPart(said, 0, bytes, arrival.userStart, arrival.userEnd)
    at = endOfPart(said, at, bytes, arrival.programStart, arrival.programEnd)
    at = this.#isSenderWanted
      ? endOfPart(said, at, bytes, arrival.senderStart, arrival.senderEnd)
      : endOfPart(said, at, bytes, 0, 0)
    at = this.#isAddressWanted
      ? endOfPart(said, at, bytes, arrival.addressStart, arrival.addressEnd)
      : endOfPart(said, at, bytes, 0, 0)
    return at === said.length
  }
}

function hashed(bytes: Uint8Array, start: number, end: number, before: number): number {
  let hash = before
  for (let index = start; index < end; index += 1) hash = Math.imul(hash ^ (bytes[index] ?? 0), 0x01000193)
  return Math.imul(hash ^ NEWLINE, 0x01000193)
}

/** Where a part of what a slot was said by ends if it is the same, its newline included; beyond all parts if not. */
function endOfPart(said: Uint8Array, from: number, bytes: Uint8Array, start: number, end: number): number {
  const shift = from - start
  for (let index = start; index < end; index += 1) if (said[shift + index] !== bytes[index]) return said.length + 1
  return said[shift + end] === NEWLINE ? shift + end + 1 : said.length + 1
}
