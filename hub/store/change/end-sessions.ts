import { type Actor, noteAudit } from '../note-audit.ts'
import { unlessChanged } from '../unless-changed.ts'

/** Whose sessions end. */
export interface EndedSessions {
  readonly name: string
  /** The digest of the session that stays, if one does. */
  readonly but: string | null
  readonly now: number
  readonly by: Actor
}

/** Ends the sessions of a person at once; false if there is no such person. */
export const endSessions = unlessChanged<EndedSessions, boolean>({
  name: 'end-sessions',
  run: async (db, { name, but, now, by }) => {
    const person = await db.selectFrom('person').select('id').where('name', '=', name).executeTakeFirst()
    if (person === undefined) return false
    const ended = await db
      .deleteFrom('session')
      .where('person', '=', person.id)
      .$if(but !== null, (query) => query.where('digest', '!=', but ?? ''))
      .returning('person')
      .execute()
    if (ended.length > 0)
      await noteAudit(db, { at: now, ...by, action: 'sessions_ended', target: name, detail: String(ended.length) })
    return true
  },
})
