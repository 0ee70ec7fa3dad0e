import { type Signal, signal } from '@preact/signals'
import type { TableRow } from './folds.ts'

/** A cell of the table: the row, and the column of a value. */
export interface Cell {
  readonly row: number
  readonly column: number
}

/** Where the keys act, and where the mouse is. */
export class TableCursor {
  readonly at: Signal<Cell> = signal({ row: -1, column: 0 })
  readonly under: Signal<Cell | undefined> = signal(undefined)

  /** Moves by rows and columns, within a table of that size. */
  move(rows: number, columns: number, size: { readonly rows: number; readonly columns: number }): void {
    if (size.rows === 0) return
    const { row, column } = this.at.peek()
    this.under.value = undefined
    this.at.value = {
      row: Math.max(0, Math.min(size.rows - 1, row + rows)),
      column: Math.max(0, Math.min(size.columns - 1, column + columns)),
    }
  }

  /** Stays with its event where the rows become others: in the row of its own, or in the fold that now has it. */
  follow(before: readonly TableRow[], after: readonly TableRow[]): void {
    const { row, column } = this.at.peek()
    const old = before[row]
    if (before === after || old === undefined) return
    const own = after.findIndex(({ key }) => key === old.key)
    const found = own >= 0 ? own : after.findIndex(({ events }) => events.some(({ id }) => id === old.event.id))
    const next = found >= 0 ? found : Math.min(row, after.length - 1)
    this.under.value = undefined
    if (next !== row) this.at.value = { row: next, column }
  }

  /** The cell that a letter acts on: that under the hand, or else that of the keys. */
  get cell(): Cell {
    return this.under.peek() ?? this.at.peek()
  }
}
