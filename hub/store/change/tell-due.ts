import { randomUUID } from 'node:crypto'
import type { Kysely, Selectable } from 'kysely'
import type { AlertChannel } from '../../alerts/alert-channel.ts'
import { alertMessage } from '../../alerts/alert-message.ts'
import type { AlertRule } from '../../alerts/alert-rule.ts'
import { type AlertReason, decided } from '../../alerts/alert-thread.ts'
import { whyNot } from '../../alerts/obstacle.ts'
import type { Snooze } from '../../alerts/snooze.ts'
import type { ToldIncident } from '../../alerts/told-incident.ts'
import type { AlertThreadTable } from '../alert-tables.ts'
import { concernedBy } from '../concerned-by.ts'
import { dueThreads } from '../due-threads.ts'
import { incidentOf } from '../incident-of.ts'
import type { KeptIncident } from '../incident-tables.ts'
import { postAlert, releaseOf } from '../post-alert.ts'
import { snoozesInForce } from '../snoozes-in-force.ts'
import type { Change, SegmentOf } from '../store.ts'
import type { Tables } from '../tables.ts'
import { keepThread, threadOfRow } from '../thread-rows.ts'
import { toldIncidentOf } from '../told-incident-of.ts'

/** What messages are made with. */
export interface AlertTerms {
  /** In seconds. */
  readonly now: number
  readonly rules: readonly AlertRule[]
  readonly channels: readonly AlertChannel[]
  /** How people reach the hub; null if nobody said. */
  readonly publicUrl: string | null
  /** Where addresses are, in words, as pairs: those of `addressesToTell`. */
  readonly places: readonly (readonly [string, string])[]
}

/** Looks at the threads that are due, and puts into the outbox what they tell; returns how many it looked at. */
export const tellDue: Change<AlertTerms, number> = {
  name: 'tell-due',
  isBulky: true,
  run: async (db, terms, segmentOf) => {
    const { now } = terms
    const telling = { ...terms, segmentOf }
    const rows = await dueThreads(db, now)
    const snoozes = await snoozesInForce(db, now)
    for (const row of rows) await lookAt(db, row, snoozes, telling)
    return rows.length
  },
}

type Telling = AlertTerms & { readonly segmentOf: SegmentOf }

async function lookAt(
  db: Kysely<Tables>,
  row: Selectable<AlertThreadTable>,
  snoozes: readonly Snooze[],
  telling: Telling,
): Promise<void> {
  const { now, rules } = telling
  const rule = rules.find(({ name }) => name === row.rule)
  const kept = await db.selectFrom('incident').selectAll().where('id', '=', row.incident).executeTakeFirst()
  const before = threadOfRow(row)
  if (rule === undefined || kept === undefined) {
    await keepThread(db, row.incident, row.rule, { ...before, state: 'ended', due: null })
    return
  }
  const incident = incidentOf(kept)
  const obstacle = whyNot(rule, incident, await concernedBy(db, incident, [rule], snoozes), snoozes)
  const { thread, tells } = decided(before, incident, rule, obstacle, now)
  await keepThread(db, row.incident, row.rule, thread)
  if (tells !== undefined) await post(db, kept, rule, tells, telling)
}

async function post(
  db: Kysely<Tables>,
  kept: KeptIncident,
  { name: rule, to: names, digest }: AlertRule,
  reason: AlertReason,
  { now, channels, publicUrl, places, segmentOf }: Telling,
): Promise<void> {
  const told = await toldIncidentOf(db, kept, { publicUrl, places: new Map(places), segmentOf })
  const message = alertMessage(told, { id: randomUUID(), time: now * 1000, rule, reason })
  const [host, severity] = [serverOf(told), kept.severity]
  const to = []
  for (const channel of channels.filter(({ name }) => names.includes(name)))
    to.push({ channel, ...(await releaseOf(db, channel, { rule, digest, severity, host, now })) })
  await postAlert(db, { message, incident: kept.id, host, rule, reason, severity, now }, to)
}

/** The only server that an incident concerns; empty if there are several, or none. */
function serverOf({ incident: { subjectType, subject }, hosts }: ToldIncident): string {
  const [only = '', ...others] = new Set([...(subjectType === 'host' ? [subject] : []), ...hosts])
  return others.length === 0 ? only : ''
}
