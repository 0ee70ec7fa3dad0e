import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

/** Gives up what is due over channels that are none of these: one that was taken away keeps no message for ever. */
export async function giveUpGone(db: Kysely<Tables>, now: number, channels: readonly string[]): Promise<void> {
  const answer = 'The configuration has no such channel any more.'
  await db
    .updateTable('delivery')
    .set({ state: 'given_up', due: null, answer })
    .where('due', '<=', now)
    .where('state', 'in', ['waiting', 'held'])
    .$if(channels.length > 0, (query) => query.where('channel', 'not in', channels))
    .execute()
}
