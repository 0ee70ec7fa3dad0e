import type { Kysely } from 'kysely'
import * as v from 'valibot'
import { foreignJson } from '../../lib/text/foreign-json.ts'
import { MOST_PARTS, MOST_SHOWN, type ToldIncident, type ToldPart, type ToldStep } from '../alerts/told-incident.ts'
import { CONSOLE_PATHS } from '../contract/console-paths.ts'
import { hostsOf } from './ask/hosts-of.ts'
import { concludedFrom } from './concluded-from.ts'
import type { ConcludedPart } from './concluded-part.ts'
import { incidentOf } from './incident-of.ts'
import type { KeptIncident } from './incident-tables.ts'
import { kindWord } from './number-words.ts'
import type { SegmentOf } from './store.ts'
import type { Tables } from './tables.ts'

/** What is known besides the incident: how people reach the hub, where addresses are, in words, and events by days. */
interface TellingTerms {
  readonly publicUrl: string | null
  readonly places: ReadonlyMap<string, string>
  readonly segmentOf: SegmentOf
}

/** An incident as messages tell it. */
export async function toldIncidentOf(
  db: Kysely<Tables>,
  row: KeptIncident,
  { publicUrl, places, segmentOf }: TellingTerms,
): Promise<ToldIncident> {
  const { id, closed, closed_by: by, reason } = row
  const names = async (types: readonly string[]): Promise<readonly string[]> => {
    const query = db.selectFrom('incident_subject').select('name').where('incident', '=', id).where('type', 'in', types)
    return (await query.orderBy('first').orderBy('name').limit(MOST_SHOWN).execute()).map(({ name }) => name)
  }
  return {
    incident: incidentOf(row),
    steps: await stepsOf(db, id, { places, segmentOf }),
    hosts: await names(['host']),
    mailboxes: await names(['mailbox', 'account']),
    addresses: await names(['address', 'network']),
    ending: closed === null ? null : { at: closed, by: by ?? '', reason: reason ?? '' },
    link: incidentLink(id, publicUrl),
  }
}

/** Where an incident can be looked at. */
export function incidentLink(id: number, publicUrl: string | null): string | null {
  return publicUrl === null ? null : `${publicUrl}${CONSOLE_PATHS.incident.replace(':id', String(id))}`
}

/** The first and the last steps of an incident, which a message shows, in order. */
export async function toldSteps(db: Kysely<Tables>, incident: number): Promise<readonly ConcludedPart[]> {
  const steps = db
    .selectFrom('incident_step')
    .select(['event_id as id', 'event_time as time', 'kind', 'agent', 'mailbox', 'ip', 'fields'])
    .where('incident', '=', incident)
    .limit(MOST_SHOWN)
  const first = await steps.orderBy('event_time').orderBy('event_id').execute()
  const last = await steps.orderBy('event_time', 'desc').orderBy('event_id', 'desc').execute()
  return [...new Map([...first, ...last.toReversed()].map((step) => [step.id, step])).values()]
}

async function stepsOf(
  db: Kysely<Tables>,
  incident: number,
  { places, segmentOf }: Pick<TellingTerms, 'places' | 'segmentOf'>,
): Promise<readonly ToldStep[]> {
  const steps = await toldSteps(db, incident)
  const from = new Map(await concludedFrom(db, steps, segmentOf))
  const agents = new Set([...steps, ...[...from.values()].flat()].map(({ agent }) => agent))
  const hosts = new Map(await hostsOf.run(db, [...agents]))
  return steps.map((step) => {
    const place = step.ip === null ? null : (places.get(step.ip) ?? null)
    const parts = (from.get(step.id) ?? []).slice(-MOST_PARTS).map((part) => toldPart(part, hosts))
    return Object.assign(toldPart(step, hosts), { place, from: parts })
  })
}

function toldPart(
  { id, time, agent, kind, mailbox, ip, fields }: ConcludedPart,
  hosts: ReadonlyMap<number, string>,
): ToldPart {
  const type = kindWord(kind) ?? 'unknown'
  return {
    id: `${time}.${id}`,
    time,
    host: hosts.get(agent) ?? '',
    type,
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
