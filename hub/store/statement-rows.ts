/** How many rows one statement takes: SQLite allows 32,766 values, PostgreSQL 65,535. */
const ROWS_OF_STATEMENT = 1000

/** Cuts rows into as many as one statement takes. */
export function inStatements<Row>(rows: readonly Row[]): readonly (readonly Row[])[] {
  const count = Math.ceil(rows.length / ROWS_OF_STATEMENT)
  return Array.from({ length: count }, (_, index) =>
    rows.slice(index * ROWS_OF_STATEMENT, (index + 1) * ROWS_OF_STATEMENT),
  )
}
