import type { Selectable } from 'kysely'
import type { IncidentSubjectTable } from '../incident-tables.ts'
import type { Question } from '../store.ts'

/** Of which incident; all in the order of their names after one of them, or those that matter most. */
export interface SubjectsWish {
  readonly incident: number
  readonly type?: string
  readonly order: 'name' | 'weight'
  readonly after?: Pick<IncidentSubjectTable, 'type' | 'name'>
  readonly limit: number
}

/** What an incident concerns, as the store gives it back. */
export type KeptSubject = Selectable<IncidentSubjectTable>

/** Whom an incident concerns. Where logins succeeded has most weight, then what many steps concern. */
export const incidentSubjects: Question<SubjectsWish, readonly KeptSubject[]> = {
  name: 'incident-subjects',
  run: (db, { incident, type, order, after, limit }) => {
    let query = db.selectFrom('incident_subject').selectAll().where('incident', '=', incident)
    if (type !== undefined) query = query.where('type', '=', type)
    if (after !== undefined)
      query = query.where((where) => where(where.refTuple('type', 'name'), '>', where.tuple(after.type, after.name)))
    if (order === 'weight') query = query.orderBy('successes', 'desc').orderBy('steps', 'desc')
    return query.orderBy('type').orderBy('name').limit(limit).execute()
  },
}
