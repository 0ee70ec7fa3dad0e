import { sql } from 'kysely'
import type { Change } from '../store.ts'

/** A lease to take, or to keep if it is held already. */
export interface WantedLease {
  /** What only one hub at a time should do. */
  readonly name: string
  /** Who wants it: another word for each hub and each start of it. */
  readonly holder: string
  readonly seconds: number
}

/**
 * Takes a lease for some seconds, unless another holds it; returns whether it is this holder's. Only the store's
 * clock counts, so those of the hubs may differ; a lease that would last for a day was taken while it was wrong.
 * Whoever is stopped for longer than his lease does not know that he lost it: the work must be such that two may do
 * it.
 */
export const takeLease: Change<WantedLease, boolean> = {
  name: 'take-lease',
  run: async (db, { name, holder, seconds }) => {
    const until = sql<number>`unixepoch() + ${sql.lit(seconds)}`
    const taken = await db
      .insertInto('lease')
      .values({ name, holder, until })
      .onConflict((conflict) =>
        conflict
          .column('name')
          .doUpdateSet({ holder, until })
          .where((where) =>
            where.or([
              where('lease.holder', '=', holder),
              where('lease.until', '<=', sql<number>`unixepoch()`),
              where('lease.until', '>', sql<number>`unixepoch() + 86400`),
            ]),
          ),
      )
      .returning('holder')
      .executeTakeFirst()
    return taken !== undefined
  },
}
