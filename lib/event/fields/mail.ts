import type { Fields } from '../field.ts'

/** Mail that leaves. */
export const MAIL_FIELDS = {
  recipients: {
    type: 'integer',
    unit: 'addresses',
    meaning: 'How many recipients a message has.',
    example: 12,
    privacy: 'operational',
  },
  mail_limit: {
    type: 'choice',
    values: {
      failures: 'more failed and deferred messages in an hour than a domain may have',
      messages: 'more messages in an hour than a domain may send',
      hold: 'somebody, or cPanel itself, ordered that its outgoing mail waits',
    },
    meaning: 'Which limit was reached.',
    example: 'failures',
    privacy: 'operational',
  },
} as const satisfies Fields
