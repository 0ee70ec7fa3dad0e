import { type Kysely, sql } from 'kysely'
import { inStatements } from './statement-rows.ts'
import type { EventHourTable, NewEvent, Tables } from './tables.ts'

/** Stands for all agents together in the counts of hours, so that those of a fleet are few rows. */
export const ALL_AGENTS = 0

/** Adds new events to the counts of their hours. In the order of the key, so that two hubs never wait in a circle. */
export async function countEvents(db: Kysely<Tables>, events: readonly NewEvent[]): Promise<void> {
  const counts = new Map<string, EventHourTable>()
  const add = (agent: number, hour: number, kind: number, count: number): void => {
    const key = `${agent} ${hour} ${kind}`
    counts.set(key, { agent, hour, kind, count: (counts.get(key)?.count ?? 0) + count })
  }
  for (const { agent, time, kind } of events) add(agent, time - (time % 3600), kind, 1)
  const ofAgents = [...counts.values()]
  for (const { hour, kind, count } of ofAgents) add(ALL_AGENTS, hour, kind, count)
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
