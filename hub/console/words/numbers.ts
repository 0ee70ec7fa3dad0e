const LANGUAGE = 'en-GB'

const whole = new Intl.NumberFormat('en-US')

/** A number with its thousands apart. */
export function numeral(value: number): string {
  return whole.format(value)
}

/** A count with its noun. */
export function counting(count: number, one: string, many: string): string {
  return `${numeral(count)} ${count === 1 ? one : many}`
}

/** Names in a sentence, of which there are more: `a, b and 2 others`. */
export function named(names: readonly string[], all: number): string {
  const others = all - names.length
  return others > 0 ? `${names.join(', ')} and ${counting(others, 'other', 'others')}` : names.join(', ')
}

/** A count of which more may follow where nobody has counted. */
export function atLeast(count: number, isWhole: boolean): string {
  if (isWhole) return numeral(count)
  return count === 0 ? 'none among the newest' : `${numeral(count)} or more`
}

const FEW = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']

/** A count within a sentence: a word if it is small. */
export function few(count: number): string {
  return FEW[count] ?? numeral(count)
}

/** A count at the beginning of a sentence, with its noun: `Two takeovers`. */
export function opening(count: number, one: string, many: string): string {
  const word = few(count)
  return `${word.charAt(0).toUpperCase()}${word.slice(1)} ${count === 1 ? one : many}`
}

/** How long something lasts, from seconds, in its two largest units. */
export function lasting(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  const minutes = Math.floor(whole / 60)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`
  const days = Math.floor(hours / 24)
  return hours % 24 === 0 || days > 6 ? `${days} d` : `${days} d ${hours % 24} h`
}

/** A difference of times, from seconds, as a clock: `+1:24`. */
export function apart(seconds: number): string {
  const [sign, whole] = [seconds < 0 ? '−' : '+', Math.abs(seconds)]
  const [minutes, rest] = [Math.floor(whole / 60), String(whole % 60).padStart(2, '0')]
  return whole === 0 ? '0:00' : `${sign}${minutes}:${rest}`
}

type Zone = 'local' | 'utc'

const formats = new Map<string, Intl.DateTimeFormat>()

function format(
  zone: Zone,
  name: string,
  options: Intl.DateTimeFormatOptions,
  language = LANGUAGE,
): Intl.DateTimeFormat {
  const key = `${zone} ${name}`
  const known = formats.get(key)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat(language, { ...options, ...(zone === 'utc' ? { timeZone: 'UTC' } : {}) })
  formats.set(key, made)
  return made
}

/** The time of the day: `09:03:16`; in UTC `08:03:16Z`. Seconds since 1970, as for all that follow. */
export function clockTime(time: number, zone: Zone): string {
  const text = format(zone, 'clock', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
  return text.format(time * 1000) + (zone === 'utc' ? 'Z' : '')
}

/** The time of the day without seconds. */
export function shortTime(time: number, zone: Zone): string {
  return format(zone, 'short', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(time * 1000)
}

/** Within such a part of an hour no zone has a midnight, in seconds. */
const QUARTER = 900

/** The names of days by zone and quarter of an hour: a table asks for the day of each event, several times. */
const dayNames = new Map<string, string>()

const MOST_NAMES = 5000

/** The day: `Saturday 28 November 2026`. */
export function dayName(time: number, zone: Zone): string {
  const key = `${zone} ${Math.floor(time / QUARTER)}`
  const known = dayNames.get(key)
  if (known !== undefined) return known
  if (dayNames.size === MOST_NAMES) dayNames.clear()
  const text = format(zone, 'day', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
  const name = text.format(time * 1000)
  dayNames.set(key, name)
  return name
}

/** The day in a few letters: `28 Nov`, or `28 Nov 2025` if that was in another year than now. */
export function shortDay(time: number, zone: Zone, now = Date.now() / 1000): string {
  const year = format(zone, 'year', { year: 'numeric' })
  return year.format(time * 1000) === year.format(now * 1000)
    ? format(zone, 'shortDay', { day: 'numeric', month: 'short' }).format(time * 1000)
    : format(zone, 'dayOfYear', { day: 'numeric', month: 'short', year: 'numeric' }).format(time * 1000)
}

/** The hour of the day, from 0 to 23. */
export function hourOf(time: number, zone: Zone): number {
  return Number(format(zone, 'hour', { hour: '2-digit', hourCycle: 'h23' }).format(time * 1000))
}

/** The whole time, for titles and what is copied: `2026-11-28 09:03:16 Europe/Berlin`. */
export function wholeTime(time: number, zone: Zone): string {
  const options = { dateStyle: 'short', timeStyle: 'medium' } as const
  // Swedish writes times as ISO 8601 has them.
  return `${format(zone, 'whole', options, 'sv-SE').format(time * 1000)} ${zone === 'utc' ? 'UTC' : zoneName()}`
}

/** How far the browser's time is from UTC now: `UTC+1`. */
export function zoneOffset(): string {
  const parts = new Intl.DateTimeFormat(LANGUAGE, { timeZoneName: 'shortOffset' }).formatToParts()
  return (parts.find(({ type }) => type === 'timeZoneName')?.value ?? '').replace('GMT', 'UTC')
}

let ownZone: string | undefined

/** The name of the browser's time zone, as of the first question: that takes as long as to write five times. */
export function zoneName(): string {
  ownZone ??= new Intl.DateTimeFormat().resolvedOptions().timeZone
  return ownZone
}
