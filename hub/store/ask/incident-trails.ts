import { sql } from 'kysely'
import type { Question } from '../store.ts'

/** What of an incident says how far it went, and where. */
export interface IncidentTrail {
  readonly incident: number
  /** The kinds of its steps. */
  readonly kinds: readonly number[]
  /** The hosts that it concerns, by name, in small letters. */
  readonly hosts: readonly string[]
}

/** Which incidents, and how many hosts of each. */
export interface TrailsWish {
  readonly incidents: readonly number[]
  readonly hosts: number
}

/** The kinds of the steps of some incidents, and their first hosts; of one that is not there, none. */
export const incidentTrails: Question<TrailsWish, readonly IncidentTrail[]> = {
  name: 'incident-trails',
  run: async (db, { incidents, hosts: most }) => {
    if (incidents.length === 0) return []
    const steps = await db
      .selectFrom('incident_step')
      .select(['incident', 'kind'])
      .distinct()
      .where('incident', 'in', incidents)
      .orderBy('incident')
      .orderBy('kind')
      .execute()
    const ranked = db
      .selectFrom('incident_subject')
      .select(['incident', 'name', sql<number>`row_number() over (partition by incident order by name)`.as('rank')])
      .where('incident', 'in', incidents)
      .where('type', '=', 'host')
    const hosts = await db
      .selectFrom(ranked.as('ranked'))
      .select(['incident', 'name'])
      .where('rank', '<=', most)
      .orderBy('incident')
      .orderBy('name')
      .execute()
    const [kindsOf, hostsOf] = [Map.groupBy(steps, (row) => row.incident), Map.groupBy(hosts, (row) => row.incident)]
    return incidents.map((incident) => ({
      incident,
      kinds: (kindsOf.get(incident) ?? []).map(({ kind }) => kind),
      hosts: (hostsOf.get(incident) ?? []).map(({ name }) => name),
    }))
  },
}
