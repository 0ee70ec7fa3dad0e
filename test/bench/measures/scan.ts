import { OF_INTEREST } from '../access-log.ts'
import { accessLogIs } from '../laid-logs.ts'
import type { Measure } from '../measure.ts'
import { read, readNothing } from '../reading.ts'
import { timed } from '../timed.ts'

const GREP = 'grep -cE'

/** The cost of only searching for lines of interest. */
export const scan: Measure = {
  name: 'scan',
  what: 'a whole access_log in which only the last line is of interest, without what a start with empty logs took in the same run',
  columns: ['CPU s/GiB', 'GiB/s'],
  compares: true,
  targets: [{ subject: 'spoor-agent', column: 'CPU s/GiB', of: GREP, bound: 'at most', ratio: 0.55 }],
  run: async ({ accessLog }) => {
    const log = accessLog(1, Infinity)
    const gibibytes = log.bytes / 1024 ** 3
    const [start, whole] = [await readNothing(), await read(accessLogIs(log.path), log.bytes)]
    const grep = await timed('grep', '-cE', OF_INTEREST, log.path)
    return [
      { subject: 'spoor-agent', values: [(whole.cpu - start.cpu) / gibibytes, gibibytes / (whole.wall - start.wall)] },
      { subject: GREP, values: [grep.cpu / gibibytes, gibibytes / grep.wall] },
    ]
  },
}
