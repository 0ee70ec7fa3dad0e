import type { Kysely } from 'kysely'
import { SNOOZABLE, type Snooze } from '../alerts/snooze.ts'
import type { Tables } from './tables.ts'

/** The snoozes in force at a time, in seconds. */
export async function snoozesInForce(db: Kysely<Tables>, now: number): Promise<readonly Snooze[]> {
  const rows = await db
    .selectFrom('snooze')
    .select(['id', 'what', 'which', 'kind', 'until', 'who', 'reason'])
    .where('until', '>', now)
    .where('ended', 'is', null)
    .orderBy('id')
    .execute()
  return rows.flatMap(({ what: word, ...row }) => {
    const what = SNOOZABLE.find((known) => known === word)
    return what === undefined ? [] : [{ ...row, what }]
  })
}
