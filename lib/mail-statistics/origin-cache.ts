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

/**
 * Origins by what arrivals say, as bytes: most are of few, and their texts cost more than all else of a line. What
 * falls into the same slot takes its place, so whatever senders call themselves, nothing grows.
 */
export class OriginCache {
  readonly #slots: (Slot | undefined)[] = Array.from({ length: SLOTS })
  readonly #isSenderWanted: boolean
  readonly #isAddressWanted: boolean
  #said = new Uint8Array(1024)
  #length = 0
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
    this.#length = 0
    this.#hash = folder.length
    this.#note(bytes, arrival.userStart, arrival.userEnd)
    this.#note(bytes, arrival.programStart, arrival.programEnd)
    if (this.#isSenderWanted) this.#note(bytes, arrival.senderStart, arrival.senderEnd)
    if (this.#isAddressWanted) this.#note(bytes, arrival.addressStart, arrival.addressEnd)
    const slot = this.#slots[this.#index()]
    return slot !== undefined && slot.folder === folder && this.#isSaid(slot.said) ? slot : undefined
  }

  /** Notes the origin of the arrival that was looked for last. */
  add(folder: string, origin: Origin | undefined): KnownOrigin {
    const slot = { said: this.#said.slice(0, this.#length), folder, origin }
    this.#slots[this.#index()] = slot
    return slot
  }

  #index(): number {
    return (this.#hash ^ (this.#hash >>> 15)) & (SLOTS - 1)
  }

  #note(bytes: Uint8Array, start: number, end: number): void {
    if (this.#length + end - start >= this.#said.length) this.#grow(this.#length + end - start)
    const said = this.#said
    const shift = this.#length - start
    let hash = this.#hash
    for (let index = start; index < end; index += 1) {
      const byte = bytes[index] ?? 0
      said[shift + index] = byte
      hash = Math.imul(hash ^ byte, 0x01000193)
    }
    this.#length += end - start
    this.#said[this.#length] = NEWLINE
    this.#length += 1
    this.#hash = Math.imul(hash ^ NEWLINE, 0x01000193)
  }

  #grow(length: number): void {
    const grown = new Uint8Array(length * 2)
    grown.set(this.#said)
    this.#said = grown
  }

  #isSaid(said: Uint8Array): boolean {
    const { length } = said
    const now = this.#said
    if (length !== this.#length) return false
    for (let index = 0; index < length; index += 1) if (said[index] !== now[index]) return false
    return true
  }
}
