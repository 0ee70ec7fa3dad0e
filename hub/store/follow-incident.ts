import type { Kysely } from 'kysely'
import type { AlertRule } from '../alerts/alert-rule.ts'
import type { IncidentChange } from '../incidents/incident.ts'
import type { Tables } from './tables.ts'

/** Lets the alert rules follow a change of an incident, in the transaction that makes it. */
export async function followIncident(
  _db: Kysely<Tables>,
  _change: IncidentChange,
  _rules: readonly AlertRule[],
): Promise<void> {
  await Promise.resolve()
}
