import { noteAudit } from '../note-audit.ts'
import { type Proof, provenName } from '../proof.ts'
import type { Change } from '../store.ts'

/** What the one-time codes of whoever showed who it is are made from. */
export interface OwnTotp {
  readonly proof: Proof
  /** Sealed, and the step of the code that was shown; null ends one-time codes. */
  readonly next: { readonly secret: string; readonly step: number } | null
  /** Digests of the codes that stand in for one-time codes, in place of all others. */
  readonly recovery: readonly string[]
  /** The digest of the session that stays. */
  readonly session: string
  readonly now: number
  readonly address: string
}

/** Begins or ends a person's one-time codes, and ends its other sessions; false if what it showed does not count. */
export const setOwnTotp: Change<OwnTotp, boolean> = {
  name: 'set-own-totp',
  run: async (db, { proof, next, recovery, session, now, address }) => {
    const name = await provenName(db, proof)
    if (name === undefined) return false
    const { person } = proof
    await db
      .updateTable('person')
      .set({ totp: next?.secret ?? null, totp_step: next?.step ?? 0 })
      .where('id', '=', person)
      .execute()
    await db.deleteFrom('recovery_code').where('person', '=', person).execute()
    const codes = recovery.map((digest) => ({ digest, person }))
    if (codes.length > 0) await db.insertInto('recovery_code').values(codes).execute()
    await db.deleteFrom('session').where('person', '=', person).where('digest', '!=', session).execute()
    const action = next === null ? 'totp_ended' : 'totp_begun'
    await noteAudit(db, { at: now, actor: name, address, action, target: name, detail: '' })
    return true
  },
}
