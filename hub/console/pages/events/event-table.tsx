import { useComputed } from '@preact/signals'
import type { JSX } from 'preact'
import type { ShownEvent } from '../../../contract/event-contract.ts'
import { Moment } from '../../parts/moment.tsx'
import { SeverityWord } from '../../parts/severity-word.tsx'
import { place, queried } from '../../state/navigator.ts'
import { preferences } from '../../state/preferences.ts'
import { dayName } from '../../words/numbers.ts'
import { PAGE_WORDS } from '../../words/page-words.ts'
import { EVENT_COLUMNS, type EventColumn } from './event-columns.ts'
import { FilterPair } from './filter-pair.tsx'
import type { TableCursor } from './table-cursor.ts'

interface EventTableParts {
  readonly events: readonly ShownEvent[]
  readonly cursor: TableCursor
}

/** The events, newest first, a band for each day. */
export function EventTable({ events, cursor }: EventTableParts): JSX.Element {
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
            <th key={name} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {events.map((event, row) => {
          const day = dayName(event.time, times)
          const before = events[row - 1]
          const isNewDay = before === undefined || dayName(before.time, times) !== day
          return (
            <>
              {isNewDay ? (
                <tr key={day} class="band">
                  <td colSpan={columns.length + 1}>{day}</td>
                </tr>
              ) : null}
              <EventRow key={event.id} event={event} row={row} columns={columns} cursor={cursor} />
            </>
          )
        })}
      </tbody>
    </table>
  )
}

interface EventRowParts {
  readonly event: ShownEvent
  readonly row: number
  readonly columns: readonly EventColumn[]
  readonly cursor: TableCursor
}

/** One event; a click opens its record, as the link in it does. */
function EventRow({ event, row, columns, cursor }: EventRowParts): JSX.Element {
  const lit = useComputed(() => {
    const { value: under } = cursor.under
    if (under?.row === row) return under.column
    return under === undefined && cursor.at.value.row === row ? cursor.at.value.column : -1
  })
  const isOpen = place.value?.query.get('event') === event.id
  const open = ({ target, currentTarget }: MouseEvent): void => {
    const isOwn = target instanceof Element && target.closest('a, button') !== null
    if (isOwn || (getSelection()?.toString() ?? '') !== '') return
    if (currentTarget instanceof Element) currentTarget.querySelector('a')?.click()
  }
  return (
    <tr class={isOpen ? 'chosen' : undefined} data-row={row} onClick={open}>
      <td>
        <Moment time={event.time} />
      </td>
      {columns.map((column, index) => (
        <td
          key={column.name}
          class={`of-${column.name}${lit.value === index ? ' lit' : ''}${column.value(event) === undefined ? ' none' : ''}`}
          onMouseEnter={() => (cursor.under.value = { row, column: index })}
        >
          <EventValue event={event} column={column} onFocus={() => (cursor.at.value = { ...cursor.at.peek(), row })} />
          {lit.value === index ? <CellPair event={event} column={column} /> : null}
        </td>
      ))}
    </tr>
  )
}

interface EventValueParts {
  readonly event: ShownEvent
  readonly column: EventColumn
  readonly onFocus?: () => void
}

/** A value of an event; what happened is the link to its record. */
function EventValue({ event, column: { name, words }, onFocus }: EventValueParts): JSX.Element {
  const text = words(event)
  if (name === 'severity') return <SeverityWord severity={event.severity} />
  if (name === 'kind')
    return (
      <a href={queried({ event: event.id })} onFocus={onFocus}>
        {text}
      </a>
    )
  return text === '' ? <span class="faint">–</span> : <span title={text}>{text}</span>
}

function CellPair({ event, column }: EventValueParts): JSX.Element | null {
  const value = column.value(event)
  return value === undefined ? null : <FilterPair name={column.name} value={value} />
}
