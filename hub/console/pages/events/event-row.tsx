import { computed } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { ClockAhead } from '../../parts/clock-ahead.tsx'
import { momentIn } from '../../parts/moment.tsx'
import { SeverityWord } from '../../parts/severity-word.tsx'
import { place, queried } from '../../state/navigator.ts'
import { EVENT_WORDS } from '../../words/event-words.ts'
import { countOfRow, type EventColumn, valueOfRow } from './event-columns.ts'
import { FilterPair } from './filter-pair.tsx'
import type { TableRow } from './folds.ts'
import type { TableCursor } from './table-cursor.ts'

interface EventRowParts {
  readonly row: TableRow
  readonly index: number
  readonly columns: readonly EventColumn[]
  readonly cursor: TableCursor
  readonly zone: 'local' | 'utc'
  /** That of the list that the row is of: its link opens the record beside that. */
  readonly query: URLSearchParams
  readonly onToggle: () => void
}

/** Its record is open. */
const chosen = computed(() => place.value?.query.get('event') ?? undefined)

/**
 * One event, or a fold of several; a click opens its record, or the fold, as the link or button in it does. There are
 * hundreds, so what it shows are no components, and it is rendered anew only where something of it changes.
 */
export function EventRow({ row, index, columns, cursor, zone, query, onToggle }: EventRowParts): JSX.Element {
  const lit = useLitColumn(cursor, index)
  const isChosen = useMemo(
    () => computed(() => row.is !== 'open' && chosen.value !== undefined && row.events.some(isOpen)),
    [row],
  ).value
  const onFocus = (): void => void (cursor.at.value = { ...cursor.at.peek(), row: index })
  return (
    <tr class={`${row.is}${isChosen ? ' chosen' : ''}`} data-row={index} onClick={openRow}>
      <td>{momentIn(zone, row.event.time)}</td>
      {columns.map((column, at) => {
        const value = lit === at ? valueOfRow(row, column) : undefined
        return (
          <td
            key={column.name}
            class={`of-${column.name}${lit === at ? ' lit' : ''}${column.value(row.event) === undefined ? ' none' : ''}`}
          >
            {valueIn(row, column, { query, onFocus, onToggle })}
            {value === undefined ? null : <FilterPair name={column.name} value={value} />}
          </td>
        )
      })}
    </tr>
  )
}

function isOpen({ id }: { readonly id: string }): boolean {
  return id === chosen.value
}

function openRow({ target, currentTarget }: MouseEvent): void {
  const isOwn = target instanceof Element && target.closest('a, button') !== null
  if (isOwn || (getSelection()?.toString() ?? '') !== '') return
  const link = currentTarget instanceof Element ? currentTarget.querySelector<HTMLElement>('a, .fold') : null
  link?.focus({ preventScroll: true })
  link?.click()
}

/** The column of a row that letters act on; -1 if they act on another row. */
function useLitColumn(cursor: TableCursor, index: number): number {
  const lit = useMemo(
    () =>
      computed(() => {
        const [{ value: under }, { value: at }] = [cursor.under, cursor.at]
        if (under?.row === index) return under.column
        return under === undefined && at.row === index ? at.column : -1
      }),
    [cursor, index],
  )
  return lit.value
}

interface Acts {
  readonly query: URLSearchParams
  readonly onFocus: () => void
  readonly onToggle: () => void
}

/** A value of a row; what happened is the link to its record, or the button that opens a fold. */
function valueIn(row: TableRow, column: EventColumn, { query, onFocus, onToggle }: Acts): JSX.Element {
  const { event, events, is, isCut } = row
  const { name } = column
  const count = countOfRow(row, column)
  const text = count > 1 ? differentWords(name, count) : column.words(event)
  if (name === 'severity') return <SeverityWord severity={event.severity} />
  const ahead = event.clock_ahead === undefined ? null : <ClockAhead by={event.clock_ahead} />
  if (name === 'kind' && events.length > 1)
    return (
      <button type="button" class="fold" aria-expanded={is === 'open'} onFocus={onFocus} onClick={onToggle}>
        {text}, {EVENT_WORDS.times(events.length, isCut)} {ahead}
      </button>
    )
  if (name === 'kind')
    return (
      <a href={queried({ event: event.id }, query)} onFocus={onFocus}>
        {text} {ahead}
      </a>
    )
  if (text === '') return <span class="faint">–</span>
  return (
    <span class={count > 1 ? 'soft' : undefined} title={text}>
      {text}
    </span>
  )
}

function differentWords(name: EventColumn['name'], count: number): string {
  const { different } = EVENT_WORDS
  const isVaried = name === 'mailbox' || name === 'ip' || name === 'host' || name === 'service'
  return isVaried ? different[name](count) : ''
}
