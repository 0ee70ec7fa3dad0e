import { type Kysely, sql } from 'kysely'
import { inStatements } from './statement-rows.ts'
import type { EventHourTable, NewEvent, Tables } from './tables.ts'

/** Stands for all agents together in the counts of hours, so that those of a fleet are few rows. */
export const ALL_AGENTS = 0

/** Adds new events to the counts of their hours. In the order of the key, so that two hubs never wait in a circle. */
export async function countEvents(db: Kysely<Tables>, events: readonly NewEvent[]): Promise<void> {
  const counts = new Map<string, EventHourTable>()
  for (const { time, agent, kind } of events)
    for (const whose of [ALL_AGENTS, agent]) {
      const hour = time - (time % 3600)
      const key = `${whose} ${hour} ${kind}`
      counts.set(key, { agent: whose, hour, kind, count: (counts.get(key)?.count ?? 0) + 1 })
    }
  const rows = [...counts.values()].sort((a, b) => a.agent - b.agent || a.hour - b.hour || a.kind - b.kind)
  for (const some of inStatements(rows)) {
    await db
      .insertInto('event_hour')
      .values(some)
      .onConflict((conflict) =>
        conflict.columns(['agent', 'hour', 'kind']).doUpdateSet({ count: sql`event_hour.count + excluded.count` }),
      )
      .execute()
  }
}
