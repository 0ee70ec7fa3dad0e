import type { Change } from '../store.ts'

/** What a person chooses about the console from now on. */
export interface ChosenPreferences {
  readonly person: number
  /** The revision that was seen; null if any will do. */
  readonly seen: number | null
  /** As JSON. */
  readonly document: string
}

/** Keeps what a person chose; returns its revision, or null if it has changed since it was seen. */
export const setPreferences: Change<ChosenPreferences, number | null> = {
  name: 'set-preferences',
  run: async (db, { person, seen, document }) => {
    const kept = await db.selectFrom('preference').select('revision').where('person', '=', person).executeTakeFirst()
    const before = kept?.revision ?? 0
    if (seen !== null && seen !== before) return null
    const revision = before + 1
    if (kept === undefined) await db.insertInto('preference').values({ person, revision, document }).execute()
    else await db.updateTable('preference').set({ revision, document }).where('person', '=', person).execute()
    return revision
  },
}
