import { lengthOf } from './colour.ts'
import { wrap } from './wrap.ts'

/** Columns of space between two cells. */
const GAP = 2

/**
 * The last cell wraps within its column if at most this part of the line is before it; otherwise it gets lines of its
 * own.
 */
const BEFORE = 1 / 4

/** Indent of all lines of a row after the first. */
const INDENT = 4

/** Rows with aligned columns. Cells that do not fit into `width` continue on further lines, indented. */
export function table(rows: readonly (readonly string[])[], width: number): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => lengthOf(cells[column] ?? ''))))
  return rows.map((cells) => row(cells, widths, width))
}

/** One row of a table with these column widths, for tables that are printed before all rows are known. */
export function row(cells: readonly string[], widths: readonly number[], width: number): string {
  let [text, end] = ['', -GAP]
  for (const [column, cell] of cells.entries()) {
    const taken = Math.max(lengthOf(cell), widths[column] ?? 0)
    const isLast = column === cells.length - 1
    let start = end + GAP
    if (start > INDENT && start + taken > width && !(isLast && start <= width * BEFORE)) {
      text = `${text.trimEnd()}\n${' '.repeat(INDENT)}`
      start = INDENT
    } else if (column > 0) text += ' '.repeat(GAP)
    end = start + taken
    text += isLast ? wrap(cell, width, { first: start, rest: start }) : cell + ' '.repeat(taken - lengthOf(cell))
  }
  return text.trimEnd()
}
