import type { Fields } from '../field.ts'

/** Lines of logs that the operator's own drivers read. */
export const LINE_FIELDS = {
  log_driver: {
    type: 'text',
    longest: 64,
    meaning: 'The driver that read the line, by the name of its file.',
    example: 'modsec',
    privacy: 'operational',
  },
  line_pattern: {
    type: 'text',
    longest: 64,
    meaning: 'The pattern of the driver that the line fits, by its name; null without one.',
    untold: '',
    example: 'denied',
    privacy: 'operational',
  },
  line_values: {
    type: 'text',
    longest: 8192,
    meaning: 'What the named groups of the pattern hold, as one JSON object of texts; null without any.',
    untold: '',
    example: '{"status":"403"}',
    privacy: 'content',
  },
  line_text: {
    type: 'text',
    longest: 2048,
    meaning: 'The line, at most its first 2,048 characters; null if the driver does not ship whole lines.',
    untold: '',
    example: 'backup of /home finished',
    privacy: 'content',
  },
} as const satisfies Fields
