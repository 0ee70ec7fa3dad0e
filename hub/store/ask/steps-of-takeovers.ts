import type { Kysely } from 'kysely'
import { type EventPlace, newestFirst } from '../event-filter.ts'
import { inStatements } from '../statement-rows.ts'
import type { Question } from '../store.ts'
import type { KeptEvent, Tables } from '../tables.ts'
import { isTakeover, withoutAssessment } from '../takeover-step.ts'

/** Which steps of takeovers; kinds are numbers. */
export interface TakeoverStepsWish {
  readonly kinds: readonly number[]
  readonly agent?: number
  /** The first second after. */
  readonly until?: number
  readonly limit: number
}

/** How many takeovers are looked through, open and closed each; and how many closed incidents for the latter. */
const MOST_TAKEOVERS = 500
const MOST_CLOSED = 10_000

/** The newest events of hosts that takeovers count as steps, and that nobody assessed; newest first. */
export const stepsOfTakeovers: Question<TakeoverStepsWish, readonly KeptEvent[]> = {
  name: 'steps-of-takeovers',
  run: async (db, { kinds, agent, until = Number.MAX_SAFE_INTEGER, limit }) => {
    const takeovers = [...(await openTakeovers(db)), ...(await closedTakeovers(db))]
    if (takeovers.length === 0) return []
    let query = db
      .selectFrom('incident_step')
      .select(['event_time as time', 'event_id as id'])
      .distinct()
      .where('incident', 'in', takeovers)
      // What the hub concluded is no event.
      .where('agent', agent === undefined ? '<>' : '=', agent ?? 0)
      .where('kind', 'in', kinds)
      .where('event_time', '<', until)
    query = query.where(withoutAssessment('incident_step.event_id', 'incident_step.event_time'))
    const rows = await query.orderBy('event_time', 'desc').orderBy('event_id', 'desc').limit(limit).execute()
    return eventsAt(db, rows)
  },
}

/** Those that changed last. */
async function openTakeovers(db: Kysely<Tables>): Promise<readonly number[]> {
  const open = db.selectFrom('incident').select('id').where(isTakeover()).where('closed', 'is', null)
  return (await open.orderBy('updated', 'desc').limit(MOST_TAKEOVERS).execute()).map(({ id }) => id)
}

async function closedTakeovers(db: Kysely<Tables>): Promise<readonly number[]> {
  const closed = db
    .selectFrom('incident')
    .selectAll()
    .where('closed', 'is not', null)
    .orderBy('closed', 'desc')
    .limit(MOST_CLOSED)
    .as('incident')
  const query = db.selectFrom(closed).select('id').where(isTakeover())
  return (await query.orderBy('closed', 'desc').limit(MOST_TAKEOVERS).execute()).map(({ id }) => id)
}

async function eventsAt(db: Kysely<Tables>, places: readonly EventPlace[]): Promise<readonly KeptEvent[]> {
  const asked = new Set(places.map(({ time, id }) => `${time}.${id}`))
  const events: KeptEvent[] = []
  // A join would read all events there are: SQLite makes an index of their view.
  for (const some of inStatements(places)) {
    const ids = some.map(({ id }) => id)
    events.push(...(await db.selectFrom('event').selectAll().where('id', 'in', ids).execute()))
  }
  return events.filter(({ time, id }) => asked.has(`${time}.${id}`)).toSorted(newestFirst)
}
