import { keyText } from '../../incidents/gather.ts'
import { inStatements } from '../statement-rows.ts'
import type { Question } from '../store.ts'

/** Which of these subjects have an incident, open or not: the texts of their keys. */
export const keysWithIncidents: Question<readonly string[], readonly string[]> = {
  name: 'keys-with-incidents',
  run: async (db, subjects) => {
    const found = new Set<string>()
    for (const some of inStatements(subjects)) {
      const query = db.selectFrom('incident').select(['kind', 'subject_type', 'subject']).distinct()
      for (const { kind, subject_type: subjectType, subject } of await query.where('subject', 'in', some).execute())
        found.add(keyText({ kind, subjectType, subject }))
    }
    return [...found]
  },
}
