import { drain } from '../draining.ts'
import { accessLogIs, manyLogs } from '../laid-logs.ts'
import type { Measure, Row } from '../measure.ts'
import { read, readNothing } from '../reading.ts'

/** Cost by the size of a log. */
export const linearBytes: Measure = {
  name: 'linear-bytes',
  what: 'the catch-up of logs of several sizes, without what a start with empty logs took in the same run',
  columns: ['CPU s/GiB', 'wall s/GiB'],
  targets: [{ subject: '4 GiB', column: 'CPU s/GiB', of: '1 GiB', bound: 'at most', ratio: 1.1 }],
  run: async ({ accessLog, scale, all }, isFirst) => {
    const start = await readNothing()
    const rows: Row[] = []
    for (const gibibytes of [0.25, 1, 4, ...(all && isFirst ? [16] : [])]) {
      const log = accessLog(gibibytes, 1000)
      const { cpu, wall } = await read(accessLogIs(log.path), log.bytes)
      const values = [cpu - start.cpu, wall - start.wall].map((value) => value / (gibibytes * scale))
      rows.push({ subject: `${gibibytes} GiB`, values })
    }
    return rows
  },
}

/** Cost by the number of logs. */
export const linearLogs: Measure = {
  name: 'linear-logs',
  what: 'from the start until the only event, in the last of so many logs of one line in one folder, is sealed; by log without what one log took in the same run',
  columns: ['CPU ms/log', 'wall ms/log', 'CPU ms', 'wall ms'],
  targets: [{ subject: '10,000 logs', column: 'CPU ms/log', of: '1,000 logs', bound: 'at most', ratio: 1.25 }],
  run: async () => {
    const one = await read(manyLogs(1), 1)
    const rows: Row[] = [{ subject: '1 log', values: [undefined, undefined, one.cpu * 1000, one.wall * 1000] }]
    for (const logs of [100, 1000, 10_000]) {
      const { cpu, wall } = await read(manyLogs(logs), 1)
      const each = [cpu - one.cpu, wall - one.wall].map((seconds) => (seconds * 1000) / (logs - 1))
      rows.push({ subject: `${logs.toLocaleString('en')} logs`, values: [...each, cpu * 1000, wall * 1000] })
    }
    return rows
  },
}

/** Cost by the number of waiting reports. */
export const linearReports: Measure = {
  name: 'linear-reports',
  what: 'so many reports that wait in the spool, and an API that answers at once; without what one report took in the same run',
  columns: ['CPU ms/report', 'wall ms/report', 'growth MiB'],
  targets: [{ subject: '10,000 reports', column: 'CPU ms/report', of: '1,000 reports', bound: 'at most', ratio: 1.25 }],
  run: async ({ all }, isFirst) => {
    const one = await drain(1, 0)
    const rows: Row[] = []
    for (const reports of [100, 1000, 10_000, ...(all && isFirst ? [1_000_000] : [])]) {
      const { cpu, wall, growth } = await drain(reports, 0)
      const each = [cpu - one.cpu, wall - one.wall].map((seconds) => (seconds * 1000) / (reports - 1))
      rows.push({ subject: `${reports.toLocaleString('en')} reports`, values: [...each, growth] })
    }
    return rows
  },
}
