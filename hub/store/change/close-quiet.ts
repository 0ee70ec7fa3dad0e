import { type Kysely, sql } from 'kysely'
import type { AlertRule } from '../../alerts/alert-rule.ts'
import { QUIET_ENDS, type QuietEnd } from '../../incidents/life-cycle.ts'
import { NOTHING_EXPECTED } from '../../incidents/told-end.ts'
import { countsAt } from '../counting-credential.ts'
import { followIncident } from '../follow-incident.ts'
import { incidentOf } from '../incident-of.ts'
import type { KeptIncident } from '../incident-tables.ts'
import { noteHistory } from '../note-history.ts'
import { severityNumber } from '../number-words.ts'
import type { Change } from '../store.ts'
import type { Tables } from '../tables.ts'
import { toldEnds } from '../told-ends.ts'

/** When it is, in seconds, and who follows. */
interface Closing {
  readonly now: number
  readonly rules: readonly AlertRule[]
}

/** So many are closed at once. */
const MOST = 100

/**
 * Closes incidents of which nothing was seen for long, by their kind, and those of hosts of which nothing is expected
 * any more, or whose agents say that all is well; returns how many.
 */
export const closeQuiet: Change<Closing, number> = {
  name: 'close-quiet',
  isBulky: true,
  run: async (db, closing) => {
    let closed = 0
    for (const end of QUIET_ENDS)
      closed += await closeAll(db, await quietIncidents(db, end, closing.now), end.reason, closing)
    closed += await closeAll(db, await unexpectedHosts(db, closing.now), NOTHING_EXPECTED, closing)
    for (const { row, reason } of (await toldEnds(db, closing.now)).slice(0, MOST))
      closed += await closeAll(db, [row], reason, closing)
    return closed
  },
}

async function closeAll(
  db: Kysely<Tables>,
  rows: readonly KeptIncident[],
  reason: string,
  { now, rules }: Closing,
): Promise<number> {
  for (const row of rows) {
    await close(db, row, reason, now)
    const incident = incidentOf({ ...row, state: 'resolved', revision: row.revision + 1 })
    await followIncident(db, { news: 'closed', incident, at: now }, rules)
  }
  return rows.length
}

/** Open blind spots of hosts whose credentials have all ended. */
async function unexpectedHosts(db: Kysely<Tables>, now: number): Promise<readonly KeptIncident[]> {
  return db
    .selectFrom('incident')
    .selectAll('incident')
    .where('closed', 'is', null)
    .where('kind', '=', 'blind_spot')
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('agent')
            .innerJoin('credential', 'credential.agent', 'agent.id')
            .select('identifier')
            .where(sql<boolean>`lower(agent.host) = incident.subject`)
            .where(countsAt(now)),
        ),
      ),
    )
    .orderBy('id')
    .limit(MOST)
    .execute()
}

async function quietIncidents(
  db: Kysely<Tables>,
  { kind, quiet, most }: QuietEnd,
  now: number,
): Promise<readonly KeptIncident[]> {
  return db
    .selectFrom('incident')
    .selectAll()
    .where('closed', 'is', null)
    .where('kind', '=', kind)
    .where('severity', '<=', severityNumber(most))
    .where('updated', '<=', now - quiet)
    .orderBy('updated')
    .orderBy('id')
    .limit(MOST)
    .execute()
}

async function close(db: Kysely<Tables>, { id, revision }: KeptIncident, reason: string, now: number): Promise<void> {
  await db
    .updateTable('incident')
    .set({ state: 'resolved', closed: now, closed_by: '', reason, updated: now, revision: revision + 1 })
    .where('id', '=', id)
    .execute()
  await noteHistory(db, { incident: id, at: now, actor: '', action: 'resolved', detail: reason })
}
