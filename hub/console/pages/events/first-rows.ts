import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { painted } from '../../state/painted.ts'
import type { TableRow } from './folds.ts'
import type { TableCursor } from './table-cursor.ts'

/** The least height of a row, in pixels. */
const LOWEST = 27

interface List {
  readonly rows: readonly TableRow[]
  most: number
}

/**
 * How many rows are rendered: of a new list at first those that reach the end of the window and of the cursor, and all
 * once these are painted. A list that grows, or of which something is unfolded, is no new one.
 */
export function useFirstRows(rows: readonly TableRow[], cursor: TableCursor): number {
  const list = useRef<List>({ rows: [], most: 0 })
  const round = useSignal(0)
  const { rows: before, most: mostBefore } = list.current
  if (before !== rows) list.current = { rows, most: isGrown(before, rows) ? mostBefore : fewest(cursor) }
  const { most } = list.current
  const isCut = most < rows.length
  useEffect(() => {
    const { current } = list
    const showAll = async (): Promise<void> => {
      await painted()
      current.most = Infinity
      round.value += 1
    }
    if (isCut) void showAll()
  }, [rows, isCut, round.value])
  return isCut ? most : rows.length
}

function isGrown(before: readonly TableRow[], rows: readonly TableRow[]): boolean {
  return before.length > 0 && [0, before.length >> 1].every((index) => rows[index]?.key === before[index]?.key)
}

function fewest({ at }: TableCursor): number {
  return Math.max(Math.ceil((scrollY + innerHeight) / LOWEST), at.peek().row + 1)
}
