import type { ApiTokenTable } from '../people-tables.ts'
import type { Question } from '../store.ts'

/** An API token as lists show it. */
export interface ListedApiToken extends Omit<ApiTokenTable, 'digest' | 'person'> {
  readonly owner: string
  /** Since when its person is disabled, if so. */
  readonly disabled: number | null
}

/** Every API token, or those of one person, the newest first. */
export const everyApiToken: Question<{ readonly owner?: string }, readonly ListedApiToken[]> = {
  name: 'every-api-token',
  run: (db, { owner }) =>
    db
      .selectFrom('api_token')
      .innerJoin('person', 'person.id', 'api_token.person')
      .select(['api_token.id', 'person.name as owner', 'api_token.name', 'scope', 'api_token.created', 'expires'])
      .select(['revoked', 'used', 'disabled'])
      .$if(owner !== undefined, (query) => query.where('person.name', '=', owner ?? ''))
      .orderBy('api_token.created', 'desc')
      .orderBy('api_token.id')
      .execute(),
}
