import type { Fields } from '../field.ts'

/** Checks of services and of the host. */
export const SERVICE_FIELDS = {
  check: {
    type: 'text',
    longest: 64,
    meaning: 'The name of the check in the configuration.',
    example: 'imap',
    privacy: 'operational',
  },
  check_type: {
    type: 'text',
    longest: 32,
    meaning: 'How it checks.',
    example: 'tcp',
    privacy: 'operational',
  },
  finding: {
    type: 'text',
    longest: 300,
    meaning: 'What the check found, in a sentence for people; what a server or a program said is escaped in it.',
    example: '127.0.0.1:143: connect: ECONNREFUSED',
    privacy: 'personal',
  },
  restart: {
    type: 'text',
    longest: 160,
    meaning: 'What is restarted, as the configuration has it.',
    example: 'systemctl dovecot',
    privacy: 'operational',
  },
  restart_outcome: {
    type: 'choice',
    values: { restarted: 'restarted', failed: 'restart failed' },
    meaning: 'How the restart went: whether the program that does it ended well.',
    example: 'restarted',
    privacy: 'operational',
  },
  lasted: {
    type: 'integer',
    unit: 'seconds',
    meaning: 'For how long it was not as it should be.',
    example: 240,
    privacy: 'operational',
  },
  days_left: {
    type: 'integer',
    unit: 'days',
    meaning: 'After how many whole days the certificate ends; 0 also for one that has ended.',
    example: 14,
    privacy: 'operational',
  },
} as const satisfies Fields
