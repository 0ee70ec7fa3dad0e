import { sql } from 'kysely'
import type { Question } from '../store.ts'

/** How the outbox is. */
export interface OutboxState {
  /** Whether there are threads, messages held back, and messages to send that are due. */
  readonly threads: boolean
  readonly held: boolean
  readonly deliveries: boolean
  /** How many messages to how many recipients wait to be sent, and since when the oldest; in seconds. */
  readonly waiting: number
  readonly oldest: number | null
  /** How many are collected to come together with others, and when the first of them do; in seconds. */
  readonly collected: number
  readonly comes: number | null
  /** What was said to the last try of those that failed; empty if none did. */
  readonly failure: string
}

/** How the outbox is at a time, in seconds. */
export const outboxState: Question<number, OutboxState> = {
  name: 'outbox-state',
  run: async (db, now) => {
    const thread = await db
      .selectFrom('alert_thread')
      .select('rule')
      .where('due', '<=', now)
      .limit(1)
      .executeTakeFirst()
    const due = db.selectFrom('delivery').select('id').where('due', '<=', now).limit(1)
    const held = await due.where('state', '=', 'held').executeTakeFirst()
    const delivery = await due.where('state', '!=', 'held').executeTakeFirst()
    const open = db.selectFrom('delivery').where('due', 'is not', null).where('state', '=', 'waiting')
    const { waiting, oldest } = await open
      .select([sql<number>`count(*)`.as('waiting'), sql<number | null>`min(released)`.as('oldest')])
      .executeTakeFirstOrThrow()
    const { collected, comes } = await db
      .selectFrom('delivery')
      .select([sql<number>`count(*)`.as('collected'), sql<number | null>`min(due)`.as('comes')])
      .where('due', 'is not', null)
      .where('state', '=', 'held')
      .executeTakeFirstOrThrow()
    const failed = open.select(['channel', 'answer']).where('answer', '!=', '').orderBy('tried', 'desc').limit(1)
    const last = waiting === 0 ? undefined : await failed.executeTakeFirst()
    return {
      threads: thread !== undefined,
      held: held !== undefined,
      deliveries: delivery !== undefined,
      waiting,
      oldest,
      collected,
      comes,
      failure: last === undefined ? '' : `${last.channel}: ${last.answer}`,
    }
  },
}
