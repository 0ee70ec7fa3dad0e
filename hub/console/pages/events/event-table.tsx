import { computed } from '@preact/signals'
import { Fragment, type JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { ClockAhead } from '../../parts/clock-ahead.tsx'
import { Moment } from '../../parts/moment.tsx'
import { SeverityWord } from '../../parts/severity-word.tsx'
import { place, queried } from '../../state/navigator.ts'
import { preferences } from '../../state/preferences.ts'
import { EVENT_WORDS } from '../../words/event-words.ts'
import { dayName } from '../../words/numbers.ts'
import { PAGE_WORDS } from '../../words/page-words.ts'
import { countOfRow, EVENT_COLUMNS, type EventColumn, valueOfRow } from './event-columns.ts'
import { FilterPair } from './filter-pair.tsx'
import type { FoldState } from './fold-state.ts'
import type { TableRow } from './folds.ts'
import type { TableCursor } from './table-cursor.ts'

interface EventTableParts {
  readonly folds: FoldState
  readonly cursor: TableCursor
}

/** The events, newest first, a band for each day. */
export function EventTable({ folds: { rows, toggle }, cursor }: EventTableParts): JSX.Element {
  const { times, hidden } = preferences.value
  const columns = EVENT_COLUMNS.filter(({ name }) => !hidden.includes(name))
  return (
    <table class="table events" onMouseLeave={() => (cursor.under.value = undefined)}>
      <caption class="unseen">{PAGE_WORDS.events.table}</caption>
      <thead>
        <tr>
          <th scope="col" aria-sort="descending">
            {PAGE_WORDS.events.time} <span aria-hidden="true">↓</span>
          </th>
          {columns.map(({ name, title }) => (
            <th key={name} scope="col" class={`head-of-${name}`}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => {
          const day = dayName(row.event.time, times)
          const before = rows[index - 1]
          const isNewDay = before === undefined || dayName(before.event.time, times) !== day
          return (
            <Fragment key={row.key}>
              {isNewDay ? (
                <tr class="band">
                  <td colSpan={columns.length + 1}>{day}</td>
                </tr>
              ) : null}
              <EventRow row={row} index={index} columns={columns} cursor={cursor} onToggle={() => toggle(row)} />
            </Fragment>
          )
        })}
      </tbody>
    </table>
  )
}

interface EventRowParts {
  readonly row: TableRow
  readonly index: number
  readonly columns: readonly EventColumn[]
  readonly cursor: TableCursor
  readonly onToggle: () => void
}

/** One event, or a fold of several; a click opens its record, or the fold, as the link or button in it does. */
function EventRow({ row, index, columns, cursor, onToggle }: EventRowParts): JSX.Element {
  const lit = useLitColumn(cursor, index)
  const chosen = place.value?.query.get('event')
  const isChosen = row.is !== 'open' && row.events.some(({ id }) => id === chosen)
  const open = ({ target, currentTarget }: MouseEvent): void => {
    const isOwn = target instanceof Element && target.closest('a, button') !== null
    if (isOwn || (getSelection()?.toString() ?? '') !== '') return
    const link = currentTarget instanceof Element ? currentTarget.querySelector<HTMLElement>('a, .fold') : null
    link?.focus({ preventScroll: true })
    link?.click()
  }
  return (
    <tr class={`${row.is}${isChosen ? ' chosen' : ''}`} data-row={index} onClick={open}>
      <td>
        <Moment time={row.event.time} />
      </td>
      {columns.map((column, at) => {
        const value = valueOfRow(row, column)
        return (
          <td
            key={column.name}
            class={`of-${column.name}${lit === at ? ' lit' : ''}${column.value(row.event) === undefined ? ' none' : ''}`}
            onMouseEnter={() => (cursor.under.value = { row: index, column: at })}
          >
            <RowValue
              row={row}
              column={column}
              onFocus={() => (cursor.at.value = { ...cursor.at.peek(), row: index })}
              onToggle={onToggle}
            />
            {lit === at && value !== undefined ? <FilterPair name={column.name} value={value} /> : null}
          </td>
        )
      })}
    </tr>
  )
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

interface RowValueParts {
  readonly row: TableRow
  readonly column: EventColumn
  readonly onFocus: () => void
  readonly onToggle: () => void
}

/** A value of a row; what happened is the link to its record, or the button that opens a fold. */
function RowValue({ row, column, onFocus, onToggle }: RowValueParts): JSX.Element {
  const { event, events, is, isCut } = row
  const { name } = column
  const count = countOfRow(row, column)
  const text = count > 1 ? differentWords(name, count) : column.words(event)
  if (name === 'severity') return <SeverityWord severity={event.severity} />
  if (name === 'kind' && events.length > 1)
    return (
      <button type="button" class="fold" aria-expanded={is === 'open'} onFocus={onFocus} onClick={onToggle}>
        {text}, {EVENT_WORDS.times(events.length, isCut)} <ClockAhead by={event.clock_ahead} />
      </button>
    )
  if (name === 'kind')
    return (
      <a href={queried({ event: event.id })} onFocus={onFocus}>
        {text} <ClockAhead by={event.clock_ahead} />
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
