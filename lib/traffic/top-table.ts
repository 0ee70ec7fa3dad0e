import { type HashSeed, KeyHash } from './key-hash.ts'
import { KeyWords } from './key-words.ts'
import type { TrafficLine } from './log-format/traffic-line.ts'

/** What a table finds the greatest of. */
export type TopMeasure = 'requests' | 'bytes'

/** A key of a table. */
export interface TopEntry {
  /** The key's bytes, the first 64 of them. Longer keys are told apart by their hashes. */
  readonly key: Buffer
  /**
   * Requests and bytes of the key. The one that the table measures is by at most `error` too great; the other is
   * exact if there is no error, else too small.
   */
  readonly requests: number
  readonly bytes: number
  readonly error: number
}

/** How a table is made: of what it finds the greatest, of how many slots, and with which secret of its hashes. */
interface TopTableOptions {
  readonly by: TopMeasure
  readonly slots: number
  readonly seed: HashSeed
}

/** Slots that are tried first: a power of two. */
const GUESSES = 2048
const WORD = 4
const SPREAD = 0x9e3779b1 | 0

/** How much further the smallest measure of entries to replace goes once none is that small; only of bytes. */
const FURTHER = 1.25

/**
 * The most frequent keys in bounded memory: space-saving. A key that has no place takes that of one of the smallest,
 * with its number, which is then the error. So no number is too small, and none is too great by more than a share of
 * about 1/slots of the whole.
 */
export class TopTable {
  readonly #by: TopMeasure
  readonly #slots: number
  readonly #hash: KeyHash
  readonly #lows: Int32Array
  readonly #highs: Int32Array
  readonly #requests: Float64Array
  readonly #bytes: Float64Array
  readonly #errors: Float64Array
  readonly #keys: KeyWords
  readonly #guesses = new Int32Array(GUESSES)
  /** The measure: requests or bytes. */
  readonly #values: Float64Array
  /** Slots by their hash, plus one, at the next free place; 0 is free. */
  readonly #places: Int32Array
  #used = 0
  /** Where to look for an entry to replace; those with at most `#least` may be. */
  #hand = 0
  #least = 0
  /** The greatest that was replaced: no key without a place has more. */
  #replaced = 0

  constructor({ by, slots, seed }: TopTableOptions) {
    this.#by = by
    this.#slots = slots
    this.#hash = new KeyHash(seed)
    this.#lows = new Int32Array(slots)
    this.#highs = new Int32Array(slots)
    this.#requests = new Float64Array(slots)
    this.#bytes = new Float64Array(slots)
    this.#errors = new Float64Array(slots)
    this.#keys = new KeyWords(slots)
    this.#values = by === 'requests' ? this.#requests : this.#bytes
    this.#places = new Int32Array(2 ** Math.ceil(Math.log2(slots * 2)))
  }

  /** Whether a new key needs the place of another. */
  get isFull(): boolean {
    return this.#used === this.#slots
  }

  /** Begins with what another knows, of as many slots and the same seed, which has replaced no entry. */
  begin(like: TopTable): void {
    this.#lows.set(like.#lows)
    this.#highs.set(like.#highs)
    this.#requests.set(like.#requests)
    this.#bytes.set(like.#bytes)
    this.#keys.begin(like.#keys)
    this.#places.set(like.#places)
    this.#used = like.#used
  }

  /** Counts a request for the key in a range of its line. */
  count({ view, size }: TrafficLine, start: number, end: number): void {
    const guess = guessOf(view, start, end)
    let slot = this.#guesses[guess] ?? 0
    if (!this.#keys.has(slot, view, start, end)) {
      slot = this.#take(view, start, end)
      this.#guesses[guess] = slot
    }
    this.#requests[slot] = (this.#requests[slot] ?? 0) + 1
    this.#bytes[slot] = (this.#bytes[slot] ?? 0) + size
  }

  /** All entries, the greatest first; those of equal number by their keys. */
  entries(): readonly TopEntry[] {
    return this.#greatest(this.#used, this.#by)
  }

  /**
   * The greatest, as far as it is certain that they are, and in this order; by the other measure only while no
   * entry was replaced.
   */
  certain(most: number, by = this.#by): readonly TopEntry[] {
    const entries = this.#greatest(most + 1, by)
    const uncertain = entries.findIndex((entry, index) => {
      const next = Math.max(entries[index + 1]?.[by] ?? 0, this.#replaced)
      return entry[by] - entry.error < next
    })
    return entries.slice(0, Math.min(most, uncertain === -1 ? entries.length : uncertain))
  }

  /** The greatest entries in their order, so many and those that are as great as the last of them. */
  #greatest(most: number, by: TopMeasure): readonly TopEntry[] {
    const values = (by === 'requests' ? this.#requests : this.#bytes).subarray(0, this.#used)
    const least = values.toSorted().at(-most) ?? 0
    const entries: TopEntry[] = []
    for (let slot = 0; slot < this.#used; slot += 1) if ((values[slot] ?? 0) >= least) entries.push(this.#entry(slot))
    return entries.sort((one, other) => other[by] - one[by] || Buffer.compare(one.key, other.key))
  }

  #entry(slot: number): TopEntry {
    return {
      key: this.#keys.key(slot),
      requests: this.#requests[slot] ?? 0,
      bytes: this.#bytes[slot] ?? 0,
      error: this.#errors[slot] ?? 0,
    }
  }

  /** The slot of a key, which it has or gets. */
  #take(view: DataView, start: number, end: number): number {
    this.#hash.of(view, start, end)
    const { low, high } = this.#hash
    let slot = this.#slotOf(low, high)
    if (slot !== -1) return slot
    slot = this.#used < this.#slots ? this.#used++ : this.#replace()
    this.#lows[slot] = low
    this.#highs[slot] = high
    this.#place(slot)
    this.#keys.put(slot, view, start, end)
    return slot
  }

  /** -1 for none. */
  #slotOf(low: number, high: number): number {
    const mask = this.#places.length - 1
    for (let place = low & mask; ; place = (place + 1) & mask) {
      const slot = (this.#places[place] ?? 0) - 1
      if (slot === -1 || (this.#lows[slot] === low && this.#highs[slot] === high)) return slot
    }
  }

  #place(slot: number): void {
    const mask = this.#places.length - 1
    let place = (this.#lows[slot] ?? 0) & mask
    while (this.#places[place] !== 0) place = (place + 1) & mask
    this.#places[place] = slot + 1
  }

  /** Empties one of the smallest entries, whose number is where the next one begins; returns its slot. */
  #replace(): number {
    const slot = this.#smallest()
    this.#displace(slot)
    this.#replaced = Math.max(this.#replaced, this.#values[slot] ?? 0)
    this.#requests[slot] = 0
    this.#bytes[slot] = 0
    this.#values[slot] = this.#replaced
    this.#errors[slot] = this.#replaced
    return slot
  }

  /**
   * The next entry that is small enough. Once a round finds none, the bound goes up: for requests to the smallest, as
   * many have that; for bytes, which all differ, somewhat further, so that there are few rounds.
   */
  #smallest(): number {
    const values = this.#values
    for (;;) {
      for (let looked = 0; looked < this.#slots; looked += 1) {
        const slot = this.#hand
        this.#hand = slot + 1 === this.#slots ? 0 : slot + 1
        if ((values[slot] ?? 0) <= this.#least) return slot
      }
      let least = Infinity
      for (let slot = 0; slot < this.#slots; slot += 1) least = Math.min(least, values[slot] ?? 0)
      this.#least = this.#by === 'requests' ? least : Math.max(least, this.#least * FURTHER)
    }
  }

  /** Takes an entry from its place, and moves those after it that would not be found any more. */
  #displace(slot: number): void {
    const places = this.#places
    const mask = places.length - 1
    let free = (this.#lows[slot] ?? 0) & mask
    while (places[free] !== slot + 1) free = (free + 1) & mask
    for (let place = (free + 1) & mask; places[place] !== 0; place = (place + 1) & mask) {
      const wanted = (this.#lows[(places[place] ?? 0) - 1] ?? 0) & mask
      if (((place - wanted) & mask) < ((place - free) & mask)) continue
      places[free] = places[place] ?? 0
      free = place
    }
    places[free] = 0
  }
}

/** Which slot is tried first for a key, without its hash: three of its words tell most keys apart. */
function guessOf(view: DataView, start: number, end: number): number {
  const length = end - start
  if (length < 4) return length
  const middle = (start + end - WORD) >> 1
  const one = Math.imul(view.getInt32(start, true) ^ length, SPREAD)
  const two = Math.imul((one + view.getInt32(middle, true)) | 0, SPREAD)
  return Math.imul((two + view.getInt32(end - WORD, true)) | 0, SPREAD) >>> 21
}
