import type { KnownPerson } from '../known-person.ts'
import type { Question } from '../store.ts'

/** A session that counts. */
export interface KnownSession extends KnownPerson {
  /** When it was used last, to within a minute. */
  readonly seen: number
}

/** Whose session this is; null if it is nobody's, has ended, was unused since `idle`, or its person was disabled. */
export const personOfSession: Question<{ digest: string; now: number; idle: number }, KnownSession | null> = {
  name: 'person-of-session',
  run: async (db, { digest, now, idle }) => {
    const found = await db
      .selectFrom('session')
      .innerJoin('person', 'person.id', 'session.person')
      .select(['person', 'name', 'role', 'expires', 'seen'])
      .where('digest', '=', digest)
      .where('expires', '>', now)
      .where('seen', '>', idle)
      .where('disabled', 'is', null)
      .executeTakeFirst()
    return found === undefined ? null : { ...found, scope: 'write', token: null }
  },
}
