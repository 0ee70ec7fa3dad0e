import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { agentCommand } from '../../support/agent-process.ts'
import { logCounter } from '../counted-log.ts'
import type { Measure, Row } from '../measure.ts'
import { timed } from '../timed.ts'

const [SECTIONS, ALL, COMMAND, GREP] = ['sections', 'sections, pages, addresses', 'traffic --once', 'grep -c']

/** Virtual hosts in the lines of one format. */
const VHOSTS = 300

const CPU = 'CPU s/GiB'

/** The cost of counting requests. */
export const traffic: Measure = {
  name: 'traffic',
  what: `generated access logs, 100 requests a second: intervals of 10 s with totals of each virtual host, and the most frequent keys, without what an empty log took in the same run; in the format combined, of one virtual host, and vhost_combined, of ${VHOSTS}; ${COMMAND}: the command with its usual lists, of sections, addresses and status codes by requests and by bytes, from its start to its end; LC_ALL=C ${GREP} of one status on the first log`,
  columns: [CPU, 'peak MiB'],
  targets: [
    { subject: SECTIONS, column: CPU, bound: 'at most', value: 1.5 },
    { subject: ALL, column: CPU, bound: 'at most', value: 2 },
    { subject: COMMAND, column: CPU, of: ALL, bound: 'at most', ratio: 2 },
    { subject: SECTIONS, column: CPU, of: GREP, bound: 'at most', ratio: 2.5 },
  ],
  run: async ({ trafficFile }) => {
    const folder = mkdtempSync(join(tmpdir(), 'spoor-bench-'))
    try {
      const count = await logCounter(folder)
      const rows: Row[] = []
      for (const [subject, format, keys] of [
        [SECTIONS, 'combined', ['section']],
        [ALL, 'combined', ['section', 'page', 'ip']],
        ['vhost_combined, sections', 'vhost_combined', ['section']],
      ] as const) {
        const log = trafficFile(format === 'combined' ? 0 : VHOSTS)
        const { cpu, memory } = await count(log, { format, keys })
        rows.push({ subject, values: [cpu, memory] })
      }
      const { path, bytes } = trafficFile(0)
      const command = await timed(...agentCommand(), 'traffic', '--once', path)
      const grep = await timed('grep', '-c', '" 503 ', path)
      const perGiB = ({ cpu }: typeof grep): number => (cpu * 1024 ** 3) / bytes
      return [
        ...rows,
        { subject: COMMAND, values: [perGiB(command), undefined] },
        { subject: GREP, values: [perGiB(grep), undefined] },
      ]
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
}

/** Cost by the length of a log, whose lines are not written more than once. */
export const linearTraffic: Measure = {
  name: 'linear-traffic',
  what: 'the same generated access log counted once and several times in one process, each time as if it were a month later: intervals of 10 s, and the most frequent sections, pages and addresses, without what an empty log took in the same run',
  columns: [CPU, 'peak MiB'],
  targets: [
    { subject: '4 GiB', column: CPU, of: '1 GiB', bound: 'at most', ratio: 1.1 },
    { subject: '16 GiB', column: CPU, of: '1 GiB', bound: 'at most', ratio: 1.1 },
    { subject: '16 GiB', column: 'peak MiB', of: '1 GiB', bound: 'at most', ratio: 1.1 },
  ],
  run: async ({ trafficFile, all }, isFirst) => {
    const folder = mkdtempSync(join(tmpdir(), 'spoor-bench-'))
    try {
      const count = await logCounter(folder)
      const rows: Row[] = []
      for (const times of [1, 4, ...(all && isFirst ? [16] : [])]) {
        const { cpu, memory } = await count(trafficFile(0), { times, keys: ['section', 'page', 'ip'] })
        rows.push({ subject: `${times} GiB`, values: [cpu, memory] })
      }
      return rows
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
}
