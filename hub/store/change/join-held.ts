import { randomUUID } from 'node:crypto'
import { type Kysely, type SelectQueryBuilder, sql } from 'kysely'
import type { AlertChannel } from '../../alerts/alert-channel.ts'
import { joinedMessage, type ListedIncident, MOST_LISTED } from '../../alerts/joined-message.ts'
import { giveUpGone } from '../give-up-gone.ts'
import { incidentOf } from '../incident-of.ts'
import { CEILING, postAlert } from '../post-alert.ts'
import type { Change } from '../store.ts'
import type { Tables } from '../tables.ts'
import { incidentLink } from '../told-incident-of.ts'
import type { AlertTerms } from './tell-due.ts'

/** Joins what is held back and due: one message for each channel and bundle, or the only one as it is. */
export const joinHeld: Change<Pick<AlertTerms, 'now' | 'channels' | 'publicUrl'>, null> = {
  name: 'join-held',
  isBulky: true,
  run: async (db, { now, channels, publicUrl }) => {
    await giveUpGone(
      db,
      now,
      channels.map(({ name }) => name),
    )
    const bundles = await db
      .selectFrom('delivery')
      .select(['channel', 'bundle'])
      .distinct()
      .where('state', '=', 'held')
      .where('due', '<=', now)
      .execute()
    for (const { channel: name, bundle } of bundles) {
      const channel = channels.find((each) => each.name === name)
      if (channel !== undefined) await join(db, channel, { bundle, now, publicUrl })
    }
    return null
  },
}

interface Bundle {
  readonly bundle: string
  readonly now: number
  readonly publicUrl: string | null
}

async function join(db: Kysely<Tables>, channel: AlertChannel, { bundle, now, publicUrl }: Bundle): Promise<void> {
  const held = db
    .updateTable('delivery')
    .where('channel', '=', channel.name)
    .where('bundle', '=', bundle)
    .where('state', '=', 'held')
    .where('due', '<=', now)
  const alerts = db
    .selectFrom('delivery')
    .select('alert')
    .where('channel', '=', channel.name)
    .where('bundle', '=', bundle)
    .where('state', '=', 'held')
    .where('due', '<=', now)
  if ((await alerts.distinct().limit(2).execute()).length < 2) {
    await held.set({ state: 'waiting', due: now, released: now }).execute()
    return
  }
  const ranked = rankedIncidents(db, alerts)
  const { listed, countOf } = await listing(db, ranked, publicUrl)
  const reason = bundle === CEILING ? 'joined' : 'digest'
  const rule = bundle === CEILING ? '' : bundle.replace('digest ', '')
  const parts = { id: randomUUID(), time: now * 1000, rule, reason, channel: channel.name, countOf } as const
  const { severity } = await db
    .selectFrom('alert')
    .select(({ fn }) => fn.max('severity').as('severity'))
    .where('id', 'in', alerts)
    .executeTakeFirstOrThrow()
  const message = joinedMessage(listed, parts)
  const posting = { message, incident: null, host: '', rule, reason, severity, now } as const
  const alert = await postAlert(db, posting, [{ channel, due: now, bundle: '' }])
  const place = sql<number | null>`case when place <= ${sql.lit(MOST_LISTED)} then place end`.as('place')
  await db
    .insertInto('alert_incident')
    .columns(['alert', 'incident', 'place'])
    .expression(db.selectFrom(ranked.as('ranked')).select([sql.lit(alert).as('alert'), 'id', place]))
    .execute()
  await held.set({ state: 'joined', due: null, joined: alert }).execute()
}

type Ranked = SelectQueryBuilder<Tables, never, { id: number; host: string; place: number }>

/** What the message lists, and how many incidents there are, by server. */
async function listing(
  db: Kysely<Tables>,
  ranked: Ranked,
  publicUrl: string | null,
): Promise<{ readonly listed: readonly ListedIncident[]; readonly countOf: ReadonlyMap<string, number> }> {
  const counts = await db
    .selectFrom(ranked.as('ranked'))
    .select(['host', sql<number>`count(*)`.as('count')])
    .groupBy('host')
    .execute()
  const kept = await db
    .selectFrom(ranked.as('ranked'))
    .innerJoin('incident', 'incident.id', 'ranked.id')
    .selectAll('incident')
    .select('host')
    .where('place', '<=', MOST_LISTED)
    .orderBy('place')
    .execute()
  const listed = kept.map(({ host, ...row }) => ({
    host,
    incident: incidentOf(row),
    link: incidentLink(row.id, publicUrl),
  }))
  return { listed, countOf: new Map(counts.map(({ host, count }) => [host, count])) }
}

/** The incidents of alerts: of each server in turn the worst one that is left, so that none crowds out the others. */
function rankedIncidents(
  db: Kysely<Tables>,
  alerts: SelectQueryBuilder<Tables, 'delivery', { alert: number }>,
): Ranked {
  const served = db
    .selectFrom('delivery')
    .innerJoin('alert', 'alert.id', 'delivery.alert')
    .select(['alert.incident', sql<string>`min(host)`.as('host')])
    .where('alert.id', 'in', alerts)
    .groupBy('alert.incident')
  const turns = db
    .selectFrom(served.as('served'))
    .innerJoin('incident', 'incident.id', 'served.incident')
    .select(['incident.id', 'severity', 'host'])
    .select(sql<number>`row_number() over (partition by host order by severity desc, incident.id desc)`.as('turn'))
  return db
    .selectFrom(turns.as('turns'))
    .select(['id', 'host', sql<number>`row_number() over (order by turn, severity desc, id desc)`.as('place')])
}
