import type { Insertable, Kysely } from 'kysely'
import type { IncidentStepTable, IncidentSubjectTable, IncidentTable } from '../../hub/store/incident-tables.ts'
import { kindNumber, severityNumber } from '../../hub/store/number-words.ts'
import type { Change, Store } from '../../hub/store/store.ts'
import type { Tables } from '../../hub/store/tables.ts'
import { NOW } from './stores.ts'

/** An incident with its parts, but for what is usual. */
export interface PlannedIncident {
  readonly incident?: Partial<Insertable<IncidentTable>>
  readonly steps?: readonly Partial<Insertable<IncidentStepTable>>[]
  readonly subjects?: readonly Partial<Insertable<IncidentSubjectTable>>[]
}

/** Puts an incident into a store as it is; returns its id. */
export function incidentIn(store: Store, rows: PlannedIncident = {}): Promise<number> {
  return store.change(addIncident, rows)
}

/** Adds steps to an incident that is there. */
export async function stepsIn(store: Store, incident: number, steps: PlannedIncident['steps'] = []): Promise<void> {
  await store.change(addSteps, { incident, steps })
}

type PlannedSteps = NonNullable<PlannedIncident['steps']>

const addSteps: Change<{ readonly incident: number; readonly steps: PlannedSteps }, null> = {
  name: 'add-steps',
  run: async (db, { incident, steps }) => {
    await insertSteps(db, incident, steps)
    return null
  },
}

async function insertSteps(db: Kysely<Tables>, incident: number, steps: PlannedSteps): Promise<void> {
  for (const [index, step] of steps.entries())
    await db
      .insertInto('incident_step')
      .values({ ...STEP, event_id: `step ${index}`, event_time: NOW - 100 + index, ...step, incident })
      .execute()
}

const addIncident: Change<PlannedIncident, number> = {
  name: 'add-incident',
  run: async (db, { incident = {}, steps = [], subjects = [] }) => {
    const { id } = await db
      .insertInto('incident')
      .values({ ...USUAL, ...incident })
      .returning('id')
      .executeTakeFirstOrThrow()
    await insertSteps(db, id, steps)
    for (const subject of subjects)
      await db
        .insertInto('incident_subject')
        .values({ ...SUBJECT, ...subject, incident: id })
        .execute()
    return id
  },
}

const USUAL = {
  kind: 'compromise',
  subject_type: 'mailbox',
  subject: 'ann@example.com',
  state: 'open',
  severity: severityNumber('high'),
  opened: NOW,
  first_step: NOW - 100,
  last_step: NOW,
  updated: NOW,
  closed: null,
  closed_by: null,
  reason: null,
  assessment: null,
  assignee: null,
  sentence: 'Somebody else reads the mail of ann@example.com.',
  hosts: 1,
  mailboxes: 1,
  addresses: 1,
  successes: 1,
  steps: 1,
  previous: null,
  revision: 1,
}

const STEP = {
  agent: 0,
  kind: kindNumber('login'),
  severity: 0,
  mailbox: 'ann@example.com',
  ip: '192.0.2.7',
  fields: '{"service":"imap","log":"/var/log/maillog","generation":"3-77","offset":4711}',
  noted: NOW,
}

const SUBJECT = { type: 'mailbox', name: 'ann@example.com', first: NOW - 100, last: NOW, steps: 1, successes: 1 }
