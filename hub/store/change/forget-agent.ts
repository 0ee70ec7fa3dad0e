import { countsAt } from '../counting-credential.ts'
import { listedAgent } from '../listed-agent.ts'
import { type Actor, noteAudit } from '../note-audit.ts'
import type { Change } from '../store.ts'

/** Whether a host was forgotten; if not, no host has that name, or it may still report. */
export type Forgetting = 'forgotten' | 'unknown' | 'may_report'

/** What is known of a host that has told nothing. */
const NOTHING = {
  reported: null,
  reports: 0,
  last_event: null,
  stale: 0,
  left_out: 0,
  status: null,
  status_at: null,
  checks_told: null,
  unread: null,
  version: null,
  health: null,
  lag: null,
} as const

/**
 * Takes a host whose credentials have ended out of lists, counts and what is watched, and its totals away. Its events
 * and incidents keep its name and label, and the name can be enrolled again.
 */
export const forgetAgent: Change<{ host: string; now: number; by: Actor }, Forgetting> = {
  name: 'forget-agent',
  run: async (db, { host, now, by }) => {
    const agent = await listedAgent(db, host)
    if (agent === undefined) return 'unknown'
    const counting = await db
      .selectFrom('credential')
      .select('identifier')
      .where('agent', '=', agent)
      .where(countsAt(now))
      .executeTakeFirst()
    if (counting !== undefined) return 'may_report'
    for (const table of ['credential', 'seen_kind', 'unseen', 'totals', 'agent_check'] as const)
      await db.deleteFrom(table).where('agent', '=', agent).execute()
    await db.updateTable('agent').set(NOTHING).where('id', '=', agent).execute()
    await noteAudit(db, { at: now, ...by, action: 'agent_forgotten', target: host, detail: '' })
    return 'forgotten'
  },
}
