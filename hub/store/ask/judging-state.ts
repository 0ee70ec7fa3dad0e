import { INCIDENTS, RULES } from '../judging/move-judging.ts'
import type { Question } from '../store.ts'

/** Where judging goes on. */
export interface JudgingState {
  /** All arrivals up to this one are in the incidents. */
  readonly judged: number
  /** All arrivals up to this one are in what the rules of the fleet knew, as JSON; 0 and empty if they knew nothing. */
  readonly ruled: number
  readonly state: string
}

/** Where judging goes on. */
export const judgingState: Question<null, JudgingState> = {
  name: 'judging-state',
  run: async (db) => {
    const rows = await db.selectFrom('judging').selectAll().execute()
    const [incidents, rules] = [INCIDENTS, RULES].map((name) => rows.find((row) => row.name === name))
    return { judged: incidents?.arrival ?? 0, ruled: rules?.arrival ?? 0, state: rules?.state ?? '' }
  },
}
