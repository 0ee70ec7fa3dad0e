import { INCIDENT_KINDS, INCIDENT_STATES, type Incident, type SubjectType } from '../incidents/incident.ts'
import type { KeptIncident } from './incident-tables.ts'
import { severityWord } from './number-words.ts'

const SUBJECT_TYPES: readonly SubjectType[] = ['mailbox', 'account', 'address', 'network', 'host']

/** An incident as those judge it who decide what follows. */
export function incidentOfRow(row: KeptIncident): Incident {
  const { kind, state, severity, first_step: firstStep, last_step: lastStep, subject_type: type } = row
  const { id, subject, opened, sentence, assignee, hosts, mailboxes, addresses, successes, steps, revision } = row
  return {
    id,
    kind: INCIDENT_KINDS.find((word) => word === kind) ?? 'compromise',
    subjectType: SUBJECT_TYPES.find((word) => word === type) ?? 'mailbox',
    subject,
    state: INCIDENT_STATES.find((word) => word === state) ?? 'open',
    severity: severityWord(severity),
    opened,
    firstStep,
    lastStep,
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
