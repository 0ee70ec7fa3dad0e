import { parseStamp } from './stamp.ts'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const STAMP = /^(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat) ([A-Z][a-z]{2}) ([ \d]\d) (\d{2}:\d{2}:\d{2}) (\d{4})$/

/**
 * Seconds since 1970-01-01T00:00:00Z of a stamp as C's asctime writes it, `Thu Jun 11 13:33:19 2015`, in the local time
 * of `zone` (as in `parseStamp`). Undefined for any other text, and for a date that does not exist.
 */
export function parseLongStamp(text: string, zone: string | undefined): number | undefined {
  const [, name = '', day = '', time = '', year = ''] = STAMP.exec(text) ?? []
  const month = MONTHS.indexOf(name) + 1
  if (month === 0) return undefined
  return parseStamp(`${year}-${String(month).padStart(2, '0')}-${day.replace(' ', '0')} ${time}`, zone)
}
