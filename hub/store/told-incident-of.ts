import type { Kysely, Selectable } from 'kysely'
import * as v from 'valibot'
import { foreignJson } from '../../lib/text/foreign-json.ts'
import { MOST_SHOWN, type ToldIncident, type ToldStep } from '../alerts/told-incident.ts'
import { incidentOf } from './incident-of.ts'
import type { IncidentStepTable, KeptIncident } from './incident-tables.ts'
import { kindWord } from './number-words.ts'
import type { Tables } from './tables.ts'

/** An incident as messages tell it; `publicUrl` is how people reach the hub, if that is known. */
export async function toldIncidentOf(
  db: Kysely<Tables>,
  row: KeptIncident,
  publicUrl: string | null,
): Promise<ToldIncident> {
  const { id, closed, closed_by: by, reason } = row
  const names = async (types: readonly string[]): Promise<readonly string[]> => {
    const query = db.selectFrom('incident_subject').select('name').where('incident', '=', id).where('type', 'in', types)
    return (await query.orderBy('first').orderBy('name').limit(MOST_SHOWN).execute()).map(({ name }) => name)
  }
  return {
    incident: incidentOf(row),
    steps: await stepsOf(db, id),
    hosts: await names(['host']),
    mailboxes: await names(['mailbox', 'account']),
    addresses: await names(['address', 'network']),
    ending: closed === null ? null : { at: closed, by: by ?? '', reason: reason ?? '' },
    link: incidentLink(id, publicUrl),
  }
}

/** Where an incident can be looked at. */
export function incidentLink(id: number, publicUrl: string | null): string | null {
  return publicUrl === null ? null : `${publicUrl}/api/v1/incidents/${id}`
}

async function stepsOf(db: Kysely<Tables>, incident: number): Promise<readonly ToldStep[]> {
  const steps = db.selectFrom('incident_step').selectAll().where('incident', '=', incident).limit(MOST_SHOWN)
  const first = await steps.orderBy('event_time').orderBy('event_id').execute()
  const last = await steps.orderBy('event_time', 'desc').orderBy('event_id', 'desc').execute()
  const both = new Map([...first, ...last.toReversed()].map((step) => [step.event_id, step]))
  const agents = [...new Set([...both.values()].map(({ agent }) => agent))]
  const rows = await db
    .selectFrom('agent')
    .select(['id', 'host'])
    .where('id', 'in', [...agents, 0])
    .execute()
  const hosts = new Map(rows.map(({ id, host }) => [id, host]))
  return [...both.values()].map((step) => toldStep(step, hosts.get(step.agent) ?? ''))
}

function toldStep(step: Selectable<IncidentStepTable>, host: string): ToldStep {
  const { event_time: time, event_id: id, kind, mailbox, ip, fields } = step
  return {
    id: `${time}.${id}`,
    time,
    host,
    type: kindWord(kind) ?? 'unknown',
    mailbox,
    ip,
    fields: v.parse(stepFields, fields),
  }
}

/** What is no longer readable must not keep the rest from being told. */
const stepFields = v.fallback(
  v.pipe(foreignJson, v.record(v.string(), v.union([v.string(), v.number(), v.null()]))),
  {},
)
