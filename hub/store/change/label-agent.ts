import { isListed } from '../listed-agent.ts'
import { type Actor, noteAudit } from '../note-audit.ts'
import type { Change } from '../store.ts'

/** Which host gets which label, when, in seconds, and who says so. */
export interface NewLabel {
  readonly host: string
  /** Empty for none. */
  readonly label: string
  readonly now: number
  readonly by: Actor
}

/** Gives a host another label; false if no host has that name. */
export const labelAgent: Change<NewLabel, boolean> = {
  name: 'label-agent',
  run: async (db, { host, label, now, by }) => {
    const labelled = await db
      .updateTable('agent')
      .set({ label })
      .where('host', '=', host)
      .where(isListed())
      .returning('id')
      .execute()
    if (labelled.length === 0) return false
    await noteAudit(db, { at: now, ...by, action: 'agent_labelled', target: host, detail: label })
    return true
  },
}
