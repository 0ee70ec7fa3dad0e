import { CountTable, addTo, zeros } from '../../lib/mail-statistics/count-table.ts'
import { MAIL_COUNTS, type MailCounts, mailCountsOf } from '../../lib/mail-statistics/mail-counts.ts'
import { MailFold } from '../../lib/mail-statistics/mail-fold.ts'
import type { MailLinesOptions } from '../../lib/mail-statistics/mail-lines.ts'
import type { CountedPeriod } from '../../lib/mail-statistics/open-periods.ts'
import { MAIL_KEYS } from '../../lib/mail-statistics/origin.ts'

/** A fold that counts by everything; `shop1.example` belongs to `shop1`. */
export function testFold(
  options: Partial<MailLinesOptions> = {},
  saved?: ConstructorParameters<typeof MailFold>[1],
): MailFold {
  return new MailFold({ ...TEST_OPTIONS, ...options }, saved)
}

const TEST_OPTIONS: MailLinesOptions = {
  zone: 'UTC',
  accountOf: (domain) => /^([a-z]+\d*)\.example$/.exec(domain)?.[1],
  by: MAIL_KEYS,
}

/** What lines come to: all hours together. */
export interface FoldedMail {
  readonly total: MailCounts
  /** Numbers by key, of each table. */
  readonly by: Readonly<Record<string, Readonly<Record<string, MailCounts>>>>
}

/** Adds up hours. */
export function summedHours(periods: readonly CountedPeriod[]): FoldedMail {
  const total = zeros(MAIL_COUNTS.length)
  const tables = new Map<string, CountTable>()
  for (const period of periods) {
    addTo(total, period.total)
    for (const [name, rows] of Object.entries(period.tables)) {
      const table = tables.get(name) ?? new CountTable(MAIL_COUNTS.length)
      tables.set(name, table)
      for (const [key, ...numbers] of rows) addTo(table.row(key), numbers)
    }
  }
  const by = [...tables].map(([name, table]) => {
    return [name, Object.fromEntries(table.rows().map(([key, ...numbers]) => [key, mailCountsOf(numbers)]))] as const
  })
  return { total: mailCountsOf(total), by: Object.fromEntries(by) }
}

/** What lines come to. */
export function foldedMail(lines: readonly string[], options: Partial<MailLinesOptions> = {}): FoldedMail {
  const fold = testFold(options)
  const closed = fold.take(Buffer.from(lines.map((line) => `${line}\n`).join('')))
  return summedHours([...closed, ...fold.open()])
}
