import type { Kysely } from 'kysely'
import { noteAudit } from '../note-audit.ts'
import type { Change } from '../store.ts'
import type { Tables } from '../tables.ts'

/** A one-time code by its step, or the digest of a recovery code; each counts once. */
export type SecondFactor = { readonly step: number } | { readonly recovery: string }

/** Somebody whose password was right. */
export interface Login {
  readonly person: number
  /** The hash that it was compared with, and another one of the same password, if it is to be replaced. */
  readonly password: string
  readonly renewed: string | null
  /** Null if none is needed. */
  readonly second: SecondFactor | null
  readonly session: { readonly digest: string; readonly expires: number }
  /** The session that the same browser had before. */
  readonly previous: string | null
  readonly now: number
  readonly address: string
}

/**
 * Begins a session; false if the code was used before, or if the person was disabled, or got another password or
 * another second factor meanwhile.
 */
export const logIn: Change<Login, boolean> = {
  name: 'log-in',
  run: async (db, { person, password, renewed, second, session, previous, now, address }) => {
    const found = await db
      .selectFrom('person')
      .select(['name', 'totp', 'totp_step'])
      .where('id', '=', person)
      .where('password', '=', password)
      .where('disabled', 'is', null)
      .executeTakeFirst()
    if (found === undefined || (found.totp === null) !== (second === null)) return false
    if (second !== null && !(await counts(db, person, second))) return false
    await db
      .updateTable('person')
      .set({ last_login: now, password: renewed ?? password })
      .where('id', '=', person)
      .execute()
    await db
      .deleteFrom('session')
      .where((where) => where.or([where('digest', '=', previous ?? ''), where('expires', '<=', now)]))
      .execute()
    await db
      .insertInto('session')
      .values({ ...session, person, created: now, seen: now, address })
      .execute()
    const detail = second === null ? 'by password' : 'step' in second ? 'by password and code' : 'by a recovery code'
    await noteAudit(db, { at: now, actor: found.name, action: 'login', target: '', address, detail })
    return true
  },
}

/** Whether a code counts; then it counts no more. */
async function counts(db: Kysely<Tables>, person: number, second: SecondFactor): Promise<boolean> {
  const used =
    'step' in second
      ? await db
          .updateTable('person')
          .set({ totp_step: second.step })
          .where('id', '=', person)
          .where('totp_step', '<', second.step)
          .returning('id')
          .executeTakeFirst()
      : await db
          .deleteFrom('recovery_code')
          .where('person', '=', person)
          .where('digest', '=', second.recovery)
          .returning('person')
          .executeTakeFirst()
  return used !== undefined
}
