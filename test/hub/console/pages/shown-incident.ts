import type { IncidentAnswer, ShownDeed, ShownIncident } from '../../../../hub/contract/incident-contract.ts'

/** An open takeover as the API shows it, but for these fields. */
export function shownIncident(change: Partial<ShownIncident> = {}): ShownIncident {
  return {
    id: 1,
    kind: 'compromise',
    subject_type: 'mailbox',
    subject: 'ann@example.com',
    state: 'open',
    severity: 'high',
    sentence: 'ann@example.com was probably taken over.',
    opened: 1000,
    first_step: 900,
    last_step: 1000,
    updated: 1000,
    closed: null,
    closed_by: null,
    reason: null,
    assessment: null,
    assignee: null,
    hosts: 1,
    mailboxes: 1,
    addresses: 1,
    successes: 1,
    steps: 3,
    previous: null,
    revision: 1,
    ...change,
  }
}

/** The whole of it, with this history. */
export function shownWhole(incident: Partial<ShownIncident>, history: readonly ShownDeed[] = []): IncidentAnswer {
  return { incident: shownIncident(incident), next: [], steps: [], subjects: [], history, related: [] }
}
