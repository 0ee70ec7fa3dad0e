import { appendFileSync, rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DOVECOT, EXIM_MAIN, type MailFormat, type MailLog, writeMailLog } from '../mail-log.ts'
import type { Measure, Row } from '../measure.ts'
import { read, readNothing } from '../reading.ts'
import { timed } from '../timed.ts'

const FORMATS = [EXIM_MAIN, DOVECOT]

/** Speed on the logs of mail, which are the busiest of a server. */
export const mail: Measure = {
  name: 'mail',
  what: 'logs of Exim and Dovecot of 1,000,000 lines, one line in three of interest, and only the last one, which alone is reported, without what a start with empty logs took in the same run',
  columns: ['lines/s', 'CPU s/GiB'],
  targets: FORMATS.flatMap(({ driver, timesGrep: ratio }) => [
    { subject: driver, column: 'CPU s/GiB', of: `${driver}: grep -cE`, bound: 'at most', ratio },
    { subject: `${driver}, last line`, column: 'CPU s/GiB', of: `${driver}: grep -cE`, bound: 'at most', ratio: 2 },
  ]),
  run: async ({ scale }) => {
    const folder = await mkdtemp(join(tmpdir(), 'spoor-bench-'))
    try {
      const rows: Row[] = []
      for (const format of FORMATS) rows.push(...(await ofFormat(format, join(folder, 'log'), Math.ceil(1e6 * scale))))
      return rows
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
}

async function ofFormat(format: MailFormat, path: string, lines: number): Promise<Row[]> {
  const { driver, ofInterest } = format
  const sparse = await ofAgent(`${driver}, last line`, format, path, writeMailLog(path, format, lines, Infinity))
  const log = writeMailLog(path, format, lines, 3)
  const grep = await timed('grep', '-cE', ofInterest, path)
  const hits = Math.ceil((lines - 1) / 3) + 1
  if (Number(grep.stdout) !== hits) throw new Error(`${driver}: ${grep.stdout} lines of interest instead of ${hits}`)
  const dense = await ofAgent(driver, format, path, log)
  return [dense, sparse, row(`${driver}: grep -cE`, log, grep)]
}

async function ofAgent(subject: string, { driver }: MailFormat, path: string, log: MailLog): Promise<Row> {
  const start = await readNothing()
  const whole = await read(({ config }) => {
    const item = `{ driver: ${driver}, path: ${path}, start: beginning }`
    appendFileSync(config, `events: [login_failed]\nlogs: [${item}]\n`)
  }, log.bytes)
  return row(subject, log, { cpu: whole.cpu - start.cpu, wall: whole.wall - start.wall })
}

function row(subject: string, { lines, bytes }: MailLog, cost: { readonly cpu: number; readonly wall: number }): Row {
  return { subject, values: [lines / cost.wall, cost.cpu / (bytes / 1024 ** 3)] }
}
