import type { Definitions } from '../definition.ts'

const OF_HOST = { takeover: false, contexts: ['system'], services: [] } as const

/** A check, and what it found. */
const FOUND = { check: 'always', check_type: 'always', finding: 'always' } as const

/** What checks of services and of the host find. */
export const SERVICES = {
  service_down: {
    sentence: 'A service that is checked does not do its work: several checks in a row failed.',
    words: 'down: {check} ({finding})',
    severity: 'high',
    ...OF_HOST,
    fields: FOUND,
  },
  service_late: {
    sentence: 'A service that is checked answers, but later than it may.',
    words: 'late: {check} ({finding})',
    severity: 'low',
    ...OF_HOST,
    fields: FOUND,
  },
  service_warning: {
    sentence: 'A check found something that somebody is to look at.',
    words: 'warning: {check} ({finding})',
    severity: 'medium',
    ...OF_HOST,
    fields: FOUND,
  },
  service_recovered: {
    sentence: 'A service that was down, late, flapping or of which a check warned is as it should be.',
    words: 'recovered after {lasted}: {check} ({finding})',
    severity: 'info',
    ...OF_HOST,
    fields: { ...FOUND, lasted: 'always' },
  },
  service_flapping: {
    sentence:
      'A service goes down and up all the time; nothing more is told of it until it has stayed as it is for half an hour.',
    words: 'down and up all the time: {check} ({finding})',
    severity: 'medium',
    ...OF_HOST,
    fields: FOUND,
  },
  service_restarted: {
    sentence: 'A service that was down was restarted, or could not be, as its check asks for in the configuration.',
    words: '{restart_outcome}: {restart} for {check} ({finding})',
    severity: 'medium',
    ...OF_HOST,
    fields: { check: 'always', check_type: 'always', restart: 'always', restart_outcome: 'always', finding: 'always' },
  },
  service_given_up: {
    sentence:
      'Restarts did not help a service; it is not restarted any more until it was up for an hour or somebody asks for it.',
    words: 'not restarted any more: {restart} for {check} ({finding})',
    severity: 'high',
    ...OF_HOST,
    fields: { check: 'always', check_type: 'always', restart: 'always', finding: 'always' },
  },
  certificate_expires: {
    sentence:
      'The certificate that a service shows ends soon, or has ended: told 21, 14 and 7 days before, and when it ends.',
    words: 'certificate of {check} ends in days: {days_left}',
    severity: 'medium',
    ...OF_HOST,
    fields: { check: 'always', check_type: 'always', days_left: 'always' },
  },
  certificate_renewed: {
    sentence: 'A service whose certificate was to end soon shows one that lasts.',
    words: 'certificate of {check} renewed, ends in days: {days_left}',
    severity: 'info',
    ...OF_HOST,
    fields: { check: 'always', check_type: 'always', days_left: 'always' },
  },
  disk_filling: {
    sentence: 'A disk of the host is nearly full, of bytes or of inodes.',
    words: 'nearly full: {check} ({finding})',
    severity: 'high',
    ...OF_HOST,
    fields: FOUND,
  },
  reboot_required: {
    sentence: 'An update of the host takes effect only after a reboot.',
    words: 'reboot required: {check} ({finding})',
    severity: 'low',
    ...OF_HOST,
    fields: FOUND,
  },
  network_down: {
    sentence: 'The host itself has no network, so nothing can be said of what it checks elsewhere.',
    words: 'no network: {finding}',
    severity: 'high',
    ...OF_HOST,
    fields: { finding: 'always' },
  },
  network_recovered: {
    sentence: 'The host has a network again.',
    words: 'network again after {lasted}',
    severity: 'info',
    ...OF_HOST,
    fields: { lasted: 'always' },
  },
} as const satisfies Definitions
