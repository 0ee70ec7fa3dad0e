import { acknowledged } from '../../alerts/alert-thread.ts'
import { type Actor, noteAudit } from '../note-audit.ts'
import type { Change } from '../store.ts'
import { keepThread, threadOfRow } from '../thread-rows.ts'

/** Whose incidents somebody takes care of: those that an alert lists, or one by its number. */
export type Acknowledging = { readonly alert: number } | { readonly incident: number }

/**
 * Notes that somebody takes care of the incidents of an alert, or of one: for all rules, whoever was told. Nobody takes
 * care of what he cannot have read: of an alert, those count that it lists. Returns them; null if there is no such
 * alert or incident.
 */
export const acknowledgeIncident: Change<{ what: Acknowledging; now: number; by: Actor }, readonly number[] | null> = {
  name: 'acknowledge-incident',
  run: async (db, { what, now, by }) => {
    const incidents = []
    if ('alert' in what) {
      const alert = await db.selectFrom('alert').select('incident').where('id', '=', what.alert).executeTakeFirst()
      if (alert === undefined) return null
      const listed = db.selectFrom('alert_incident').select('incident').where('place', 'is not', null)
      const joined = await listed.where('alert', '=', what.alert).orderBy('place').execute()
      incidents.push(...(alert.incident === null ? [] : [alert.incident]), ...joined.map(({ incident }) => incident))
    } else {
      const found = db.selectFrom('incident').select('id').where('id', '=', what.incident)
      if ((await found.executeTakeFirst()) === undefined) return null
      incidents.push(what.incident)
    }
    for (const incident of incidents) {
      const rows = await db.selectFrom('alert_thread').selectAll().where('incident', '=', incident).execute()
      for (const row of rows) await keepThread(db, incident, row.rule, acknowledged(threadOfRow(row), by.actor, now))
      await noteAudit(db, { at: now, ...by, action: 'alert_acknowledged', target: `incident ${incident}`, detail: '' })
    }
    return incidents
  },
}
