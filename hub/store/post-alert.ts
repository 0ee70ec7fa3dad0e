import { type Kysely, sql } from 'kysely'
import type { Message } from '../../lib/notify/message.ts'
import type { AlertChannel } from '../alerts/alert-channel.ts'
import type { AlertReason } from '../alerts/alert-thread.ts'
import type { Tables } from './tables.ts'

/** How long what goes beyond a channel's ceiling is collected, in seconds. */
export const COLLECT = 600

/** The time that the ceiling is about, in seconds. */
const HOUR = 3600

/** A message to put into the outbox. */
export interface Posting {
  readonly message: Message
  /** The only one that it is about; null if there are several, or none. */
  readonly incident: number | null
  /** The only server that it is about; empty if there are several, or none. */
  readonly host: string
  readonly rule: string
  readonly reason: AlertReason
  /** The `severityNumber` of its incident, or of the worst of several; 0 for a test. */
  readonly severity: number
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
  { message, incident, host, rule, reason, severity, now }: Posting,
  to: readonly (Release & { readonly channel: AlertChannel })[],
): Promise<number> {
  const { id: alert } = await db
    .insertInto('alert')
    .values({ incident, rule, reason, made: now, severity, message: JSON.stringify(message) })
    .returning('id')
    .executeTakeFirstOrThrow()
  for (const { channel, due, bundle } of to) {
    const released = bundle === '' ? now : null
    const state = bundle === '' ? 'waiting' : 'held'
    const kept = { alert, host, channel: channel.name, state, tries: 0, answer: '', due, bundle, released }
    for (const recipient of channel.recipients)
      await db
        .insertInto('delivery')
        .values({ ...kept, recipient })
        .execute()
  }
  return alert
}

/** What a message is about that may go out. */
interface Telling extends Pick<Posting, 'rule' | 'host' | 'severity' | 'now'> {
  /** Each so many seconds its rule wants a digest. */
  readonly digest: number | undefined
}

/**
 * When another message may go to a channel. A server gets at most half of what the others leave of its ceiling, so that
 * there is room for the next one however much one has to tell. Only what is at least as severe counts: who makes noise
 * would put off what tells of him.
 */
export async function releaseOf(
  db: Kysely<Tables>,
  { name, perHour }: AlertChannel,
  { rule, digest, severity, host, now }: Telling,
): Promise<Release> {
  if (digest !== undefined) return { bundle: `digest ${rule}`, due: now - (now % digest) + digest }
  const held = db
    .selectFrom('delivery')
    .innerJoin('alert', 'alert.id', 'delivery.alert')
    .select('due')
    .where('channel', '=', name)
    .where('bundle', '=', CEILING)
    .where('state', '=', 'held')
    .where('due', 'is not', null)
    .limit(1)
  const earlier = await held.where('host', '=', host).where('severity', '>=', severity).executeTakeFirst()
  // What comes meanwhile joins: it is not told before what came earlier of its server, unless it is worse.
  if (earlier !== undefined) return { bundle: CEILING, due: earlier.due ?? now }
  const { all, own } = await db
    .selectFrom('delivery')
    .innerJoin('alert', 'alert.id', 'delivery.alert')
    .select([
      sql<number>`count(distinct alert)`.as('all'),
      sql<number>`count(distinct case when host = ${host} then alert end)`.as('own'),
    ])
    .where('channel', '=', name)
    .where('reason', '!=', 'test')
    .where('severity', '>=', severity)
    .where('released', '>', now - HOUR)
    // A clock that was ahead must not fill the hour of one that was put right.
    .where('released', '<=', now)
    .executeTakeFirstOrThrow()
  if (all < perHour && own < (perHour - (all - own)) / 2) return { bundle: '', due: now }
  const other = await held.executeTakeFirst()
  return { bundle: CEILING, due: other?.due ?? now + COLLECT }
}

/** The bundle of what goes beyond what a channel may get in an hour. */
export const CEILING = 'ceiling'
