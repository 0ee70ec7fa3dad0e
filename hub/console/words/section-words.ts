/** The parts of pages that have a name of their own: find leads to them, too. */
export const SECTION_WORDS = {
  settings: {
    you: 'You',
    people: 'People',
    enrolment: 'Enrolment tokens',
    tokens: 'API tokens',
    retention: 'Retention and privacy',
    audit: 'Audit log',
    about: 'About',
  },
  statistics: { traffic: 'Traffic', mail: 'Mail', bandwidth: 'Bandwidth' },
  alerts: { messages: 'Messages', rules: 'Rules', channels: 'Channels', snoozes: 'Snoozes', why: 'Why was I told?' },
} as const
