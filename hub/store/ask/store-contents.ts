import { sql } from 'kysely'
import { ALL_AGENTS } from '../hour-counts.ts'
import { isListed } from '../listed-agent.ts'
import { MOVED_TO, settingOf } from '../setting.ts'
import type { Question } from '../store.ts'
import { type TotalsSize, totalsSize } from '../totals/totals-size.ts'
import { type JudgingLag, judgingLag } from './judging-lag.ts'

/** What a store holds. */
export interface StoreContents {
  /** When its tables were made, in seconds. */
  readonly made: number
  /** Events by UTC day, newest first; a day is its first second. */
  readonly days: readonly { readonly day: number; readonly events: number }[]
  /** Times of the oldest and the newest event, by their own clocks. */
  readonly oldest: number | null
  readonly newest: number | null
  readonly agents: number
  readonly quarantined: number
  readonly totals: TotalsSize
  readonly judging: JudgingLag
  /** Whether a hub works on the store now. */
  readonly isServed: boolean
  /** Where the store was moved to, after which it takes nothing more; null if it was not. */
  readonly movedTo: string | null
}

/** What a store holds. */
export const storeContents: Question<null, StoreContents> = {
  name: 'store-contents',
  run: async (db) => {
    const day = sql<number>`hour - hour % 86400`
    const days = await db
      .selectFrom('event_hour')
      .select([day.as('day'), sql<number>`sum(count)`.as('events')])
      .where('agent', '=', ALL_AGENTS)
      .groupBy(day)
      .orderBy('day', 'desc')
      .execute()
    const times = db.selectFrom('event').select('time').limit(1)
    const oldest = await times.orderBy('time').executeTakeFirst()
    const newest = await times.orderBy('time', 'desc').executeTakeFirst()
    const count = sql<number>`count(*)`.as('count')
    const agents = await db.selectFrom('agent').select(count).where(isListed()).executeTakeFirstOrThrow()
    const quarantined = await db.selectFrom('quarantine').select(count).executeTakeFirstOrThrow()
    const served = await db
      .selectFrom('lease')
      .select('name')
      .where('until', '>', sql<number>`unixepoch()`)
      .execute()
    const { made } = await db
      .selectFrom('migration')
      .select(sql<number>`min(at)`.as('made'))
      .executeTakeFirstOrThrow()
    return {
      made,
      days,
      oldest: oldest?.time ?? null,
      newest: newest?.time ?? null,
      agents: agents.count,
      quarantined: quarantined.count,
      totals: await totalsSize(db),
      judging: await judgingLag.run(db, null),
      isServed: served.length > 0,
      movedTo: (await settingOf(db, MOVED_TO)) ?? null,
    }
  },
}
