import type { Fields } from '../field.ts'

/** Bytes of a log that are missing. */
export const GAP_FIELDS = {
  bytes: {
    type: 'integer',
    unit: 'bytes',
    meaning: 'How many bytes are missing; null if unknown.',
    example: 1024,
    privacy: 'operational',
  },
  cause: {
    type: 'choice',
    values: {
      truncated: 'the file was truncated or rewritten before they were read, and nothing holds a copy of them',
      missing: 'their file disappeared or was replaced unseen, and nothing holds a copy of them',
      unreadable: 'copies that may hold them cannot be read',
    },
    meaning: 'Why they are lost.',
    example: 'truncated',
    privacy: 'operational',
  },
} as const satisfies Fields
