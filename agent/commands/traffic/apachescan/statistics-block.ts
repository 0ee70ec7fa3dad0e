import { plainCell } from '../../../../lib/terminal/plain-cell.ts'
import { utf8Text } from '../../../../lib/text/utf8-text.ts'
import { dateAndTime } from '../../../../lib/time/date-and-time.ts'
import type { TopLists } from '../../../../lib/traffic/top-lists.ts'

/** What Apache Scanner prints about an interval. */
interface ScannedInterval {
  /** Its beginning, in seconds since 1970-01-01T00:00:00Z. */
  readonly start: number
  readonly requests: number
  readonly bytes: number
  readonly tops: ReturnType<TopLists['certain']>
}

/** The block of statistics, in its words: also sizes are called requests. */
export function statisticsBlock({ start, requests, bytes, tops }: ScannedInterval): string {
  const of = (by: 'requests' | 'bytes', title: string): string =>
    tops
      .filter((list) => list.by === by)
      .map(({ key, entries }) => {
        const rows = entries.map((entry) => `\t '${plainCell(utf8Text(entry.key))}': ${entry[by]} requests\n`)
        return `${title} for key '${key}':\n${rows.join('')}`
      })
      .join('')
  return [
    `${dateAndTime(start * 1000)}:\n`,
    '############### Statistics ##################\n',
    `Number of Requests: ${requests}\n`,
    `Total size:         ${bytes} Bytes\n`,
    `Mean request size:  ${decimal(bytes / requests)} Bytes\n`,
    of('requests', 'Request summary'),
    of('bytes', 'Request size summary'),
    '############################################\n',
  ].join('')
}

/** As Python writes it: `4945.0`. */
function decimal(number: number): string {
  return Number.isInteger(number) ? `${number}.0` : String(number)
}
