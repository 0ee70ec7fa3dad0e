import { type Kysely, sql } from 'kysely'
import type { Message } from '../../lib/notify/message.ts'
import type { AlertChannel } from '../alerts/alert-channel.ts'
import type { AlertReason } from '../alerts/alert-thread.ts'
import type { Tables } from './tables.ts'

/** How long what goes beyond a channel's ceiling is collected, and the time that the ceiling is about; in seconds. */
const [COLLECT, HOUR] = [600, 3600]

/** A message to put into the outbox. */
export interface Posting {
  readonly message: Message
  /** The only one that it is about; null if there are several, or none. */
  readonly incident: number | null
  readonly rule: string
  readonly reason: AlertReason
  /** In seconds. */
  readonly now: number
}

/** When a message goes out: at once, or together with others. */
export interface Release {
  readonly due: number
  /** Empty if it goes alone. */
  readonly bundle: string
}

/** Puts a message into the outbox, for these channels; returns its number. */
export async function postAlert(
  db: Kysely<Tables>,
  { message, incident, rule, reason, now }: Posting,
  to: readonly (Release & { readonly channel: AlertChannel })[],
): Promise<number> {
  const { id: alert } = await db
    .insertInto('alert')
    .values({ incident, rule, reason, made: now, message: JSON.stringify(message) })
    .returning('id')
    .executeTakeFirstOrThrow()
  for (const { channel, due, bundle } of to) {
    const released = bundle === '' ? now : null
    const state = bundle === '' ? 'waiting' : 'held'
    const kept = { alert, channel: channel.name, state, tries: 0, answer: '', due, bundle, released }
    for (const recipient of channel.recipients)
      await db
        .insertInto('delivery')
        .values({ ...kept, recipient })
        .execute()
  }
  return alert
}

/** When another message may go to a channel, whose rule may want a digest each so many seconds. */
export async function releaseOf(
  db: Kysely<Tables>,
  { name, perHour }: AlertChannel,
  { rule, digest, now }: { readonly rule: string; readonly digest: number | undefined; readonly now: number },
): Promise<Release> {
  if (digest !== undefined) return { bundle: `digest ${rule}`, due: now - (now % digest) + digest }
  const held = await db
    .selectFrom('delivery')
    .select('due')
    .where('channel', '=', name)
    .where('bundle', '=', CEILING)
    .where('state', '=', 'held')
    .where('due', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  // What comes meanwhile joins: it is not told before what came earlier.
  if (held !== undefined) return { bundle: CEILING, due: held.due ?? now }
  const { count } = await db
    .selectFrom('delivery')
    .select(sql<number>`count(distinct alert)`.as('count'))
    .where('channel', '=', name)
    .where('released', '>', now - HOUR)
    .executeTakeFirstOrThrow()
  return count < perHour ? { bundle: '', due: now } : { bundle: CEILING, due: now + COLLECT }
}

/** The bundle of what goes beyond what a channel may get in an hour. */
export const CEILING = 'ceiling'
