import type { PersonTable } from '../people-tables.ts'
import type { Question } from '../store.ts'

/** A person as lists show it, without anything that proves who it is. */
export interface ListedPerson extends Pick<PersonTable, 'name' | 'role' | 'created' | 'disabled' | 'last_login'> {
  readonly has_password: boolean
  readonly has_totp: boolean
  /** How many recovery codes are left. */
  readonly recovery_codes: number
}

/** Every person, by name. */
export const everyPerson: Question<null, readonly ListedPerson[]> = {
  name: 'every-person',
  run: async (db) => {
    const people = await db
      .selectFrom('person')
      .select(['id', 'name', 'role', 'created', 'disabled', 'last_login', 'password', 'totp'])
      .orderBy('name')
      .execute()
    const codes = await db
      .selectFrom('recovery_code')
      .select(['person', (count) => count.fn.countAll<number>().as('left')])
      .groupBy('person')
      .execute()
    const left = new Map(codes.map((code) => [code.person, code.left]))
    return people.map(({ id, name, role, created, disabled, last_login, password, totp }) => ({
      name,
      role,
      created,
      disabled,
      last_login,
      has_password: password !== null,
      has_totp: totp !== null,
      recovery_codes: left.get(id) ?? 0,
    }))
  },
}
