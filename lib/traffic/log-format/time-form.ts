import type { FormatFault } from './format-fault.ts'

/** What stands at one place of a stamp. */
export type StampItem = 'day' | 'month' | 'month name' | 'year' | 'hour' | 'minute' | 'second' | 'zone' | 'colon zone'

/** Bytes of each item. */
export const STAMP_WIDTHS: Readonly<Record<StampItem, number>> = {
  day: 2,
  month: 2,
  'month name': 3,
  year: 4,
  hour: 2,
  minute: 2,
  second: 2,
  zone: 5,
  'colon zone': 6,
}

/** A stamp of fixed width: items and the text between them. */
export interface StampLayout {
  readonly width: number
  readonly items: readonly { readonly item: StampItem; readonly offset: number }[]
  readonly texts: readonly { readonly text: string; readonly offset: number }[]
}

/** How a time is written: as a stamp, or as a number that counts so many a second since 1970-01-01T00:00:00Z. */
export type TimeForm = StampLayout | { readonly perSecond: number }

const ITEMS: Readonly<Record<string, StampItem>> = {
  d: 'day',
  m: 'month',
  b: 'month name',
  h: 'month name',
  Y: 'year',
  H: 'hour',
  M: 'minute',
  S: 'second',
  z: 'zone',
}

/** What stands for several items. */
const SHORT: readonly (readonly [short: string, long: string])[] = [
  ['%T', '%H:%M:%S'],
  ['%F', '%Y-%m-%d'],
  ['%R', '%H:%M'],
]

const NUMBERS: Readonly<Record<string, number>> = { '%s': 1, sec: 1, msec: 1000, usec: 1_000_000 }

/** As Apache's %t, without its brackets, and nginx's $time_local. */
export const COMMON_TIME = layoutOf([
  'day',
  '/',
  'month name',
  '/',
  'year',
  ':',
  'hour',
  ':',
  'minute',
  ':',
  'second',
  ' ',
  'zone',
])

/** As nginx's $time_iso8601: `2026-11-20T12:00:05+00:00`. */
export const ISO_TIME = layoutOf([
  'year',
  '-',
  'month',
  '-',
  'day',
  'T',
  'hour',
  ':',
  'minute',
  ':',
  'second',
  'colon zone',
])

/** The form of a time as Apache's `%{…}t` and strftime name it. */
export function timeForm(named: string): TimeForm | FormatFault {
  const text = named.replace(/^(?:begin|end):/, '')
  const perSecond = Object.hasOwn(NUMBERS, text) ? NUMBERS[text] : undefined
  if (perSecond !== undefined) return { perSecond }
  const pieces = piecesOf(SHORT.reduce((all, [short, long]) => all.replaceAll(short, long), text))
  if (!Array.isArray(pieces)) return pieces
  const layout = layoutOf(pieces)
  const missing = lacking(layout)
  return missing === undefined ? layout : { fault: `is a time without ${missing}` }
}

function piecesOf(text: string): string[] | FormatFault {
  const pieces: string[] = []
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at)
    if (letter !== '%') {
      pieces.push(letter)
      continue
    }
    at += 1
    const name = text.charAt(at)
    const item = Object.hasOwn(ITEMS, name) ? ITEMS[name] : undefined
    if (item === undefined) return { fault: `is a time with %${name}, which cannot be read` }
    pieces.push(item)
  }
  return pieces
}

function isItem(piece: string): piece is StampItem {
  return Object.hasOwn(STAMP_WIDTHS, piece)
}

function layoutOf(pieces: readonly string[]): StampLayout {
  const items: { item: StampItem; offset: number }[] = []
  const texts: { text: string; offset: number }[] = []
  let width = 0
  for (const piece of pieces) {
    if (isItem(piece)) items.push({ item: piece, offset: width })
    else texts.push({ text: piece, offset: width })
    width += isItem(piece) ? STAMP_WIDTHS[piece] : Buffer.byteLength(piece)
  }
  return { width, items, texts }
}

/** The first thing that a moment needs and the stamp has not. */
function lacking({ items }: StampLayout): string | undefined {
  const has = (...names: readonly StampItem[]): boolean => items.some(({ item }) => names.includes(item))
  const wanted: readonly (readonly [boolean, string])[] = [
    [has('year'), 'a year (%Y)'],
    [has('month', 'month name'), 'a month (%m or %b)'],
    [has('day'), 'a day (%d)'],
    [has('hour'), 'an hour (%H)'],
    [has('minute'), 'a minute (%M)'],
    [has('second'), 'a second (%S)'],
    [has('zone'), 'a zone (%z)'],
  ]
  return wanted.find(([isThere]) => !isThere)?.[1]
}
