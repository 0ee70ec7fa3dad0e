import { type Kysely, type Selectable, type SelectQueryBuilder, sql } from 'kysely'
import { type AlertTable, DELIVERY_STATES, type KeptDelivery } from '../alert-tables.ts'
import type { Question } from '../store.ts'
import type { Tables } from '../tables.ts'

/** Which alerts are wanted. */
export interface AlertFilter {
  readonly id?: number | undefined
  readonly rule?: string | undefined
  readonly incident?: number | undefined
  /** For which at least one delivery is of this channel, or in this state. */
  readonly channel?: string | undefined
  readonly state?: string | undefined
  /** Only those with smaller numbers: after the last one of a page. */
  readonly before?: number | undefined
  readonly limit: number
}

/** An alert with its receipts. */
export interface FoundAlert {
  readonly alert: Selectable<AlertTable>
  /** The first `MOST_NAMED` of those that it lists, and how many it is about. */
  readonly incidents: readonly number[]
  readonly count: number
  readonly receipts: readonly KeptDelivery[]
  /** Who takes care of one of these incidents, and since when. */
  readonly acknowledged: readonly { readonly incident: number; readonly by: string; readonly at: number }[]
}

/** How many incidents are named of an alert that joins many. */
const MOST_NAMED = 20

/** The alerts that fit, the newest first. */
export const foundAlerts: Question<AlertFilter, readonly FoundAlert[]> = {
  name: 'found-alerts',
  run: async (db, filter) => {
    const alerts = await fitting(db, filter, await newestDelivered(db, filter))
      .orderBy('id', 'desc')
      .limit(filter.limit)
      .execute()
    const ids = [0, ...alerts.map((alert) => alert.id)]
    const receipts = await db.selectFrom('delivery').selectAll().where('alert', 'in', ids).orderBy('id').execute()
    const joined = db.selectFrom('alert_incident').where('alert', 'in', ids)
    const counts = await joined
      .select(['alert', sql<number>`count(*)`.as('count')])
      .groupBy('alert')
      .execute()
    const named = joined.where('place', '<=', MOST_NAMED)
    const several = await named.select(['alert', 'incident']).orderBy('place').execute()
    const single = [0, ...alerts.flatMap((each) => each.incident ?? [])]
    const threads = await db
      .selectFrom('alert_thread')
      .select(['incident', sql<string>`acknowledged_by`.as('by'), sql<number>`acknowledged`.as('at')])
      .distinct()
      .where((where) => where.or([where('incident', 'in', single), where('incident', 'in', named.select('incident'))]))
      .where('acknowledged', 'is not', null)
      .execute()
    const countOf = new Map(counts.map(({ alert, count }) => [alert, count]))
    const receiptsOf = Map.groupBy(receipts, ({ alert }) => alert)
    const severalOf = Map.groupBy(several, ({ alert }) => alert)
    const threadsOf = Map.groupBy(threads, (thread) => thread.incident)
    return alerts.map((alert) => {
      const { id: key, incident: one } = alert
      const incidents = one === null ? (severalOf.get(key) ?? []).map((each) => each.incident) : [one]
      return {
        alert,
        incidents,
        count: one === null ? (countOf.get(key) ?? 0) : 1,
        receipts: receiptsOf.get(key) ?? [],
        acknowledged: incidents.flatMap((each) => threadsOf.get(each) ?? []),
      }
    })
  },
}

/**
 * The newest alerts with a delivery of this channel or state; undefined if another filter finds few enough. Each state
 * is asked by itself: then an index has its alerts in order.
 */
async function newestDelivered(
  db: Kysely<Tables>,
  { id, rule, incident, channel, state, before, limit }: AlertFilter,
): Promise<readonly number[] | undefined> {
  const isFound = (id ?? rule ?? incident) !== undefined
  if (isFound || (channel === undefined && state === undefined)) return undefined
  const newest = new Set<number>()
  for (const each of state === undefined ? DELIVERY_STATES : [state]) {
    let query = db.selectFrom('delivery').select('alert').distinct().where('state', '=', each)
    if (channel !== undefined) query = query.where('channel', '=', channel)
    if (before !== undefined) query = query.where('alert', '<', before)
    for (const row of await query.orderBy('alert', 'desc').limit(limit).execute()) newest.add(row.alert)
  }
  return [...newest].toSorted((one, other) => other - one).slice(0, limit)
}

function fitting(
  db: Kysely<Tables>,
  { id, rule, incident, channel, state, before }: AlertFilter,
  newest: readonly number[] | undefined,
): SelectQueryBuilder<Tables, 'alert', Selectable<AlertTable>> {
  let query = db.selectFrom('alert').selectAll()
  if (newest !== undefined) return query.where('id', 'in', [0, ...newest])
  if (id !== undefined) query = query.where('id', '=', id)
  if (rule !== undefined) query = query.where('rule', '=', rule)
  if (before !== undefined) query = query.where('id', '<', before)
  if (incident !== undefined) {
    const joined = db.selectFrom('alert_incident').select('alert').where('incident', '=', incident)
    query = query.where((where) => where.or([where('incident', '=', incident), where('id', 'in', joined)]))
  }
  if (channel !== undefined || state !== undefined)
    query = query.where((where) => {
      let deliveries = where.selectFrom('delivery').select('delivery.id')
      deliveries = deliveries.whereRef('delivery.alert', '=', 'alert.id')
      if (channel !== undefined) deliveries = deliveries.where('channel', '=', channel)
      if (state !== undefined) deliveries = deliveries.where('delivery.state', '=', state)
      return where.exists(deliveries)
    })
  return query
}
