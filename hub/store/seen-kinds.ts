import { type Kysely, sql } from 'kysely'
import { inStatements } from './statement-rows.ts'
import type { Arrival } from './store.ts'
import type { SeenKindTable, Tables } from './tables.ts'

/** How exact the times are, in seconds: a busy log would change its rows with each commit. */
const STEP = 300

/** Notes when kinds were seen last. In the order of the key, so that two hubs never wait in a circle. */
export async function noteSeen(db: Kysely<Tables>, arrivals: readonly Arrival[]): Promise<void> {
  const rows = new Map<string, SeenKindTable>()
  for (const { agent, received, seen = [] } of arrivals)
    for (const { kind, log, time } of seen) {
      const key = `${agent} ${kind} ${log}`
      const latest = Math.max(rows.get(key)?.seen ?? 0, Math.min(time, received))
      rows.set(key, { agent, log, kind, seen: latest })
    }
  const ordered = [...rows.values()].sort(
    (a, b) => a.agent - b.agent || Buffer.compare(Buffer.from(a.log), Buffer.from(b.log)) || a.kind - b.kind,
  )
  for (const some of inStatements(ordered)) {
    await db
      .insertInto('seen_kind')
      .values(some)
      .onConflict((conflict) =>
        conflict
          .columns(['agent', 'log', 'kind'])
          .doUpdateSet({ seen: sql`excluded.seen` })
          .where(sql<boolean>`excluded.seen >= seen_kind.seen + ${sql.lit(STEP)}`),
      )
      .execute()
  }
}
