import type { AlertRule } from '../../alerts/alert-rule.ts'
import type { AlertThread } from '../../alerts/alert-thread.ts'
import { type Obstacle, whyNot } from '../../alerts/obstacle.ts'
import { concernedBy } from '../concerned-by.ts'
import { incidentOf } from '../incident-of.ts'
import type { KeptIncident } from '../incident-tables.ts'
import { snoozesInForce } from '../snoozes-in-force.ts'
import type { Question } from '../store.ts'
import { threadOfRow } from '../thread-rows.ts'

/** How an incident stands with the rules. */
export interface ToldRules {
  readonly incident: KeptIncident
  readonly rules: readonly {
    readonly rule: string
    readonly thread: AlertThread | null
    /** What is in the way now. */
    readonly obstacle: Obstacle | null
  }[]
}

/** How an incident stands with each of these rules at a time, in seconds; null if there is no such incident. */
export const toldRules: Question<{ id: number; rules: readonly AlertRule[]; now: number }, ToldRules | null> = {
  name: 'told-rules',
  run: async (db, { id, rules, now }) => {
    const incident = await db.selectFrom('incident').selectAll().where('id', '=', id).executeTakeFirst()
    if (incident === undefined) return null
    const judged = incidentOf(incident)
    const snoozes = await snoozesInForce(db, now)
    const concerned = await concernedBy(db, judged, rules, snoozes)
    const rows = await db.selectFrom('alert_thread').selectAll().where('incident', '=', id).execute()
    const threads = new Map(rows.map((row) => [row.rule, threadOfRow(row)]))
    return {
      incident,
      rules: rules.map((rule) => ({
        rule: rule.name,
        thread: threads.get(rule.name) ?? null,
        obstacle: whyNot(rule, judged, concerned, snoozes) ?? null,
      })),
    }
  },
}
