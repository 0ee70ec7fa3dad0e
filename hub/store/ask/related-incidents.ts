import type { KeptIncident } from '../incident-tables.ts'
import type { Question } from '../store.ts'
import { incidentSubjects } from './incident-subjects.ts'

/** How many mailboxes and addresses of an incident are compared at most: those that matter most. */
const MOST_COMPARED = 50

/** Other incidents that concern the same mailbox, account, address or network, newest first. */
export const relatedIncidents: Question<{ incident: number; limit: number }, readonly KeptIncident[]> = {
  name: 'related-incidents',
  run: async (db, { incident, limit }) => {
    const ids = new Set<number>()
    for (const type of ['mailbox', 'account', 'address', 'network']) {
      const subjects = await incidentSubjects.run(db, { incident, type, order: 'weight', limit: MOST_COMPARED })
      if (subjects.length === 0) continue
      const sharing = await db
        .selectFrom('incident_subject')
        .select('incident')
        .distinct()
        .where('type', '=', type)
        .where(
          'name',
          'in',
          subjects.map(({ name }) => name),
        )
        .where('incident', '!=', incident)
        .orderBy('incident', 'desc')
        .limit(limit)
        .execute()
      for (const row of sharing) ids.add(row.incident)
    }
    if (ids.size === 0) return []
    const query = db
      .selectFrom('incident')
      .selectAll()
      .where('id', 'in', [...ids])
    return query.orderBy('id', 'desc').limit(limit).execute()
  },
}
