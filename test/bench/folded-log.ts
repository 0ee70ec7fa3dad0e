// Folds a main log of Exim, read in blocks, by these keys: folded-log LOG [KEY,…]
import { closeSync, openSync, readSync } from 'node:fs'
import { MailFold } from '../../lib/mail-statistics/mail-fold.ts'
import type { CountedPeriod } from '../../lib/mail-statistics/open-periods.ts'
import { MAIL_KEYS } from '../../lib/mail-statistics/origin.ts'

const BLOCK = 256 * 1024

const NEWLINE = 0x0a

function main(log: string, keys: string): void {
  const by = MAIL_KEYS.filter((key) => keys.split(',').includes(key))
  const accountOf = (domain: string): string | undefined => domain.split('.')[0]
  const fold = new MailFold({ zone: 'UTC', accountOf, by })
  const periods: CountedPeriod[] = []
  const block = Buffer.allocUnsafe(BLOCK)
  const file = openSync(log, 'r')
  let rest = 0
  for (;;) {
    const read = readSync(file, block, rest, BLOCK - rest, null)
    if (read === 0) break
    const end = block.lastIndexOf(NEWLINE, rest + read - 1) + 1
    // As the collector would, keep only sums of the host.
    for (const { unit, start, day, total } of fold.take(block.subarray(0, end)))
      periods.push({ unit, start, day, total, tables: {} })
    block.copyWithin(0, end, rest + read)
    rest += read - end
  }
  closeSync(file)
  const messages = [...periods, ...fold.open()].reduce((sum, { total: [count = 0] }) => sum + count, 0)
  process.stdout.write(`${JSON.stringify({ lines: fold.lines, messages })}\n`)
}

main(process.argv[2] ?? '', process.argv[3] ?? '')
