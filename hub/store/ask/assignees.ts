import type { Question } from '../store.ts'

/** The names of those who may take care of an incident: whoever is no viewer, and not disabled. */
export const assignees: Question<null, readonly string[]> = {
  name: 'assignees',
  run: async (db) => {
    const query = db.selectFrom('person').select('name').where('role', '<>', 'viewer').where('disabled', 'is', null)
    return (await query.orderBy('name').execute()).map(({ name }) => name)
  },
}
