import type { Question } from '../store.ts'
import type { EnrolTokenTable } from '../tables.ts'

/** Every token for enrolments, the newest first. */
export const everyToken: Question<null, readonly Omit<EnrolTokenTable, 'digest'>[]> = {
  name: 'every-token',
  run: (db) =>
    db
      .selectFrom('enrol_token')
      .select(['id', 'label', 'host', 'maker', 'created', 'expires', 'uses_left', 'revoked'])
      .orderBy('created', 'desc')
      .orderBy('id')
      .execute(),
}
