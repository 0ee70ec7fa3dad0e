import { sql } from 'kysely'
import { rememberErased } from '../erasure/erased-mailboxes.ts'
import { type Actor, noteAudit } from '../note-audit.ts'
import type { Change } from '../store.ts'

/** A mailbox that is to be erased, in small letters. */
export interface ErasedMailbox {
  readonly address: string
  readonly now: number
  /** Until when agents may bring its events again. */
  readonly until: number
  readonly by: Actor
}

/**
 * Notes that a mailbox is erased, without its name: from here on what agents send again of it is not kept. Returns the
 * last arrival before that; reports that are being kept come before it, or know of the erasure.
 */
export const beginErasure: Change<ErasedMailbox, number> = {
  name: 'begin-erasure',
  run: async (db, { by, ...erased }) => {
    const { value } = await db
      .updateTable('counter')
      .set({ value: sql`value + 1` })
      .where('name', '=', 'arrival')
      .returning('value')
      .executeTakeFirstOrThrow()
    const digest = await rememberErased(db, erased)
    const target = `mailbox ${digest.slice(0, 16)}`
    await noteAudit(db, { at: erased.now, ...by, action: 'mailbox_erased', target, detail: '' })
    return value
  },
}
