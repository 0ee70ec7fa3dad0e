import {
  type Incident,
  INCIDENT_KINDS,
  INCIDENT_STATES,
  type SubjectType,
  SUBJECT_TYPES,
} from '../incidents/incident.ts'
import type { KeptIncident } from './incident-tables.ts'
import { severityWord } from './number-words.ts'

/** A row as those see it who judge incidents. */
export function incidentOf(row: KeptIncident): Incident {
  return {
    id: row.id,
    kind: INCIDENT_KINDS.find((word) => word === row.kind) ?? 'attack',
    subjectType: subjectTypeOf(row.subject_type),
    subject: row.subject,
    state: INCIDENT_STATES.find((word) => word === row.state) ?? 'open',
    severity: severityWord(row.severity),
    opened: row.opened,
    firstStep: row.first_step,
    lastStep: row.last_step,
    sentence: row.sentence,
    assignee: row.assignee,
    hosts: row.hosts,
    mailboxes: row.mailboxes,
    addresses: row.addresses,
    successes: row.successes,
    steps: row.steps,
    revision: row.revision,
  }
}

function subjectTypeOf(word: string): SubjectType {
  return SUBJECT_TYPES.find((type) => type === word) ?? 'host'
}
