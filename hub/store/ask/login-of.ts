import type { PersonTable } from '../people-tables.ts'
import type { Question } from '../store.ts'

/** What a login is compared with. */
export interface KnownLogin extends Pick<PersonTable, 'role' | 'totp'> {
  readonly person: number
  readonly password: string
}

/** What somebody of that name signs in with; null if nobody can. */
export const loginOf: Question<string, KnownLogin | null> = {
  name: 'login-of',
  run: async (db, name) => {
    const found = await db
      .selectFrom('person')
      .select(['id as person', 'role', 'totp', 'password'])
      .where('name', '=', name)
      .where('disabled', 'is', null)
      .where('password', 'is not', null)
      .$narrowType<{ password: string }>()
      .executeTakeFirst()
    return found ?? null
  },
}
