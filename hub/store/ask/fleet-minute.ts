import type { TotalsRow } from '../../../lib/totals/totals.ts'
import type { Question } from '../store.ts'
import { sumRowsOf } from '../totals/keyed-sums.ts'
import { MINUTE } from '../totals/levels.ts'

/** For how long a host that tells its minutes is expected to go on, in seconds. */
const USUAL = 600

/** What a host told of a minute. */
export interface HostMinute {
  readonly agent: number
  readonly label: string
  readonly rows: readonly TotalsRow[]
}

/** A minute of all hosts. */
export interface FleetMinute {
  readonly hosts: readonly HostMinute[]
  /** How many hosts told a minute shortly before, and not this one, or not yet. */
  readonly missing: number
}

/** What all hosts told of the requests of a minute, which begins at this second. */
export const fleetMinute: Question<number, FleetMinute> = {
  name: 'fleet-minute',
  run: async (db, start) => {
    // A range of the key for each host: there are many minutes of others between.
    const expected = await db
      .selectFrom('agent')
      .select(['id', 'label'])
      .where((where) =>
        where.exists(
          where
            .selectFrom('totals')
            .select('start')
            .where('kind', '=', 'traffic')
            .where('width', '=', MINUTE)
            .whereRef('totals.agent', '=', 'agent.id')
            .where('start', '>=', start - USUAL)
            .where('start', '<=', start),
        ),
      )
      .orderBy('id')
      .execute()
    if (expected.length === 0) return { hosts: [], missing: 0 }
    const labels = new Map(expected.map(({ id, label }) => [id, label]))
    const told = await db
      .selectFrom('totals')
      .select(['agent', 'sums'])
      .where('kind', '=', 'traffic')
      .where('width', '=', MINUTE)
      .where('agent', 'in', [...labels.keys()])
      .where('start', '=', start)
      .orderBy('agent')
      .execute()
    const hosts = told.map(({ agent, sums }) => ({ agent, label: labels.get(agent) ?? '', rows: sumRowsOf(sums) }))
    return { hosts, missing: expected.length - told.length }
  },
}
