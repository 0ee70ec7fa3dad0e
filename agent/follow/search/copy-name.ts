/** What the name of a copy of a log tells. */
export interface CopyName {
  /** The same for all copies made the same way: their names differ in date or count only. */
  readonly family: string
  /** Whether the name contains a date or a count, as those that rotations give do. */
  readonly isNumbered: boolean
  /** The greater, the newer, within a family. */
  readonly age: string
  readonly form: Form
}

/** How to read a file. */
export type Form = 'plain' | 'gzip' | 'unreadable'

const COMPRESSED = /\.(?:gz|xz|zst|bz2)$/

/** Numbers, with what joins them to one date or time. */
const NUMBERS = /\d+(?:[-._:T]\d+)*/g

/**
 * Parses the name of a file beside a log; undefined if it does not begin like the log's. The age is a date or time
 * (`-2026112103`, `.2026-11-21`, `-11-2026`) or else a count, of which a higher one is older (`.1`).
 */
export function copyName(log: string, name: string): CopyName | undefined {
  const added = name === log ? undefined : whatIsAdded(log, name.replace(COMPRESSED, ''))
  if (added === undefined) return undefined
  const numbers = added.match(/\d+/g) ?? []
  const date = dateIn(numbers)
  const kind = date === undefined ? 'count' : 'date'
  return {
    family: added.replaceAll(NUMBERS, `<${kind}>`),
    isNumbered: numbers.length > 0,
    age: date ?? numbers.map((count) => String(10 ** 6 - Number(count)).padStart(7, '0')).join(),
    form: formOf(name),
  }
}

/** How to read a file, by the end of its name. */
export function formOf(path: string): Form {
  if (path.endsWith('.gz')) return 'gzip'
  return COMPRESSED.test(path) ? 'unreadable' : 'plain'
}

/** Whether a name is one that rotations give to copies, of any log. */
export function isCopyName(name: string): boolean {
  return COMPRESSED.test(name) || /\.\d{1,6}$|[.-](?:\d{8}|\d{4}-\d{2}-\d{2})[-T.\d]*$/.test(name)
}

/** What was added to the log's name, at its end or before its extension: `-20261121` in `login-20261121.log`. */
function whatIsAdded(log: string, name: string): string | undefined {
  if (name.startsWith(log)) return name.slice(log.length)
  const dot = log.lastIndexOf('.')
  const extension = log.slice(dot)
  const isInside = dot > 0 && name.startsWith(log.slice(0, dot)) && name.endsWith(extension) && name.length > log.length
  return isInside ? name.slice(dot) : undefined
}

/** The digits of a date or a time, year first; undefined if there is only a count. */
function dateIn(numbers: readonly string[]): string | undefined {
  // Six digits or more are a date, a time or an epoch; so are four that look like a year.
  const at = numbers.findIndex((number) => number.length >= 6 || /^(?:19|20)\d\d$/.test(number))
  if (at === -1) return undefined
  const isYearLast = at > 0 && at === numbers.length - 1 && numbers[at]?.length === 4
  const date = isYearLast ? numbers.toReversed() : numbers.slice(at)
  return date.map((number) => number.padStart(2, '0')).join('')
}
