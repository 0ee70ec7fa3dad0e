import { INTERVAL, latencies } from '../appended-lines.ts'
import { accessLogIs } from '../laid-logs.ts'
import type { Measure } from '../measure.ts'
import { sealLines } from '../sealed-lines.ts'

const LINES = 100

/** How long a large backlog of one log delays a new line of another. */
export const fairness: Measure = {
  name: 'fairness',
  what: `from appending a line to a login_log to seeing its report, ${1000 / INTERVAL} lines/s for ${(LINES * INTERVAL) / 1000} s, while an access_log of 4 GiB is read, and while nothing else is`,
  columns: ['p50 ms', 'p99 ms', 'max ms', 'CPU %'],
  targets: [{ subject: 'during a catch-up', column: 'max ms', of: 'alone', bound: 'at most', ratio: 25 }],
  run: async ({ accessLog }) => {
    const log = accessLog(4, 1000)
    const during = await sealLines(LINES, accessLogIs(log.path))
    if (during.reached === log.bytes) throw new Error('The access_log was read before the last line was appended')
    const alone = await sealLines(LINES)
    return [latencies('during a catch-up', during, during.seen), latencies('alone', alone, alone.seen)]
  },
}
