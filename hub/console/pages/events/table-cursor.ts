import { type Signal, signal } from '@preact/signals'

/** A cell of the table: the row, and the column of a value. */
export interface Cell {
  readonly row: number
  readonly column: number
}

/** Where the keys act, and where the mouse is. */
export class TableCursor {
  readonly at: Signal<Cell> = signal({ row: -1, column: 0 })
  readonly under: Signal<Cell | undefined> = signal(undefined)

  /** Moves by rows and columns, within a table of that size; the focus follows. */
  move(rows: number, columns: number, size: { readonly rows: number; readonly columns: number }): void {
    if (size.rows === 0) return
    const { row, column } = this.at.peek()
    this.under.value = undefined
    this.at.value = {
      row: Math.max(0, Math.min(size.rows - 1, row + rows)),
      column: Math.max(0, Math.min(size.columns - 1, column + columns)),
    }
    focusRow(this.at.peek().row)
  }

  /** The cell that a letter acts on: that under the hand, or else that of the keys. */
  get cell(): Cell {
    return this.under.peek() ?? this.at.peek()
  }
}

/** Focuses the link of a row. */
export function focusRow(row: number): void {
  const link = document.querySelector<HTMLElement>(`[data-row="${row}"] a`)
  link?.focus({ preventScroll: true })
  link?.scrollIntoView({ block: 'nearest' })
}
