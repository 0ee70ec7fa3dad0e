import type { Fields } from '../field.ts'

/** What rules conclude, and from what. */
export const CONCLUSION_FIELDS = {
  network: {
    type: 'text',
    longest: 64,
    meaning: 'The network of the clients: a /24 of IPv4 or a /64 of IPv6.',
    example: '192.0.2.0/24',
    privacy: 'personal',
    untold: 'one address or mailbox',
  },
  counted: {
    type: 'choice',
    values: {
      failures: 'failed logins',
      names: 'names whose logins failed',
      recipients: 'recipients of mail',
      mailboxes: 'new mailboxes',
    },
    meaning: 'What was counted.',
    example: 'failures',
    privacy: 'operational',
  },
  count: {
    type: 'integer',
    unit: 'times',
    meaning: 'How many there were by the time of the event; there may be more after it.',
    example: 20,
    privacy: 'operational',
  },
  seconds: {
    type: 'integer',
    unit: 'seconds',
    meaning: 'Within how long they were counted, at most.',
    example: 600,
    privacy: 'operational',
  },
  known_days: {
    type: 'integer',
    unit: 'days',
    meaning: 'Since how many days its places are known.',
    example: 43,
    privacy: 'operational',
  },
  summary: {
    type: 'text',
    longest: 1024,
    meaning: 'What happened, in a sentence for people.',
    example: 'Somebody logged in after many failed logins, then forwarded its mail to drop@mail.example.',
    privacy: 'personal',
  },
  parts: {
    type: 'text',
    longest: 1024,
    meaning: 'The ids of the events that this follows from, in the order of time, with spaces between them.',
    example: 'q3yQ0mHk5T1b8Zr2VwXc7A Zk1u5nP0cW9aQ2xR7eLs3g',
    privacy: 'operational',
  },
  takeover_id: {
    type: 'text',
    longest: 64,
    meaning: 'The id of the `mailbox_takeover` that this continues.',
    example: 'q3yQ0mHk5T1b8Zr2VwXc7A',
    privacy: 'operational',
  },
} as const satisfies Fields
