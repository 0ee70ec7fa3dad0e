import type { Kysely } from 'kysely'
import type { Evidence } from '../../incidents/evidence.ts'
import { type Case, type KnownStep, sameWithin } from '../../incidents/fold.ts'
import { keyText, nameOf } from '../../incidents/gather.ts'
import { hostsOf } from '../ask/hosts-of.ts'
import { heardStep } from '../heard-of.ts'
import { incidentOf } from '../incident-of.ts'
import type { IncidentStepTable, KeptIncident } from '../incident-tables.ts'
import { wordNumber } from '../number-words.ts'
import { inStatements } from '../statement-rows.ts'
import type { Tables } from '../tables.ts'

/** The incidents of the keys of evidence, by key, the newest first. */
export async function incidentsOf(
  db: Kysely<Tables>,
  evidence: readonly Evidence[],
): Promise<ReadonlyMap<string, readonly KeptIncident[]>> {
  const subjects = [...new Set(evidence.map(({ key }) => key.subject))]
  const rows: KeptIncident[] = []
  for (const some of inStatements(subjects))
    rows.push(...(await db.selectFrom('incident').selectAll().where('subject', 'in', some).execute()))
  rows.sort((one, other) => other.id - one.id)
  return Map.groupBy(rows, (row) => keyText(incidentOf(row)))
}

/** Evidence of one key without steps that an incident of it has: rules conclude again what they did before a stop. */
export async function newEvidence(
  db: Kysely<Tables>,
  incidents: readonly KeptIncident[],
  evidence: readonly Evidence[],
): Promise<readonly Evidence[]> {
  // What the open one has, its fold knows.
  if (incidents.every(({ closed }) => closed === null)) return evidence
  const known = new Set<string>()
  for (const some of inStatements(evidence.flatMap(({ step }) => step?.id ?? []))) {
    const rows = await db
      .selectFrom('incident_step')
      .select('event_id')
      .where('event_id', 'in', some)
      .where(
        'incident',
        'in',
        incidents.map(({ id }) => id),
      )
      .execute()
    for (const row of rows) known.add(row.event_id)
  }
  return evidence.filter(({ step }) => step === null || !known.has(step.id))
}

/** An incident with what is known of it, as far as this evidence needs it. */
export async function caseOf(
  db: Kysely<Tables>,
  row: KeptIncident,
  evidence: readonly Evidence[],
  mayReopen: boolean,
): Promise<Case> {
  return {
    incident: incidentOf(row),
    closed: row.closed,
    mayReopen,
    known: await knownSubjects(db, row.id, evidence),
    steps: await knownSteps(db, row, evidence),
  }
}

async function knownSubjects(
  db: Kysely<Tables>,
  incident: number,
  evidence: readonly Evidence[],
): Promise<ReadonlyMap<string, number>> {
  const names = [...new Set(evidence.flatMap(({ concerns }) => concerns.map(({ name }) => name)))]
  const known = new Map<string, number>()
  for (const some of inStatements(names)) {
    const rows = await db
      .selectFrom('incident_subject')
      .select(['type', 'name', 'successes'])
      .where('incident', '=', incident)
      .where('name', 'in', some)
      .execute()
    for (const row of rows) known.set(nameOf(row), row.successes)
  }
  return known
}

/**
 * All steps of what lasts until one of them says that it is over; else those that are repeated, and what hosts told
 * like what the hub concludes.
 */
async function knownSteps(
  db: Kysely<Tables>,
  { id, kind }: KeptIncident,
  evidence: readonly Evidence[],
): Promise<readonly KnownStep[]> {
  const steps = evidence.flatMap(({ step }) => (step === null ? [] : [step]))
  if (steps.length === 0) return []
  const ofIncident = db.selectFrom('incident_step').selectAll().where('incident', '=', id)
  if (LASTING.has(kind)) return withHosts(db, await ofIncident.execute())
  const rows: IncidentStepTable[] = []
  for (const some of inStatements(steps.map((step) => step.id)))
    rows.push(...(await ofIncident.where('event_id', 'in', some).execute()))
  const concluded = steps.filter(({ agent }) => agent === 0)
  for (const word of new Set(concluded.map((step) => step.kind))) {
    const times = concluded.filter((step) => step.kind === word).map(({ time }) => time)
    const like = ofIncident
      .where('kind', '=', wordNumber(word))
      .where('agent', '>', 0)
      .where('event_time', '>=', Math.min(...times) - sameWithin(word))
      .where('event_time', '<=', Math.max(...times) + sameWithin(word))
    rows.push(...(await like.execute()))
  }
  return withHosts(db, rows)
}

const LASTING: ReadonlySet<string> = new Set(['blind_spot', 'overload', 'outage', 'expiry'])

async function withHosts(db: Kysely<Tables>, rows: readonly IncidentStepTable[]): Promise<readonly KnownStep[]> {
  const hosts = new Map(await hostsOf.run(db, [...new Set(rows.map(({ agent }) => agent))]))
  return rows.map((row) => heardStep(row, hosts.get(row.agent) ?? ''))
}
