import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MAIL_KEYS } from '../../../lib/mail-statistics/origin.ts'
import { eximMessage } from '../../support/exim-log.ts'
import { bundledProgram } from '../bundled-program.ts'
import type { Measure, Row } from '../measure.ts'
import { timed } from '../timed.ts'

/** About 480 MB. */
const MESSAGES = 600_000

const [ACCOUNTS, MAILBOXES, ALL, GREP] = ['by account', 'by mailbox', `by all ${MAIL_KEYS.length} keys`, 'grep -c']

/** Messages that are made at once. */
const PIECE = 2000

/** How fast mail is counted. */
export const mailStatistics: Measure = {
  name: 'mail-statistics',
  what: `a main log of Exim of ${MESSAGES.toLocaleString('en')} messages from 2,000 mailboxes and as many senders outside, folded into hours and days, without what an empty log took in the same run`,
  columns: ['CPU s/GiB', 'lines/CPU s'],
  compares: true,
  targets: [
    { subject: ACCOUNTS, column: 'CPU s/GiB', bound: 'at most', value: 3 },
    { subject: MAILBOXES, column: 'CPU s/GiB', bound: 'at most', value: 3 },
  ],
  run: async ({ scale }) => {
    const folder = mkdtempSync(join(tmpdir(), 'spoor-bench-'))
    try {
      const log = join(folder, 'log')
      const lines = writeLog(log, Math.ceil(MESSAGES * scale))
      const { size } = statSync(log)
      const program = await bundledProgram('test/bench/folded-log.ts', folder)
      const none = join(folder, 'none')
      writeFileSync(none, '')
      const row = async (subject: string, ...command: readonly string[]): Promise<Row> => {
        const start = await timed(...command.map((word) => (word === log ? none : word)))
        const cpu = (await timed(...command)).cpu - start.cpu
        return { subject, values: [cpu / (size / 1024 ** 3), lines / cpu] }
      }
      return [
        await row(ACCOUNTS, ...program, log, 'account'),
        await row(MAILBOXES, ...program, log, 'mailbox'),
        await row(ALL, ...program, log, MAIL_KEYS.join(',')),
        await row(GREP, 'bash', '-c', 'grep -c "] 1x[^ ]* <= " "$0" || true', log),
      ]
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
}

/** Returns how many lines there are. */
function writeLog(path: string, messages: number): number {
  const file = openSync(path, 'w')
  let lines = 0
  for (let first = 0; first < messages; first += PIECE) {
    const count = Math.min(PIECE, messages - first)
    const some = Array.from({ length: count }, (_, index) =>
      eximMessage(first + index, { idLength: 23, hasPid: true }),
    ).flat()
    lines += some.length
    writeSync(file, `${some.join('\n')}\n`)
  }
  closeSync(file)
  return lines
}
