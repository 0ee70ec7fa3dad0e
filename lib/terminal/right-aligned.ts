/** Rows of one width, of which all columns but the first are numbers, that end in one column. */
export function rightAligned(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => (cells[column] ?? '').length)))
  return rows.map((cells) => cells.map((cell, column) => (column === 0 ? cell : cell.padStart(widths[column] ?? 0))))
}
