import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import { Kysely, SqliteDialect } from 'kysely'
import type { Tables } from '../tables.ts'

/** How many prepared statements are kept. */
const MOST_STATEMENTS = 100

/** The query builder over one SQLite connection, with its prepared statements. */
export function sqliteKysely(connection: DatabaseSync): Kysely<Tables> {
  const statements = new Map<string, StatementSync>()
  const prepared = (text: string): StatementSync => {
    const statement = statements.get(text) ?? connection.prepare(text)
    statements.delete(text)
    statements.set(text, statement)
    for (const oldest of statements.keys()) {
      if (statements.size <= MOST_STATEMENTS) break
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
