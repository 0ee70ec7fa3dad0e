const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/**
 * The three forms of a date in HTTP (RFC 9110 §5.6.7): IMF-fixdate, and the obsolete ones of RFC 850 and asctime. All
 * UTC.
 */
const FORMS: readonly RegExp[] = [
  /^[A-Z][a-z]{2}, (?<day>\d\d) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) (?<time>\d\d:\d\d:\d\d) GMT$/,
  /^[A-Z][a-z]{5,8}, (?<day>\d\d)-(?<month>[A-Z][a-z]{2})-(?<year>\d\d) (?<time>\d\d:\d\d:\d\d) GMT$/,
  /^[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) (?<day>[\d ]\d) (?<time>\d\d:\d\d:\d\d) (?<year>\d{4})$/,
]

const HALF_A_CENTURY = 50

/**
 * The time that an HTTP date names, in milliseconds since the epoch; undefined if it is no date. A year of two
 * digits is the latest one that is at most fifty years after `now`.
 */
export function httpDate(text: string, now: number): number | undefined {
  const groups = FORMS.map((form) => form.exec(text)).find((match) => match !== null)?.groups
  if (groups === undefined) return undefined
  const { day = '', month = '', year = '', time = '' } = groups
  const number = String(MONTHS.indexOf(month) + 1).padStart(2, '0')
  const iso = `${year.length === 2 ? fullYear(year, now) : year}-${number}-${day.replace(' ', '0')}T${time}.000Z`
  const at = new Date(iso)
  // The 31st of June would be the 1st of July.
  return Number.isFinite(at.getTime()) && at.toISOString() === iso ? at.getTime() : undefined
}

function fullYear(digits: string, now: number): number {
  const latest = new Date(now).getUTCFullYear() + HALF_A_CENTURY
  return latest - ((latest - Number(digits)) % 100)
}
