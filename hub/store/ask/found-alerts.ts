import { type Selectable, sql } from 'kysely'
import type { AlertTable, KeptDelivery } from '../alert-tables.ts'
import type { Question } from '../store.ts'

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
  readonly incidents: readonly number[]
  readonly receipts: readonly KeptDelivery[]
  /** Who takes care of one of its incidents, and since when. */
  readonly acknowledged: readonly { readonly incident: number; readonly by: string; readonly at: number }[]
}

/** The alerts that fit, the newest first. */
export const foundAlerts: Question<AlertFilter, readonly FoundAlert[]> = {
  name: 'found-alerts',
  run: async (db, { id, rule, incident, channel, state, before, limit }) => {
    let query = db.selectFrom('alert').selectAll()
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
    const alerts = await query.orderBy('id', 'desc').limit(limit).execute()
    const ids = [0, ...alerts.map((alert) => alert.id)]
    const receipts = await db.selectFrom('delivery').selectAll().where('alert', 'in', ids).orderBy('id').execute()
    const several = await db.selectFrom('alert_incident').selectAll().where('alert', 'in', ids).execute()
    const numbersOf = ({ id, incident }: Selectable<AlertTable>): readonly number[] =>
      incident === null ? several.filter(({ alert }) => alert === id).map((each) => each.incident) : [incident]
    const threads = await db
      .selectFrom('alert_thread')
      .select(['incident', sql<string>`acknowledged_by`.as('by'), sql<number>`acknowledged`.as('at')])
      .distinct()
      .where('incident', 'in', [0, ...alerts.flatMap(numbersOf)])
      .where('acknowledged', 'is not', null)
      .execute()
    return alerts.map((alert) => ({
      alert,
      incidents: numbersOf(alert),
      receipts: receipts.filter((receipt) => receipt.alert === alert.id),
      acknowledged: threads.filter((thread) => numbersOf(alert).includes(thread.incident)),
    }))
  },
}
