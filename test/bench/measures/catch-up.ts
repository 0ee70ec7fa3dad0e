import { setTimeout } from 'node:timers/promises'
import { type AccessLog, OF_INTEREST, WORDS_OF_INTEREST } from '../access-log.ts'
import { startCollector } from '../collector.ts'
import { cpuTime } from '../cpu-time.ts'
import { followers } from '../followers.ts'
import { follow } from '../following.ts'
import { accessLogIs } from '../laid-logs.ts'
import type { Measure, Row } from '../measure.ts'
import { type Memory, memoryOf } from '../memory.ts'
import { timed } from '../timed.ts'

/** Idle time of the collector before its memory is measured again, in milliseconds. */
const REST = 10_000

const GREP = 'grep -cE'
const TAIL = followers[0]?.name ?? ''

/** The cost of reading a large unread log. */
export const catchUp: Measure = {
  name: 'catch-up',
  what: 'a whole access_log, one line in 1,000 of interest: from the start of the program until the last event is sealed, and to the last line printed by others',
  columns: ['CPU s/GiB', 'wall s/GiB', 'peak MiB', 'growth MiB', 'growth at rest MiB', 'of it anonymous MiB'],
  compares: true,
  targets: [
    { subject: 'spoor-agent', column: 'CPU s/GiB', of: GREP, bound: 'at most', ratio: 1 },
    { subject: 'spoor-agent', column: 'CPU s/GiB', of: TAIL, bound: 'at most', ratio: 0.46 },
  ],
  run: async ({ accessLog }) => {
    const log = accessLog(1, 1000)
    const rows = [await ofAgent(log), ...(await ofGrep(log))]
    for (const follower of followers) {
      if (!follower.isInstalled()) rows.push({ subject: `${follower.name}: not installed`, values: [] })
      else rows.push(row(follower.name, log, await follow(follower, log)))
    }
    return rows
  },
}

async function ofAgent(log: AccessLog): Promise<Row> {
  const atStart = await memoryAtStart()
  const collector = await startCollector(accessLogIs(log.path))
  const pids = [collector.agent.pid]
  try {
    await collector.sealedUpTo(log.bytes)
    const wall = (performance.now() - collector.began) / 1000
    const cpu = cpuTime(pids) / 1000
    const { peak } = memoryOf(pids)
    const entries = await collector.host.entriesIn('parsed')
    if (entries.length !== log.hits) throw new Error(`${entries.length} events instead of ${log.hits}`)
    await setTimeout(REST)
    const { resident, anonymous } = memoryOf(pids)
    const growth = [peak - atStart.resident, resident - atStart.resident, anonymous - atStart.anonymous]
    return row('spoor-agent', log, { cpu, wall, peak }, growth)
  } finally {
    await collector.end()
  }
}

/** The memory of a collector that has read nothing yet. */
async function memoryAtStart(): Promise<Memory> {
  const collector = await startCollector()
  try {
    await collector.ready()
    return memoryOf([collector.agent.pid])
  } finally {
    await collector.end()
  }
}

async function ofGrep(log: AccessLog): Promise<Row[]> {
  const commands = [
    { subject: GREP, words: ['grep', '-cE', OF_INTEREST] },
    { subject: 'grep -cF', words: ['grep', '-cF', ...WORDS_OF_INTEREST.flatMap((word) => ['-e', word])] },
  ]
  const rows: Row[] = []
  for (const { subject, words } of commands) {
    const { stdout, ...cost } = await timed(...words, log.path)
    if (Number(stdout) !== log.hits) throw new Error(`${words.join(' ')}: ${stdout}`)
    rows.push(row(subject, log, cost))
  }
  return rows
}

/** The cost, scaled to a log of 1 GiB. */
function row(
  subject: string,
  { bytes }: AccessLog,
  { cpu, wall, peak }: { readonly cpu: number; readonly wall: number; readonly peak?: number },
  growth: readonly number[] = [],
): Row {
  const gibibytes = bytes / 1024 ** 3
  return { subject, values: [cpu / gibibytes, wall / gibibytes, peak, ...growth] }
}
