import type { SessionTable } from '../people-tables.ts'
import type { Question } from '../store.ts'

/** A browser in which somebody is signed in. */
export interface OpenSession extends Omit<SessionTable, 'person'> {
  readonly owner: string
}

/** Whose sessions are wanted: those of one person, or of everybody. */
export interface SessionWish {
  readonly now: number
  /** Those that were not used since count no more. */
  readonly idle: number
  readonly owner?: string
}

/** The sessions that count, the one used last first. */
export const openSessions: Question<SessionWish, readonly OpenSession[]> = {
  name: 'open-sessions',
  run: (db, { now, idle, owner }) =>
    db
      .selectFrom('session')
      .innerJoin('person', 'person.id', 'session.person')
      .select(['person.name as owner', 'digest', 'session.created', 'seen', 'expires', 'address'])
      .where('expires', '>', now)
      .where('seen', '>', idle)
      .where('disabled', 'is', null)
      .$if(owner !== undefined, (query) => query.where('person.name', '=', owner ?? ''))
      .orderBy('seen', 'desc')
      .orderBy('digest')
      .execute(),
}
