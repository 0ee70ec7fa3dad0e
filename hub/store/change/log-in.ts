import { noteAudit } from '../note-audit.ts'
import { type Proof, provenName } from '../proof.ts'
import type { Change } from '../store.ts'

/** Somebody whose password was right. */
export interface Login extends Proof {
  /** Another hash of the same password, if it is to be replaced. */
  readonly renewed: string | null
  readonly session: { readonly digest: string; readonly expires: number }
  /** The session that the same browser had before. */
  readonly previous: string | null
  readonly now: number
  readonly address: string
}

/** Begins a session; false if what was shown does not count any more. */
export const logIn: Change<Login, boolean> = {
  name: 'log-in',
  run: async (db, { renewed, session, previous, now, address, ...proof }) => {
    const { person, password, second } = proof
    const name = await provenName(db, proof)
    if (name === undefined) return false
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
    await noteAudit(db, { at: now, actor: name, action: 'login', target: '', address, detail })
    return true
  },
}
