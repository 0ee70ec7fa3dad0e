import { type Actor, noteAudit } from '../note-audit.ts'
import { unlessChanged } from '../unless-changed.ts'

/** What a person's one-time codes are made from. */
export interface NewTotp {
  readonly name: string
  /** Sealed; null ends one-time codes. */
  readonly secret: string | null
  /** Digests of the codes that stand in for one-time codes, in place of all others. */
  readonly recovery: readonly string[]
  readonly now: number
  readonly by: Actor
}

/** Begins or ends one-time codes for a person and ends the sessions; false if there is no such person. */
export const setTotp = unlessChanged<NewTotp, boolean>({
  name: 'set-totp',
  run: async (db, { name, secret, recovery, now, by }) => {
    const person = await db
      .updateTable('person')
      .set({ totp: secret, totp_step: 0 })
      .where('name', '=', name)
      .returning('id')
      .executeTakeFirst()
    if (person === undefined) return false
    await db.deleteFrom('recovery_code').where('person', '=', person.id).execute()
    const codes = recovery.map((digest) => ({ digest, person: person.id }))
    if (codes.length > 0) await db.insertInto('recovery_code').values(codes).execute()
    await db.deleteFrom('session').where('person', '=', person.id).execute()
    const action = secret === null ? 'totp_ended' : 'totp_begun'
    await noteAudit(db, { at: now, ...by, action, target: name, detail: '' })
    return true
  },
})
