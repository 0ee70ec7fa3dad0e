import { useSignal } from '@preact/signals'
import { Fragment, type JSX } from 'preact'
import { queried } from '../../state/navigator.ts'
import { STATISTICS_WORDS } from '../../words/statistics-words.ts'
import { WORDS } from '../../words/words.ts'
import type { Measure } from './statistics-wish.ts'
import type { TotalsColumn } from './totals-columns.ts'
import type { TotalsRow } from './totals-rows.ts'
import { difference, isMoreOf } from './totals-sums.ts'

const { tables: words } = STATISTICS_WORDS

/** How many lines are drawn at first, and with each further wish. */
const STEP = 50

interface TableParts {
  readonly title: string
  /** What the first column names. */
  readonly names: string
  /** What a click filters by: the name in the query. */
  readonly filter: 'key' | 'host'
  readonly rows: readonly TotalsRow[]
  readonly columns: readonly TotalsColumn[]
  readonly measure: Measure
  /** What the time before is called; undefined where there is none to stand beside. */
  readonly before: string | undefined
}

/** Who had how much, the most on top; a click shows only that. */
export function TotalsTable({ title, names, filter, rows, columns, measure, before }: TableParts): JSX.Element {
  const most = useSignal(STEP)
  const rest = Math.max(0, rows.length - most.value)
  const shown = columns.filter(({ value }) => rows.some(({ of }) => value(of) !== undefined))
  return (
    <section class="totals-of" aria-labelledby={`totals-of-${filter}`}>
      <div class="heading">
        <h2 id={`totals-of-${filter}`}>{title}</h2>
        <span class="faint">{words.sorted(rows.length, STATISTICS_WORDS.measures[measure])}</span>
      </div>
      <div class="sheet scrolls">
        <table class="table stacks totals">
          <caption class="unseen">{title}</caption>
          <TotalsHead names={names} columns={shown} measure={measure} before={before} />
          <tbody>
            {rows.slice(0, most.value).map((row) => (
              <tr key={row.words}>
                <td>
                  <RowName row={row} filter={filter} />
                </td>
                {shown.map((column) => (
                  <Numbers key={column.title} row={row} column={column} measure={measure} before={before} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {rest === 0 ? null : (
          <p class="older">
            <button type="button" class="button small" onClick={() => (most.value += STEP)}>
              {words.more(Math.min(STEP, rest))}
            </button>
          </p>
        )}
      </div>
    </section>
  )
}

function TotalsHead({ names, columns, measure, before }: Omit<TableParts, 'title' | 'filter' | 'rows'>): JSX.Element {
  return (
    <thead>
      <tr>
        <th scope="col">{names}</th>
        {columns.map((column) => (
          <Fragment key={column.title}>
            <th
              scope="col"
              class="right"
              title={column.hint}
              {...(column.measure === measure ? { 'aria-sort': 'descending' } : {})}
            >
              {column.title}
            </th>
            {column.measure === measure && before !== undefined ? (
              <th scope="col" class="right" title={words.beforeTitle(before)}>
                {words.before}
              </th>
            ) : null}
          </Fragment>
        ))}
      </tr>
    </thead>
  )
}

/** The name is the filter: the keys j and k go through these links, and Enter follows them. */
function RowName({ row, filter }: { readonly row: TotalsRow; readonly filter: TableParts['filter'] }): JSX.Element {
  const { name, label } = row
  if (name === undefined) return <span class="faint">{row.words}</span>
  return (
    <>
      <a class="to" href={queried({ [filter]: name })} title={words.filter(row.words)}>
        {row.words}
      </a>
      {label === undefined || label === '' ? null : <span class="faint total-label">{label}</span>}
    </>
  )
}

interface NumbersParts extends Pick<TableParts, 'measure' | 'before'> {
  readonly row: TotalsRow
  readonly column: TotalsColumn
}

/** A number, and beside what is chosen how much it was before: only what differs is marked. */
function Numbers({ row, column, measure, before }: NumbersParts): JSX.Element {
  const value = column.value(row.of)
  const cell = (
    <td class="right" data-head={column.title}>
      {value === undefined ? WORDS.nothing : <Written column={column} row={row} value={value} />}
    </td>
  )
  if (column.measure !== measure || before === undefined) return cell
  return (
    <>
      {cell}
      <td class="right faint" data-head={words.before}>
        <Then now={value ?? 0} then={row.past?.(measure)} write={(past) => column.words(past, row.of)} />
      </td>
    </>
  )
}

interface WrittenParts extends Pick<NumbersParts, 'row' | 'column'> {
  readonly value: number
}

/** A share stands for itself; it is marked if it is larger than before. */
function Written({ row: { of, past }, column, value }: WrittenParts): JSX.Element {
  const text = column.words(value, of)
  if (column.share === undefined || past === undefined) return <>{text}</>
  const before = column.value(past) ?? 0
  const isMore = isMoreOf([value, of(column.share) ?? 0], [before, past(column.share) ?? 0])
  if (!isMore) return <>{text}</>
  return (
    <span class="differs" title={`${words.before} ${column.words(before, past)}`}>
      {text}
    </span>
  )
}

interface ThenParts {
  readonly now: number
  readonly then: number | undefined
  readonly write: (value: number) => string
}

function Then({ now, then, write }: ThenParts): JSX.Element {
  if (then === undefined) return <span title={words.notAmong}>{WORDS.nothing}</span>
  const differs = difference(now, then)
  return differs === undefined ? (
    <>{write(then)}</>
  ) : (
    <span class="differs" title={STATISTICS_WORDS.differs(differs)}>
      {write(then)}
    </span>
  )
}
