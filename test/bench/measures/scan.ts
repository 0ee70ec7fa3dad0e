import { OF_INTEREST, type AccessLog } from '../access-log.ts'
import { startCollector } from '../collector.ts'
import { cpuTime } from '../cpu-time.ts'
import type { Measure } from '../measure.ts'
import { timed } from '../timed.ts'

const GREP = 'grep -cE'

/** What looking for lines of interest costs by itself. */
export const scan: Measure = {
  name: 'scan',
  what: 'a whole access_log in which only the last line is of interest, without what a start with empty logs took in the same run',
  columns: ['CPU s/GiB', 'GiB/s'],
  compares: true,
  targets: [{ subject: 'spoor-agent', column: 'CPU s/GiB', of: GREP, bound: 'at most', ratio: 0.55 }],
  run: async ({ accessLog }) => {
    const log = accessLog(1, Infinity)
    const gibibytes = log.bytes / 1024 ** 3
    const [start, whole] = [await ofAgent(), await ofAgent(log)]
    const grep = await timed('grep', '-cE', OF_INTEREST, log.path)
    return [
      { subject: 'spoor-agent', values: [(whole.cpu - start.cpu) / gibibytes, gibibytes / (whole.wall - start.wall)] },
      { subject: GREP, values: [grep.cpu / gibibytes, gibibytes / grep.wall] },
    ]
  },
}

/** Seconds until an agent has read its log, or found out that there is nothing to read. */
async function ofAgent(log?: AccessLog): Promise<{ readonly cpu: number; readonly wall: number }> {
  const collector = await (log === undefined ? startCollector() : startCollector('access', log.path))
  try {
    await (log === undefined ? collector.ready() : collector.sealedUpTo(log.bytes))
    const wall = (performance.now() - collector.began) / 1000
    return { cpu: cpuTime([collector.agent.pid]) / 1000, wall }
  } finally {
    await collector.end()
  }
}
