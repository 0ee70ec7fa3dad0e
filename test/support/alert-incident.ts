import type { AlertRule } from '../../hub/alerts/alert-rule.ts'
import type { Incident } from '../../hub/incidents/incident.ts'
import { NOW } from './stores.ts'

/** An open compromise of high severity, but for these fields. */
export function alertIncident(fields: Partial<Incident> = {}): Incident {
  return {
    id: 7,
    kind: 'compromise',
    subjectType: 'mailbox',
    subject: 'ann@example.com',
    state: 'open',
    severity: 'high',
    opened: NOW,
    firstStep: NOW - 60,
    lastStep: NOW,
    sentence: 'ann@example.com was probably taken over.',
    assignee: null,
    hosts: 1,
    mailboxes: 1,
    addresses: 2,
    successes: 1,
    steps: 3,
    revision: 1,
    ...fields,
  }
}

/** A rule that waits a minute, tells each half hour at most, and never reminds, but for these fields. */
export function alertRule(fields: Partial<AlertRule> = {}): AlertRule {
  return { name: 'takeovers', to: ['staff'], severity: 'medium', wait: 60, every: 1800, recovery: true, ...fields }
}
