import type { Definitions } from '../definition.ts'

/** What drivers of the operator's own say of lines that fit no other kind. */
export const LINES = {
  log_line: {
    sentence: 'A line of a log fits a pattern of an own driver that says `send: true`, or one that ships each line.',
    words: 'line of {log_driver} {line_pattern} {line_values}{line_text}',
    severity: 'info',
    takeover: false,
    contexts: ['system'],
    services: [],
    fields: { log_driver: 'always', line_pattern: 'maybe', line_values: 'maybe', line_text: 'maybe' },
  },
} as const satisfies Definitions
