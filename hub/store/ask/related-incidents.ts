import type { KeptIncident } from '../incident-tables.ts'
import type { Question } from '../store.ts'
import { incidentSubjects } from './incident-subjects.ts'

/** How many mailboxes and addresses of an incident are compared at most: those that matter most. */
const MOST_COMPARED = 50

/** What is wrong with a host: of these the host says what belongs together, of others it says nothing. */
const OF_HOSTS = ['outage', 'expiry', 'blind_spot', 'overload']

/**
 * Other incidents that concern the same mailbox, account, address or network, newest first; of what checks find those
 * of its host.
 */
export const relatedIncidents: Question<{ incident: number; limit: number }, readonly KeptIncident[]> = {
  name: 'related-incidents',
  run: async (db, { incident, limit }) => {
    const ids = new Set<number>()
    const own = await db.selectFrom('incident').select('kind').where('id', '=', incident).executeTakeFirst()
    const isOfHost = own?.kind === 'outage' || own?.kind === 'expiry'
    const others = db.selectFrom('incident').select('id').where('kind', 'in', OF_HOSTS)
    for (const type of isOfHost ? ['host'] : ['mailbox', 'account', 'address', 'network']) {
      const subjects = await incidentSubjects.run(db, { incident, type, order: 'weight', limit: MOST_COMPARED })
      if (subjects.length === 0) continue
      let sharing = db
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
      if (isOfHost) sharing = sharing.where('incident', 'in', others)
      for (const row of await sharing.execute()) ids.add(row.incident)
    }
    if (ids.size === 0) return []
    const query = db
      .selectFrom('incident')
      .selectAll()
      .where('id', 'in', [...ids])
    return query.orderBy('id', 'desc').limit(limit).execute()
  },
}
