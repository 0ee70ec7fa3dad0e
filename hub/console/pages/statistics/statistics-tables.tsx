import type { JSX } from 'preact'
import type { TotalsAnswer } from '../../../contract/totals-contract.ts'
import { type RangeWords, STATISTICS_WORDS } from '../../words/statistics-words.ts'
import type { StatisticsWish } from './statistics-wish.ts'
import { TOTALS_COLUMNS } from './totals-columns.ts'
import { hostRows, keyRows } from './totals-rows.ts'
import { TotalsTable } from './totals-table.tsx'

const { tables: words } = STATISTICS_WORDS

interface TablesParts {
  readonly wish: StatisticsWish
  readonly range: RangeWords
  readonly answer: TotalsAnswer
  /** Undefined if it is not known, or there is no time before. */
  readonly before: TotalsAnswer | undefined
}

/** Who had how much: virtual hosts, accounts or senders, and hosts. */
export function StatisticsTables({ wish, range, answer, before }: TablesParts): JSX.Element {
  const { tab, kind, measure } = wish
  const past = before?.kind === answer.kind ? before : undefined
  const of = { answer, before: past, measure, names: { other: words.other, whole: words.whole } }
  const columns = TOTALS_COLUMNS[tab]
  const parts = { columns, measure, before: past === undefined ? undefined : range.before }
  return (
    <div class={tab === 'traffic' ? 'totals-tables beside' : 'totals-tables'}>
      <TotalsTable {...parts} title={words.keys[kind]} names={words.key[kind]} filter="key" rows={keyRows(of)} />
      <TotalsTable {...parts} title={words.hosts} names={words.host} filter="host" rows={hostRows(of)} />
    </div>
  )
}
