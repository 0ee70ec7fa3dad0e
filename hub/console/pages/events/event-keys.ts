import { useKeys } from '../../state/keys.ts'
import { goTo, place, setQuery } from '../../state/navigator.ts'
import { pathTo } from '../../state/place.ts'
import { prefer, preferences } from '../../state/preferences.ts'
import { EVENT_WORDS } from '../../words/event-words.ts'
import { WORDS } from '../../words/words.ts'
import { EVENT_COLUMNS, valueOfRow } from './event-columns.ts'
import { termsIn, withoutTerm } from './event-filters.ts'
import { filterBy } from './filter-pair.tsx'
import { focusRow } from './focus-row.ts'
import type { FoldState } from './fold-state.ts'
import { shutRecord } from './record.tsx'
import type { TableCursor } from './table-cursor.ts'

const { keys: words } = EVENT_WORDS

interface EventKeys {
  readonly folds: FoldState
  readonly cursor: TableCursor
  readonly showNew: () => void
}

/** The keys of the table of events. */
export function useEventKeys({ folds: { rows, toggle }, cursor, showNew }: EventKeys): void {
  const { keys } = WORDS
  const columns = (): typeof EVENT_COLUMNS =>
    EVENT_COLUMNS.filter(({ name }) => !preferences.peek().hidden.includes(name))
  const move = (down: number, across: number) => () => {
    cursor.move(down, across, { rows: rows.length, columns: columns().length })
    focusRow(cursor.at.peek().row)
  }
  const filter = (way: 'for' | 'out') => () => {
    const { row, column } = cursor.cell
    const [at, of] = [rows[row], columns()[column]]
    const value = at === undefined || of === undefined ? undefined : valueOfRow(at, of)
    if (of !== undefined && value !== undefined) filterBy(way, { name: of.name, value })
  }
  const open = (): void => {
    const at = rows[cursor.at.peek().row]
    if (at?.is === 'open' || at?.is === 'shut') toggle(at)
    else if (at !== undefined) setQuery({ event: at.event.id })
  }
  const shut = (): void => {
    if (place.peek()?.query.has('event') === true) shutRecord()
  }
  const dropLast = (): void => {
    const query = place.peek()?.query ?? new URLSearchParams()
    const last = termsIn(query).at(-1)
    if (last !== undefined) goTo(pathTo('events', {}, withoutTerm(query, last).toString()))
  }
  useKeys(keys.here, [
    { keys: 'j', words: keys.down, run: move(1, 0), inBar: true },
    { keys: 'k', words: keys.up, run: move(-1, 0), inBar: true },
    { keys: 'l', words: keys.across, run: move(0, 1) },
    { keys: 'h', words: keys.back, run: move(0, -1) },
    { keys: 'Enter', words: keys.open, run: open, inBar: true },
    { keys: 'Escape', words: keys.shut, run: shut },
    { keys: 'f', words: keys.filterFor, run: filter('for'), inBar: true },
    { keys: 'x', words: keys.filterOut, run: filter('out'), inBar: true },
    { keys: 'Backspace', words: keys.dropLast, run: dropLast },
    { keys: 'z', words: EVENT_WORDS.folds.toLowerCase(), run: () => prefer({ folds: !preferences.peek().folds }) },
    { keys: 'n', words: keys.showNew, run: showNew, inBar: true },
    { keys: 'a', words: keys.around, run: nextAround },
    { keys: 'v', words: words.views, run: () => focusFirst('.tabs [aria-current], .tabs a') },
  ])
}

function focusFirst(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus()
}

/** Leads to what is around the open event; from there to what is around it in another way. */
function nextAround(): void {
  const ways = [...document.querySelectorAll<HTMLElement>('.around .segments button')]
  const chosen = ways.findIndex((way) => way.ariaPressed === 'true')
  const isThere = ways.some((way) => way === document.activeElement)
  const next = ways[(chosen + (isThere ? 1 : 0)) % ways.length]
  next?.focus()
  if (isThere) next?.click()
}
