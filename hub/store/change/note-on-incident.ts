import type { AlertRule } from '../../alerts/alert-rule.ts'
import { keepDeeds } from '../keep-deeds.ts'
import type { Actor } from '../note-audit.ts'
import type { Change } from '../store.ts'

/** What somebody notes on an incident. */
export interface IncidentNote {
  readonly id: number
  readonly text: string
  readonly now: number
  readonly by: Actor
  readonly rules: readonly AlertRule[]
}

/** Adds a note to the history of an incident; false if there is no such incident. */
export const noteOnIncident: Change<IncidentNote, boolean> = {
  name: 'note-on-incident',
  run: async (db, { id, text, now, by, rules }) => {
    const row = await db.selectFrom('incident').selectAll().where('id', '=', id).executeTakeFirst()
    if (row === undefined) return false
    await keepDeeds(db, row, { deeds: [{ action: 'noted', detail: text }], news: 'changed', now, by, rules })
    return true
  },
}
