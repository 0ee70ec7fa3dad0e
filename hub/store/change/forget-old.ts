import type { Kysely } from 'kysely'
import type { EventPlace } from '../event-filter.ts'
import { forgetAlerts, forgetIncidents } from '../forget-incidents.ts'
import { removeEvents } from '../remove-events.ts'
import type { Change } from '../store.ts'
import type { Tables } from '../tables.ts'

/** What is old, in seconds: before these times. */
export interface Ages {
  /** Kinds of events by their numbers, each with its own. */
  readonly kinds: readonly (readonly [kind: number, before: number])[]
  /** When they ended; what is not of one incident, when it was made. */
  readonly incidents: number
  readonly quarantine: number
  readonly audit: number
  readonly now: number
}

/** How many events, rows and incidents of each sort are deleted in one transaction, so that no report waits for it. */
const [EVENTS, ROWS, INCIDENTS] = [1000, 1000, 5]

/** Deletes some of what is old; returns whether more of it is left. */
export const forgetOld: Change<Ages, boolean> = {
  name: 'forget-old',
  run: async (db, { kinds, incidents, quarantine, audit, now }, segmentOf) => {
    const events = await oldEvents(db, kinds)
    await removeEvents(db, segmentOf, events)
    const ended = await oldIncidents(db, incidents)
    await forgetIncidents(db, ended)
    const alerts = await oldAlerts(db, incidents)
    await forgetAlerts(db, alerts)
    const entries = await forgetRows(db, 'quarantine', quarantine)
    const notes = await forgetRows(db, 'audit', audit)
    await db.deleteFrom('snooze').where('until', '<', incidents).execute()
    await db.deleteFrom('erased_mailbox').where('until', '<=', now).execute()
    return events.length >= EVENTS || ended.length >= INCIDENTS || Math.max(alerts.length, entries, notes) >= ROWS
  },
}

async function oldEvents(db: Kysely<Tables>, kinds: Ages['kinds']): Promise<readonly EventPlace[]> {
  const found: EventPlace[] = []
  for (const [kind, before] of kinds) {
    const old = db.selectFrom('event').select(['time', 'id']).where('kind', '=', kind).where('time', '<', before)
    const left = EVENTS - found.length
    if (left > 0) found.push(...(await old.orderBy('time').orderBy('id').limit(left).execute()))
  }
  return found
}

async function oldIncidents(db: Kysely<Tables>, before: number): Promise<readonly number[]> {
  const old = db.selectFrom('incident').select('id').where('closed', '<', before).limit(INCIDENTS)
  return (await old.execute()).map(({ id }) => id)
}

/** Those that joined several, and tests. */
async function oldAlerts(db: Kysely<Tables>, before: number): Promise<readonly number[]> {
  const old = db.selectFrom('alert').select('id').where('made', '<', before).where('incident', 'is', null)
  return (await old.orderBy('made').limit(ROWS).execute()).map(({ id }) => id)
}

/** By their times alone: a row that a wrong clock numbered first must not keep the others. */
async function forgetRows(db: Kysely<Tables>, table: 'quarantine' | 'audit', before: number): Promise<number> {
  const rows = await db.selectFrom(table).select('id').where('at', '<', before).orderBy('at').limit(ROWS).execute()
  const old = rows.map(({ id }) => id)
  if (old.length > 0) await db.deleteFrom(table).where('id', 'in', old).execute()
  return old.length
}
