import { Fragment, type JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { place } from '../../state/navigator.ts'
import { preferences } from '../../state/preferences.ts'
import { dayName } from '../../words/numbers.ts'
import { PAGE_WORDS } from '../../words/page-words.ts'
import { EVENT_COLUMNS } from './event-columns.ts'
import { EventRow } from './event-row.tsx'
import { useFirstRows } from './first-rows.ts'
import type { FoldState } from './fold-state.ts'
import type { TableCursor } from './table-cursor.ts'

interface EventTableParts {
  readonly folds: FoldState
  readonly cursor: TableCursor
}

/** The events, newest first, a band for each day. */
export function EventTable({ folds: { rows, toggle }, cursor }: EventTableParts): JSX.Element {
  const { times: zone, hidden } = preferences.value
  const columns = useMemo(() => EVENT_COLUMNS.filter(({ name }) => !hidden.includes(name)), [hidden])
  // Of the list that the rows are of: until those of another one are there, nothing of them changes.
  const by = place.value?.query.get('by')
  const query = useMemo(() => new URLSearchParams(place.peek()?.query), [rows, by])
  const body = useMemo(
    () =>
      rows.map((row, index) => {
        const day = dayName(row.event.time, zone)
        const before = rows[index - 1]
        const isNewDay = before === undefined || dayName(before.event.time, zone) !== day
        return (
          <Fragment key={row.key}>
            {isNewDay ? (
              <tr class="band">
                <td colSpan={columns.length + 1}>{day}</td>
              </tr>
            ) : null}
            <EventRow {...{ row, index, columns, cursor, zone, query }} onToggle={() => toggle(row)} />
          </Fragment>
        )
      }),
    [rows, columns, zone, query],
  )
  const count = useFirstRows(rows, cursor)
  return (
    <table class="table events" aria-busy={count < rows.length} onMouseLeave={() => (cursor.under.value = undefined)}>
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
      <tbody onMouseOver={(event) => hover(event, cursor)}>{body.slice(0, count)}</tbody>
    </table>
  )
}

/** Once for the table, not for each of its hundreds of cells. */
function hover({ target, relatedTarget }: MouseEvent, { under }: TableCursor): void {
  const [cell, before] = [cellOf(target), cellOf(relatedTarget)]
  const row = cell?.parentElement?.dataset['row']
  if (cell === undefined || cell === before || row === undefined || cell.cellIndex === 0) return
  under.value = { row: Number(row), column: cell.cellIndex - 1 }
}

function cellOf(target: EventTarget | null): HTMLTableCellElement | undefined {
  return (target instanceof Element ? target.closest('td') : null) ?? undefined
}
