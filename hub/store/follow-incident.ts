import type { Kysely } from 'kysely'
import type { AlertRule } from '../alerts/alert-rule.ts'
import { heard } from '../alerts/alert-thread.ts'
import { whyNot } from '../alerts/obstacle.ts'
import type { IncidentChange } from '../incidents/incident.ts'
import { concernedBy } from './concerned-by.ts'
import type { Tables } from './tables.ts'
import { keepThread, threadOfRow } from './thread-rows.ts'

/**
 * Lets the alert rules follow a change of an incident, in the transaction that makes it: what is to be told is known
 * when the change is. Snoozes count later, when it is due.
 */
export async function followIncident(
  db: Kysely<Tables>,
  change: IncidentChange,
  rules: readonly AlertRule[],
): Promise<void> {
  if (rules.length === 0) return
  const { incident } = change
  const rows = await db.selectFrom('alert_thread').selectAll().where('incident', '=', incident.id).execute()
  const threads = new Map(rows.map((row) => [row.rule, threadOfRow(row)]))
  const concerned = await concernedBy(db, incident, rules, [])
  for (const rule of rules) {
    const before = threads.get(rule.name)
    const after = heard(before, change, rule, whyNot(rule, incident, concerned, []))
    if (after !== undefined && after !== before) await keepThread(db, incident.id, rule.name, after)
  }
}
