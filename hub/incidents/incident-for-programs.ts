import type { Incident } from './incident.ts'

/** An incident with the names that programs know, in messages and over the API. Times in seconds. */
export interface IncidentForPrograms extends Omit<Incident, 'subjectType' | 'firstStep' | 'lastStep'> {
  readonly subject_type: Incident['subjectType']
  readonly first_step: number
  readonly last_step: number
}

/** What programs get of an incident. */
export function incidentForPrograms(incident: Incident): IncidentForPrograms {
  const { id, kind, subjectType, subject, state, severity, sentence, opened, firstStep, lastStep, assignee } = incident
  const { hosts, mailboxes, addresses, successes, steps, revision } = incident
  const times = { opened, first_step: firstStep, last_step: lastStep }
  const counts = { hosts, mailboxes, addresses, successes, steps }
  return {
    id,
    kind,
    subject_type: subjectType,
    subject,
    state,
    severity,
    sentence,
    ...times,
    assignee,
    ...counts,
    revision,
  }
}
