import { type Insertable, type Kysely, sql } from 'kysely'
import type { Case, Outcome } from '../../incidents/fold.ts'
import type { HeardEvent } from '../../incidents/heard-event.ts'
import type { Incident } from '../../incidents/incident.ts'
import { MOST_STEPS, surplusSteps } from '../../incidents/surplus-steps.ts'
import { hasEnded } from '../../incidents/wanted-change.ts'
import type { IncidentStepTable, IncidentTable } from '../incident-tables.ts'
import { noteHistory } from '../note-history.ts'
import { severityNumber, wordNumber } from '../number-words.ts'
import { inStatements } from '../statement-rows.ts'
import type { Tables } from '../tables.ts'

/** What an outcome is written with: the incident before it of the same key, and the time, in seconds. */
interface Writing {
  readonly previous: number | null
  readonly now: number
}

/** Writes what became of an incident; returns it with its id and revision. Without news, no revision is new. */
export async function writeOutcome(
  db: Kysely<Tables>,
  { incident: before, closed }: Case,
  { incident, news, steps, concerns, history }: Outcome,
  { previous, now }: Writing,
): Promise<Incident> {
  const revision = before.revision + (news === undefined ? 0 : 1)
  const values = { ...columnsOf({ ...incident, revision }), updated: now, ...endOf(incident, closed, history, now) }
  const id = before.id === 0 ? await insert(db, { ...values, previous }) : await update(db, before.id, values)
  for (const some of inStatements(steps.map((step) => stepRow(id, step, now))))
    await db
      .insertInto('incident_step')
      .values(some)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  if (incident.steps > MOST_STEPS && steps.length > 0) await dropSurplus(db, id)
  for (const some of inStatements(concerns.map((concern) => ({ ...concern, incident: id }))))
    await db
      .insertInto('incident_subject')
      .values(some)
      .onConflict((conflict) =>
        conflict.columns(['incident', 'type', 'name']).doUpdateSet({
          first: sql`case when excluded.first < incident_subject.first then excluded.first else incident_subject.first end`,
          last: sql`case when excluded.last > incident_subject.last then excluded.last else incident_subject.last end`,
          steps: sql`incident_subject.steps + excluded.steps`,
          successes: sql`incident_subject.successes + excluded.successes`,
        }),
      )
      .execute()
  for (const { action, detail } of history) await noteHistory(db, { incident: id, at: now, actor: '', action, detail })
  return { ...incident, id, revision }
}

async function dropSurplus(db: Kysely<Tables>, incident: number): Promise<void> {
  const steps = await db
    .selectFrom('incident_step')
    .select(['event_id as id', 'agent'])
    .where('incident', '=', incident)
    .orderBy('noted')
    .orderBy('event_time')
    .orderBy('event_id')
    .execute()
  for (const some of inStatements(surplusSteps(steps)))
    await db.deleteFrom('incident_step').where('incident', '=', incident).where('event_id', 'in', some).execute()
}

async function insert(db: Kysely<Tables>, values: Insertable<IncidentTable>): Promise<number> {
  return (await db.insertInto('incident').values(values).returning('id').executeTakeFirstOrThrow()).id
}

async function update(db: Kysely<Tables>, id: number, values: Partial<Insertable<IncidentTable>>): Promise<number> {
  await db.updateTable('incident').set(values).where('id', '=', id).execute()
  return id
}

function columnsOf(incident: Incident): Omit<Insertable<IncidentTable>, 'updated' | 'previous' | 'id'> {
  const { kind, subjectType, subject, state, severity, opened, firstStep, lastStep, sentence, assignee } = incident
  const { hosts, mailboxes, addresses, successes, steps, revision } = incident
  return {
    kind,
    subject_type: subjectType,
    subject,
    state,
    severity: severityNumber(severity),
    opened,
    first_step: firstStep,
    last_step: lastStep,
    sentence,
    assignee,
    hosts,
    mailboxes,
    addresses,
    successes,
    steps,
    revision,
  }
}

type End = Pick<Insertable<IncidentTable>, 'closed' | 'closed_by' | 'reason'>

/** Its end if it came now, or is no more; nothing if it stays as it was. */
function endOf({ state }: Incident, closed: number | null, history: Outcome['history'], now: number): End {
  const isOver = hasEnded(state)
  if (isOver === (closed !== null)) return {}
  return isOver
    ? { closed: now, closed_by: '', reason: history.findLast(({ action }) => action === 'resolved')?.detail ?? '' }
    : { closed: null, closed_by: null, reason: null }
}

function stepRow(incident: number, step: HeardEvent, noted: number): IncidentStepTable {
  const { id, toldTime, agent, kind, severity, mailbox, ip, fields } = step
  return {
    incident,
    event_id: id,
    event_time: toldTime,
    agent,
    kind: wordNumber(kind),
    severity: severityNumber(severity),
    mailbox,
    ip,
    fields: JSON.stringify(fields),
    noted,
  }
}
