import type { Kysely } from 'kysely'
import type { AlertRule } from '../../alerts/alert-rule.ts'
import { deedOfState, faultOf, hasEnded, newsOfState, type WantedChange } from '../../incidents/wanted-change.ts'
import { incidentOf } from '../incident-of.ts'
import type { KeptIncident } from '../incident-tables.ts'
import { type Deeds, keepDeeds } from '../keep-deeds.ts'
import type { Actor } from '../note-audit.ts'
import type { Change } from '../store.ts'
import type { Tables } from '../tables.ts'

/** What somebody wants of an incident. */
export interface IncidentWish {
  readonly id: number
  /** The revision that was seen; null if any will do. */
  readonly seen: number | null
  readonly wanted: WantedChange
  readonly now: number
  readonly by: Actor
  readonly rules: readonly AlertRule[]
}

/** What came of it. */
export type IncidentOutcome =
  | 'done'
  | 'unknown'
  | 'changed_meanwhile'
  | 'reason_missing'
  | 'assessment_missing'
  | 'unknown_person'
  | 'viewer_assigned'
  | 'other_open'

/** Changes state, assessment and assignee of an incident, all or nothing; what is so already is not noted again. */
export const changeIncident: Change<IncidentWish, IncidentOutcome> = {
  name: 'change-incident',
  run: async (db, { id, seen, wanted, now, by, rules }) => {
    const row = await db.selectFrom('incident').selectAll().where('id', '=', id).executeTakeFirst()
    if (row === undefined) return 'unknown'
    if (seen !== null && seen !== row.revision) return 'changed_meanwhile'
    const fault = faultOf(wanted, row)
    if (fault !== undefined) return fault
    const unfit = await assigneeFault(db, wanted.assignee)
    if (unfit !== undefined) return unfit
    const { changed, deeds, news } = done(row, wanted, { now, who: by.actor })
    if (deeds.length === 0) return 'done'
    if (changed.closed === null && row.closed !== null && (await isOtherOpen(db, row))) return 'other_open'
    await keepDeeds(db, changed, { deeds, news, now, by, rules })
    return 'done'
  },
}

function done(
  row: KeptIncident,
  wanted: WantedChange,
  { now, who }: { readonly now: number; readonly who: string },
): Pick<Deeds, 'deeds' | 'news'> & { readonly changed: KeptIncident } {
  const { state: from } = incidentOf(row)
  const { state = from, reason = '', assessment = row.assessment, assignee = row.assignee } = wanted
  const isMoved = state !== from
  const ending = hasEnded(state)
    ? { closed: now, closed_by: who, reason }
    : { closed: null, closed_by: null, reason: null }
  return {
    changed: { ...row, ...(isMoved ? { state, ...ending } : {}), assessment, assignee },
    deeds: [
      ...(assessment === row.assessment ? [] : [{ action: 'assessed', detail: assessment ?? '' }]),
      ...(assignee === row.assignee ? [] : [{ action: 'assigned', detail: assignee ?? '' }]),
      ...(isMoved ? [{ action: deedOfState(state), detail: reason }] : []),
    ],
    news: newsOfState(from, state),
  }
}

/** Why nobody can be assigned so: no reminder follows, so it must be somebody who can take care. */
async function assigneeFault(
  db: Kysely<Tables>,
  name: string | null | undefined,
): Promise<'unknown_person' | 'viewer_assigned' | undefined> {
  if (name === null || name === undefined) return undefined
  const query = db.selectFrom('person').select('role').where('name', '=', name).where('disabled', 'is', null)
  const person = await query.executeTakeFirst()
  if (person === undefined) return 'unknown_person'
  return person.role === 'viewer' ? 'viewer_assigned' : undefined
}

/** Whether a later incident of the same subject is open: what happens now belongs to that one. */
async function isOtherOpen(db: Kysely<Tables>, { kind, subject, subject_type: type }: KeptIncident): Promise<boolean> {
  const other = await db
    .selectFrom('incident')
    .select('id')
    .where('kind', '=', kind)
    .where('subject_type', '=', type)
    .where('subject', '=', subject)
    .where('closed', 'is', null)
    .executeTakeFirst()
  return other !== undefined
}
