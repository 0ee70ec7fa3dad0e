import type { Kysely } from 'kysely'
import type { AlertRule } from '../alerts/alert-rule.ts'
import type { IncidentNews } from '../incidents/incident.ts'
import { followIncident } from './follow-incident.ts'
import { incidentOf } from './incident-of.ts'
import type { IncidentChangeTable, KeptIncident } from './incident-tables.ts'
import { type Actor, noteAudit } from './note-audit.ts'
import { noteHistory } from './note-history.ts'
import type { Tables } from './tables.ts'

/** One thing that somebody did with an incident. `detail` may name anybody, so the audit log does not have it. */
type Deed = Pick<IncidentChangeTable, 'action' | 'detail'>

/** What somebody did with an incident at once. */
export interface Deeds {
  readonly deeds: readonly Deed[]
  readonly news: IncidentNews
  readonly now: number
  readonly by: Actor
  /** The alert rules that follow it. */
  readonly rules: readonly AlertRule[]
}

/** Keeps an incident as somebody changed it: with its history, the audit log, and the alerts that follow. */
export async function keepDeeds(db: Kysely<Tables>, changed: KeptIncident, done: Deeds): Promise<void> {
  const { deeds, news, now, by, rules } = done
  const row = { ...changed, updated: now, revision: changed.revision + 1 }
  const { id, state, closed, closed_by, reason, assessment, assignee, updated, revision } = row
  await db
    .updateTable('incident')
    .set({ state, closed, closed_by, reason, assessment, assignee, updated, revision })
    .where('id', '=', id)
    .execute()
  for (const { action, detail } of deeds) {
    await noteHistory(db, { incident: id, at: now, actor: by.actor, action, detail })
    const audited = { at: now, ...by, action: `incident_${action}`, target: `incident ${id}`, detail: '' }
    await noteAudit(db, audited)
  }
  await followIncident(db, { news, incident: incidentOf(row), at: now }, rules)
}
