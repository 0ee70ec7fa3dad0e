import type * as v from 'valibot'
import { section } from '../../../lib/settings/section.ts'
import { placeEntries } from '../place-values.ts'

/** The keys of a check of MySQL or MariaDB. */
export const mysqlSettings = section(placeEntries(3306))

/** The keys of a check of PostgreSQL. */
export const postgresSettings = section(placeEntries(5432))

/** What a check of a database is told. */
export type DatabaseSettings = v.InferOutput<typeof mysqlSettings>
