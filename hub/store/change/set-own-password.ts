import { noteAudit } from '../note-audit.ts'
import { type Proof, provenName } from '../proof.ts'
import type { Change } from '../store.ts'

/** Another password for whoever showed who it is. */
export interface OwnPassword {
  readonly proof: Proof
  /** A PHC string. */
  readonly next: string
  /** The digest of the session that stays. */
  readonly session: string
  readonly now: number
  readonly address: string
}

/** Gives a person the password that it wants, and ends its other sessions; false if what it showed does not count. */
export const setOwnPassword: Change<OwnPassword, boolean> = {
  name: 'set-own-password',
  run: async (db, { proof, next, session, now, address }) => {
    const name = await provenName(db, proof)
    if (name === undefined) return false
    const { person } = proof
    await db.updateTable('person').set({ password: next }).where('id', '=', person).execute()
    await db.deleteFrom('session').where('person', '=', person).where('digest', '!=', session).execute()
    await noteAudit(db, { at: now, actor: name, address, action: 'password_changed', target: name, detail: '' })
    return true
  },
}
