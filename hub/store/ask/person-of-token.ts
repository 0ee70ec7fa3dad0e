import type { KnownPerson } from '../known-person.ts'
import type { Question } from '../store.ts'

/** An API token that counts. */
export interface KnownApiToken extends KnownPerson {
  /** When it was used last, to within some minutes. */
  readonly used: number | null
}

/** Whose API token this is; null if it is nobody's, has ended, was revoked, or its person was disabled. */
export const personOfToken: Question<{ id: string; digest: string; now: number }, KnownApiToken | null> = {
  name: 'person-of-token',
  run: async (db, { id, digest, now }) => {
    const found = await db
      .selectFrom('api_token')
      .innerJoin('person', 'person.id', 'api_token.person')
      .select(['person', 'person.name', 'role', 'scope', 'api_token.name as token', 'expires', 'used'])
      .where('api_token.id', '=', id)
      .where('digest', '=', digest)
      .where('expires', '>', now)
      .where('revoked', 'is', null)
      .where('disabled', 'is', null)
      .executeTakeFirst()
    return found ?? null
  },
}
