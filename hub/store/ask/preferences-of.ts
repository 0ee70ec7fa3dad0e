import type { PreferenceTable } from '../people-tables.ts'
import type { Question } from '../store.ts'

/** What a person has chosen about the console; null if nothing. */
export const preferencesOf: Question<number, Pick<PreferenceTable, 'revision' | 'document'> | null> = {
  name: 'preferences-of',
  run: async (db, person) =>
    (await db
      .selectFrom('preference')
      .select(['revision', 'document'])
      .where('person', '=', person)
      .executeTakeFirst()) ?? null,
}
