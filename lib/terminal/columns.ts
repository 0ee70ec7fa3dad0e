import type { Paint, Shade } from './colour.ts'
import { row } from './table.ts'

/** One column of a table of things. */
export interface Column<T> {
  readonly head: string
  /** One line without control characters. */
  readonly cell: (thing: T) => string
  /** Numbers end in one column. */
  readonly isNumber?: true
  /** In which colour it stands, if in any. */
  readonly shade?: (thing: T) => Shade | undefined
}

/** A table: its head, and the lines of each thing. */
export interface Columns {
  readonly head: string
  readonly rows: readonly string[]
  /** Columns of the terminal that it takes if nothing is folded. */
  readonly width: number
}

/** Columns of space between two cells, as in `table`. */
const GAP = 2

/** A table of things for a terminal of a width; what does not fit is folded as by `table`. */
export function columnsOf<T>(
  columns: readonly Column<T>[],
  things: readonly T[],
  { width, paint }: { readonly width: number; readonly paint: Paint },
): Columns {
  const texts = things.map((thing) => columns.map(({ cell }) => cell(thing)))
  const widths = columns.map(({ head }, at) => Math.max(head.length, ...texts.map((cells) => cells[at]?.length ?? 0)))
  const aligned = (cells: readonly string[]): readonly string[] =>
    cells.map((cell, at) => (columns[at]?.isNumber === true ? cell.padStart(widths[at] ?? 0) : cell))
  const painted = (cells: readonly string[], thing: T): readonly string[] =>
    cells.map((cell, at) => {
      const shade = columns[at]?.shade?.(thing)
      return shade === undefined ? cell : paint(shade, cell)
    })
  return {
    head: row(aligned(columns.map(({ head }) => head)), widths, width),
    rows: things.map((thing, at) => row(painted(aligned(texts[at] ?? []), thing), widths, width)),
    width: widths.reduce((sum, each) => sum + each + GAP, -GAP),
  }
}
