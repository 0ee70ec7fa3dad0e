import type { EventPlace } from '../event-filter.ts'
import type { Question } from '../store.ts'
import type { AssessmentTable } from '../tables.ts'

/** What people said of these events; those that nobody assessed are left out. */
export const assessmentsOf: Question<readonly EventPlace[], readonly AssessmentTable[]> = {
  name: 'assessments-of',
  run: async (db, places) => {
    if (places.length === 0) return []
    const ids = places.map(({ id }) => id)
    const rows = await db.selectFrom('assessment').selectAll().where('event_id', 'in', ids).execute()
    const asked = new Set(places.map(({ time, id }) => `${time}.${id}`))
    return rows.filter(({ event_time: time, event_id: id }) => asked.has(`${time}.${id}`))
  },
}
