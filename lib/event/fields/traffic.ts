import type { Fields } from '../field.ts'

/** Requests to web sites. */
export const TRAFFIC_FIELDS = {
  measure: {
    type: 'choice',
    values: {
      requests: 'requests',
      bytes: 'bytes that were sent',
      errors: 'requests that the server failed to answer (status 5xx)',
    },
    meaning: 'What was counted.',
    example: 'requests',
    privacy: 'operational',
  },
  vhost: {
    type: 'text',
    longest: 253,
    meaning: 'The virtual host, as the log names it or as the log is named; null for the whole host.',
    example: 'example.com',
    privacy: 'personal',
    untold: 'the whole host',
  },
  value: {
    type: 'integer',
    unit: 'requests or bytes',
    meaning: 'How many there were in that time.',
    example: 1646,
    privacy: 'operational',
  },
  limit: {
    type: 'integer',
    unit: 'requests or bytes',
    meaning: 'How many may be in that time; of errors, the share that may be of the requests of that time.',
    example: 1200,
    privacy: 'operational',
  },
} as const satisfies Fields
