import type { Question } from '../store.ts'

/** What somebody's one-time codes are made from, as it is kept. */
export interface KeptTotp {
  readonly name: string
  readonly totp: string
}

/** What all one-time codes are made from: sealed, or in clear where an earlier version kept it. */
export const sealedSecrets: Question<null, readonly KeptTotp[]> = {
  name: 'sealed-secrets',
  run: (db) =>
    db
      .selectFrom('person')
      .select(['name', 'totp'])
      .where('totp', 'is not', null)
      .orderBy('name')
      .$narrowType<{ totp: string }>()
      .execute(),
}
