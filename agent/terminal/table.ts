import { lengthOf } from './colour.ts'
import { wrap } from './wrap.ts'

/** Between two columns. */
const GAP = 2

/** Where no more than this part of the line is before the last cell, it is wrapped beside that; else it begins on a line of its own. */
const BEFORE = 1 / 4

/** How far the lines of a row are indented but the first. */
const INDENT = 4

/** Rows with their columns under each other; of those that are wider than `width` the cells that do not fit stand below, indented. */
export function table(rows: readonly (readonly string[])[], width: number): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => lengthOf(cells[column] ?? ''))))
  return rows.map((cells) => row(cells, widths, width))
}

/** A row of a table whose columns have these widths: for one that is written before the next is known. */
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
