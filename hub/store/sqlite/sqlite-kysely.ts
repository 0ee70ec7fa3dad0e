import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import { Kysely, SqliteDialect } from 'kysely'
import type { Tables } from '../tables.ts'

/**
 * How many prepared statements are kept: of those over all segments, each of which takes a quarter of a MiB and some
 * milliseconds to prepare with 90 days, and of the others, of which lists of any length make many.
 */
const [MOST_LARGE, MOST_SMALL] = [40, 100]

/** The query builder over one SQLite connection, with its prepared statements. */
export function sqliteKysely(connection: DatabaseSync): Kysely<Tables> {
  const [large, small] = [new Map<string, StatementSync>(), new Map<string, StatementSync>()]
  const prepared = (text: string): StatementSync => {
    const isLarge = text.includes('"event"')
    const [statements, most] = isLarge ? [large, MOST_LARGE] : [small, MOST_SMALL]
    const statement = statements.get(text) ?? connection.prepare(text)
    statements.delete(text)
    statements.set(text, statement)
    for (const oldest of statements.keys()) {
      if (statements.size <= most) break
      statements.delete(oldest)
    }
    return statement
  }
  return new Kysely<Tables>({
    dialect: new SqliteDialect({
      database: {
        close: () => undefined,
        prepare: (text) => {
          const statement = prepared(text)
          const values = (parameters: readonly unknown[]): SQLInputValue[] => parameters.map(inputValue)
          return {
            reader: statement.columns().length > 0,
            // As rows of PostgreSQL: these have no prototype.
            all: (parameters) => statement.all(...values(parameters)).map((row) => Object.assign({}, row)),
            run: (parameters) => statement.run(...values(parameters)),
            iterate: (parameters) => statement.iterate(...values(parameters)),
          }
        },
      },
    }),
  })
}

function inputValue(value: unknown): SQLInputValue {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value
  throw new TypeError(`a value of type ${typeof value} cannot be stored`)
}
