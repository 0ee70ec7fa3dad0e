import { randomBytes } from 'node:crypto'
import { OTHER_VHOSTS } from './interval.ts'
import { KeyHash } from './key-hash.ts'

/** Bounds of what is known at a time: the saved state must stay small. */
const BOUNDS = {
  names: 10_000,
  /** Bytes of all names, and of one. */
  all: 262_144,
  one: 253,
}

/** Lines without a virtual host, and those whose virtual host has no number of its own. */
export const NO_NAME = 0
/** See NO_NAME. */
export const OTHER_NAME = 1
/** The first number of a name. */
export const FIRST_NAME = 2

const [LOWEST, HIGHEST, QUOTE, BACKSLASH] = [0x21, 0x7e, 0x22, 0x5c]

/** One for all: who does not know its seed cannot make names that collide. */
const HASH = newHash()

/** A table without a name: most logs have none at most times, so that they share this, which nobody writes to. */
const ONE_FREE: number[] = [0]

/**
 * Numbers for the names of virtual hosts. What would need an escape in JSON, is longer than any name can be, or comes
 * when too many are known has the number OTHER_NAME: the client chooses a name where it is that of its Host header.
 */
export class VhostNames {
  #names: string[] = []
  #bytes = 0
  // Plain arrays: most have one name or none, and a typed array takes more than its few numbers.
  /** Of the name with each number, from FIRST_NAME. */
  #lows: number[] = []
  #highs: number[] = []
  /** Numbers of names by their hash, at the next free place; 0 is free. */
  #places: number[] = ONE_FREE

  constructor(names: readonly string[] = []) {
    for (const name of names) this.numberOf(Buffer.from(name, 'latin1'))
  }

  /** In the order of their numbers, from FIRST_NAME. */
  get names(): readonly string[] {
    return this.#names
  }

  /** The number of a name. */
  numberOf(name: Buffer): number {
    return this.numberIn(name, new DataView(name.buffer, name.byteOffset, name.length), 0, name.length)
  }

  /** The number of the name in a range of bytes, which the view shows, too. */
  numberIn(bytes: Buffer, view: DataView, start: number, end: number): number {
    if (start === end) return NO_NAME
    HASH.of(view, start, end)
    const { low, high } = HASH
    const mask = this.#places.length - 1
    let place = low & mask
    for (;;) {
      const number = this.#places[place] ?? 0
      if (number === 0) break
      const index = number - FIRST_NAME
      if (this.#lows[index] === low && this.#highs[index] === high) return number
      place = (place + 1) & mask
    }
    if (!this.#isFine(bytes, start, end)) return OTHER_NAME
    const name = bytes.toString('latin1', start, end)
    return name === OTHER_VHOSTS ? OTHER_NAME : this.#add(name, low, high)
  }

  /** Forgets all names but those with these numbers, which are numbered anew in the same order. */
  keep(numbers: readonly number[]): void {
    const names = numbers.map((number) => this.#names[number - FIRST_NAME] ?? '')
    this.#names = []
    this.#bytes = 0
    this.#lows = []
    this.#highs = []
    this.#places = names.length === 0 ? ONE_FREE : this.#places.map(() => 0)
    for (const name of names) this.numberOf(Buffer.from(name, 'latin1'))
  }

  #isFine(bytes: Buffer, start: number, end: number): boolean {
    const length = end - start
    if (length > BOUNDS.one || this.#names.length >= BOUNDS.names || this.#bytes + length > BOUNDS.all) return false
    for (let at = start; at < end; at += 1) {
      const byte = bytes[at] ?? 0
      if (byte < LOWEST || byte > HIGHEST || byte === QUOTE || byte === BACKSLASH) return false
    }
    return true
  }

  #add(name: string, low: number, high: number): number {
    const number = this.#names.length + FIRST_NAME
    this.#names.push(name)
    this.#bytes += name.length
    this.#lows.push(low)
    this.#highs.push(high)
    if (number * 2 > this.#places.length) this.#grow()
    else this.#place(number)
    return number
  }

  #place(number: number): void {
    const mask = this.#places.length - 1
    let place = (this.#lows[number - FIRST_NAME] ?? 0) & mask
    while (this.#places[place] !== 0) place = (place + 1) & mask
    this.#places[place] = number
  }

  /** As many places again. */
  #grow(): void {
    this.#places = Array.from({ length: Math.max(4, this.#places.length * 2) }, () => 0)
    for (let number = FIRST_NAME; number < this.#names.length + FIRST_NAME; number += 1) this.#place(number)
  }
}

function newHash(): KeyHash {
  const seed = randomBytes(8)
  return new KeyHash([seed.readInt32LE(0), seed.readInt32LE(4)])
}
