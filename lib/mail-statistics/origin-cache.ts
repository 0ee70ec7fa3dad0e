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

/** One origin by what lines say of it. */
interface Slot {
  /** User, program and, if they matter, sender and address, each with a newline behind it. */
  readonly said: Uint8Array
  readonly folder: string
  /** Undefined for mail that is not counted. */
  readonly origin: Origin | undefined
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

  /** The origin of an arrival, made by `make` if it is not known. */
  of(bytes: Uint8Array, arrival: MailArrival, folder: string, make: () => Origin | undefined): Origin | undefined {
    this.#length = 0
    this.#hash = folder.length
    this.#note(bytes, arrival.userStart, arrival.userEnd)
    this.#note(bytes, arrival.programStart, arrival.programEnd)
    if (this.#isSenderWanted) this.#note(bytes, arrival.senderStart, arrival.senderEnd)
    if (this.#isAddressWanted) this.#note(bytes, arrival.addressStart, arrival.addressEnd)
    const index = (this.#hash ^ (this.#hash >>> 15)) & (SLOTS - 1)
    const slot = this.#slots[index]
    if (slot !== undefined && slot.folder === folder && this.#isSaid(slot.said)) return slot.origin
    const origin = make()
    this.#slots[index] = { said: this.#said.slice(0, this.#length), folder, origin }
    return origin
  }

  #note(bytes: Uint8Array, start: number, end: number): void {
    if (this.#length + end - start >= this.#said.length) this.#grow(this.#length + end - start)
    let hash = this.#hash
    for (let index = start; index < end; index += 1) {
      const byte = bytes[index] ?? 0
      this.#said[this.#length + index - start] = byte
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
    if (said.length !== this.#length) return false
    for (let index = 0; index < said.length; index += 1) if (said[index] !== this.#said[index]) return false
    return true
  }
}
