import type { Insertable } from 'kysely'
import { type Actor, noteAudit } from '../note-audit.ts'
import type { ApiTokenTable } from '../people-tables.ts'
import type { Change } from '../store.ts'

/** A new API token of the person with that name. */
export interface NewApiToken {
  readonly owner: string
  readonly token: Omit<Insertable<ApiTokenTable>, 'person' | 'revoked' | 'used'>
  readonly by: Actor
}

/** Keeps a new API token; false if there is no such person, or if it is disabled. */
export const createApiToken: Change<NewApiToken, boolean> = {
  name: 'create-api-token',
  run: async (db, { owner, token, by }) => {
    const person = await db
      .selectFrom('person')
      .select('id')
      .where('name', '=', owner)
      .where('disabled', 'is', null)
      .executeTakeFirst()
    if (person === undefined) return false
    await db
      .insertInto('api_token')
      .values({ ...token, person: person.id })
      .execute()
    const detail = `${token.id}, ${token.scope}: ${token.name}`
    await noteAudit(db, { at: token.created, ...by, action: 'api_token_created', target: owner, detail })
    return true
  },
}
