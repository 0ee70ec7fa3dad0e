import type { ColumnType } from 'kysely'

/** A column that the store fills where an insert leaves it out. */
export type Filled<T> = ColumnType<T, T | undefined, T>
