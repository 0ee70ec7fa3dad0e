import { sql } from 'kysely'
import { giveUpGone } from '../give-up-gone.ts'
import type { Change } from '../store.ts'

/** What is to be sent now. */
export interface Claim {
  readonly channel: string
  /** As JSON. */
  readonly message: string
  readonly deliveries: readonly ClaimedDelivery[]
}

/** One recipient of it. */
export interface ClaimedDelivery {
  readonly id: number
  readonly recipient: string
  /** How often it was tried, with this time. */
  readonly tries: number
  /** Since when it may be sent, in seconds. */
  readonly released: number
}

/** What is wanted. */
export interface ClaimWish {
  /** In seconds. */
  readonly now: number
  /** Names of all channels: what waits for others is given up. */
  readonly channels: readonly string[]
  /** Names of those that can take a message now. */
  readonly free: readonly string[]
  /** How long nobody else tries them, in seconds. */
  readonly hold: number
  /** How many messages at most; of each channel one. */
  readonly most: number
}

/**
 * Takes messages that are due, of each channel the oldest, so that nobody else sends them meanwhile; who takes them and
 * is killed leaves them to a later try.
 */
export const claimDeliveries: Change<ClaimWish, readonly Claim[]> = {
  name: 'claim-deliveries',
  run: async (db, { now, channels, free, hold, most }) => {
    await giveUpGone(db, now, channels)
    if (free.length === 0) return []
    const due = await db
      .selectFrom('delivery')
      .select(['channel', sql<number>`min(alert)`.as('alert')])
      .where('state', '=', 'waiting')
      .where('due', '<=', now)
      .where('channel', 'in', free)
      .groupBy('channel')
      .limit(most)
      .execute()
    const claims: Claim[] = []
    for (const { channel, alert } of due) {
      const rows = await db
        .updateTable('delivery')
        .set({ due: now + hold, tried: now, tries: sql<number>`tries + 1` })
        .where('alert', '=', alert)
        .where('channel', '=', channel)
        .where('state', '=', 'waiting')
        .where('due', '<=', now)
        .returning(['id', 'recipient', 'tries', sql<number>`released`.as('released')])
        .execute()
      const { message } = await db
        .selectFrom('alert')
        .select('message')
        .where('id', '=', alert)
        .executeTakeFirstOrThrow()
      claims.push({ channel, message, deliveries: rows })
    }
    return claims
  },
}
