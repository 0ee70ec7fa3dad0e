import { STAMP_WIDTHS, type StampItem, type StampLayout } from './time-form.ts'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const [ZERO, PLUS, MINUS] = [0x30, 0x2b, 0x2d]

/** What is not a stamp. */
const NONE = -1

/** Bytes that are compared at once. */
const WORD = 4

/**
 * Reads stamps of one layout. Lines of one minute differ only in their seconds, so the last minute is kept as it was
 * written, and all but the seconds is compared with it, four bytes at once.
 */
export class StampReader {
  readonly #layout: StampLayout
  readonly #secondAt: number
  /** Where words begin that cover all but the seconds. */
  readonly #places: Int32Array
  readonly #words: Int32Array
  /** Seconds since the epoch at the start of the minute in `#words`; NONE before the first. */
  minute = NONE

  constructor(layout: StampLayout) {
    this.#layout = layout
    this.#secondAt = layout.items.find(({ item }) => item === 'second')?.offset ?? 0
    this.#places = Int32Array.from([
      ...wordsOver(0, this.#secondAt),
      ...wordsOver(this.#secondAt + STAMP_WIDTHS.second, layout.width),
    ])
    this.#words = new Int32Array(this.#places.length)
  }

  /** Reads the stamp there: its second, from 0 to 60, beyond `minute`; -1 if none is there. */
  read(view: DataView, at: number): number {
    if (at + this.#layout.width > view.byteLength) return NONE
    if (!this.#isSameMinute(view, at) && !this.#begin(view, at)) return NONE
    const tens = view.getUint8(at + this.#secondAt) - ZERO
    const ones = view.getUint8(at + this.#secondAt + 1) - ZERO
    const second = tens * 10 + ones
    return tens >= 0 && ones >= 0 && ones <= 9 && second <= 60 ? second : NONE
  }

  /** Keeps another minute; false if this is none. */
  #begin(view: DataView, at: number): boolean {
    const minute = minuteOf(this.#layout, view, at)
    if (minute === NONE) return false
    this.minute = minute
    for (let index = 0; index < this.#places.length; index += 1)
      this.#words[index] = wordAt(view, at, this.#places[index] ?? 0)
    return true
  }

  #isSameMinute(view: DataView, at: number): boolean {
    if (this.minute === NONE) return false
    const places = this.#places
    const words = this.#words
    for (let index = 0; index < places.length; index += 1)
      if (wordAt(view, at, places[index] ?? 0) !== words[index]) return false
    return true
  }
}

/** A byte alone is the negative of its place, less one. */
function wordAt(view: DataView, at: number, place: number): number {
  return place < 0 ? view.getUint8(at - place - 1) : view.getInt32(at + place, true)
}

function wordsOver(from: number, to: number): number[] {
  if (to - from < WORD) return Array.from({ length: to - from }, (_, index) => -(from + index) - 1)
  const places: number[] = []
  for (let at = from; at < to; at += WORD) places.push(Math.min(at, to - WORD))
  return places
}

/** Seconds since the epoch at the start of the minute that is written there, seconds aside. */
function minuteOf(layout: StampLayout, view: DataView, at: number): number {
  const stamp = Buffer.from(view.buffer, view.byteOffset + at, layout.width).toString('latin1')
  if (!layout.texts.every(({ text, offset }) => stamp.startsWith(text, offset))) return NONE
  const found = new Map<StampItem, number>()
  for (const { item, offset } of layout.items) {
    const value = valueOf(item, stamp.slice(offset, offset + STAMP_WIDTHS[item]))
    if (value === undefined) return NONE
    found.set(item, value)
  }
  return momentOf(found)
}

/** Of a zone seconds east of UTC, of a month its number from 1. */
function valueOf(item: StampItem, text: string): number | undefined {
  if (item === 'month name') return MONTHS.includes(text) ? MONTHS.indexOf(text) + 1 : undefined
  if (item === 'zone') return zoneOf(text)
  if (item !== 'colon zone') return digits(text)
  return text.charAt(3) === ':' ? zoneOf(text.slice(0, 3) + text.slice(4)) : undefined
}

function zoneOf(text: string): number | undefined {
  const [sign, hours, minutes] = [text.charCodeAt(0), digits(text.slice(1, 3)), digits(text.slice(3))]
  if ((sign !== PLUS && sign !== MINUS) || hours === undefined || minutes === undefined) return undefined
  if (hours > 23 || minutes > 59) return undefined
  return (sign === MINUS ? -1 : 1) * (hours * 3600 + minutes * 60)
}

function digits(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : undefined
}

function momentOf(found: ReadonlyMap<StampItem, number>): number {
  const of = (item: StampItem): number => found.get(item) ?? 0
  const month = (found.get('month name') ?? of('month')) - 1
  if (of('year') < 1970 || of('hour') > 23 || of('minute') > 59) return NONE
  const date = new Date(Date.UTC(of('year'), month, of('day'), of('hour'), of('minute')))
  // A day or month that does not exist becomes another one.
  if (date.getUTCMonth() !== month || date.getUTCDate() !== of('day')) return NONE
  const moment = date.getTime() / 1000 - of('zone') - of('colon zone')
  return moment < 0 ? NONE : moment
}
