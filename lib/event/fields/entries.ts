import type { Fields } from '../field.ts'

/** Fields that every event or entry can have. */
export const ENTRY_FIELDS = {
  type: {
    type: 'text',
    longest: 64,
    meaning: 'The kind of the event.',
    example: 'login',
    privacy: 'operational',
  },
  time: {
    type: 'integer',
    unit: 'seconds since 1970-01-01T00:00:00Z',
    meaning: 'When it happened, according to the line; if no line tells, when the agent noticed it.',
    example: 1_795_870_931,
    privacy: 'operational',
  },
  context: {
    type: 'choice',
    values: {
      mailbox: 'one mailbox',
      domain: 'an account of cPanel with its domains',
      system: 'the whole server',
    },
    meaning: 'Whom it concerns.',
    example: 'mailbox',
    privacy: 'operational',
  },
  host: {
    type: 'text',
    longest: 255,
    meaning: 'The server that reports it.',
    example: 'web1.example.com',
    privacy: 'operational',
  },
  id: {
    type: 'text',
    longest: 64,
    meaning: 'Names the event: the same bytes of the same log always give the same id, and no others do.',
    example: 'q3yQ0mHk5T1b8Zr2VwXc7A',
    privacy: 'operational',
  },
  severity: {
    type: 'choice',
    values: {
      info: 'happens every day',
      low: 'happens every day, and is a step of many attacks',
      medium: 'is unusual; have a look',
      high: 'is probably an attack or damage; act today',
      critical: 'is an attack or damage; act now',
    },
    meaning: 'How much it matters, taken alone.',
    example: 'info',
    privacy: 'operational',
  },
  service: {
    type: 'choice',
    values: {
      webmail: "cPanel's webmail",
      cpanel: 'the cPanel interface of an account',
      whm: 'WHM, the interface of resellers and root',
      dav: "calendars, contacts and files of cPanel's cpdavd",
      imap: 'IMAP',
      pop3: 'POP3',
      sieve: 'ManageSieve',
      smtp: 'the mail server',
      ftp: 'FTP',
      ssh: 'SSH',
    },
    meaning: 'The service that was used; null if the log does not tell.',
    example: 'webmail',
    privacy: 'operational',
  },
  log: {
    type: 'text',
    longest: 4096,
    meaning: 'The path of the log; of a gap in a rotated copy, that of the copy.',
    example: '/usr/local/cpanel/logs/login_log',
    privacy: 'operational',
  },
  generation: {
    type: 'text',
    longest: 64,
    meaning:
      'Names the content of the log: a digest of its first line, which a rotation changes; of a journal, of the cursor of the entry.',
    example: 'Zk1u5nP0cW9aQ2xR7eLs3g',
    privacy: 'operational',
  },
  offset: {
    type: 'integer',
    unit: 'bytes',
    meaning: 'Where in that content the line, or the gap, begins.',
    example: 48_210,
    privacy: 'operational',
  },
} as const satisfies Fields
