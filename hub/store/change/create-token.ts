import { type Actor, noteAudit } from '../note-audit.ts'
import type { Change } from '../store.ts'
import type { EnrolTokenTable } from '../tables.ts'

/** A new token for enrolments. */
export interface NewEnrolToken {
  readonly token: Omit<EnrolTokenTable, 'maker' | 'revoked'>
  readonly by: Actor
}

/** Keeps a new token for enrolments. */
export const createToken: Change<NewEnrolToken, null> = {
  name: 'create-token',
  run: async (db, { token, by }) => {
    await db
      .insertInto('enrol_token')
      .values({ ...token, maker: by.actor })
      .execute()
    const { id, host, label, uses_left: uses, created: at } = token
    const detail = `${host ?? `${uses} ${uses === 1 ? 'use' : 'uses'}`}${label === '' ? '' : `, ${label}`}`
    await noteAudit(db, { at, ...by, action: 'enrol_token_created', target: id, detail })
    return null
  },
}
