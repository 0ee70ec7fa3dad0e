import { useSignal } from '@preact/signals'
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import type { EventsAnswer } from '../../../contract/event-contract.ts'
import { preferences } from '../../state/preferences.ts'
import { focusRow } from './focus-row.ts'
import { foldedRows, singleRow, type TableRow } from './folds.ts'
import type { TableCursor } from './table-cursor.ts'

/** The rows of the table, and what opens and shuts a fold of them. */
export interface FoldState {
  readonly rows: readonly TableRow[]
  readonly toggle: (row: TableRow) => void
}

const NONE: readonly TableRow[] = []

/** Folds the events of a list as its person prefers; the cursor stays with its event, whatever comes or is folded. */
export function useFolds(answer: EventsAnswer | undefined, cursor: TableCursor): FoldState {
  const open = useSignal<ReadonlySet<string>>(new Set())
  const { folds, times: zone } = preferences.value
  const rows = useMemo(() => {
    if (answer === undefined) return NONE
    const { events, next } = answer
    if (!folds) return events.map((event) => singleRow(event))
    return foldedRows(events, { zone, open: open.value, isWhole: next === null })
  }, [answer, folds, zone, open.value])
  const before = useRef(rows)
  useLayoutEffect(() => {
    cursor.follow(before.current, rows)
    // The row that had the focus became another: its event is still what somebody is at.
    if (before.current !== rows && document.activeElement === document.body) focusRow(cursor.at.peek().row)
    before.current = rows
  }, [rows])
  const toggle = ({ event, events, is }: TableRow): void => {
    if (is !== 'open' && is !== 'shut') return
    const left = [...open.peek()].filter((id) => !events.some((each) => each.id === id))
    open.value = new Set(is === 'shut' ? [...left, event.id] : left)
  }
  return { rows, toggle }
}
