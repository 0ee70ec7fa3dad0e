/** How private the value of a field is; each class with what it means. */
export const PRIVACY = {
  operational: 'About the host, its logs and what happened; names nobody.',
  personal: 'Names a person or leads to one: a mailbox, an account, the address of a client or a recipient.',
  content: 'What somebody wrote, or what a log says word for word; it never leaves the host in clear.',
} as const

/** The properties of every field. */
interface Common {
  /** One sentence. */
  readonly meaning: string
  readonly privacy: keyof typeof PRIVACY
  /** Shown to people if the value is null; `unknown` without this. */
  readonly untold?: string
}

/** A text that log lines, other programs or their users may have written. */
interface TextField extends Common {
  readonly type: 'text'
  /** The longest accepted text, in UTF-16 code units. */
  readonly longest: number
  readonly example: string
  /** Symbolic values, and what to show to people instead. */
  readonly read?: Readonly<Record<string, string>>
}

/** A whole number, from 0. */
interface IntegerField extends Common {
  readonly type: 'integer'
  readonly unit: string
  readonly example: number
}

/** One of some words, each with what it means. */
interface ChoiceField extends Common {
  readonly type: 'choice'
  readonly values: Readonly<Record<string, string>>
  readonly example: string
}

/** One field of events and entries. */
export type Field = TextField | IntegerField | ChoiceField

/** Every field that an event or an entry can have. A field means the same in every kind of event. */
export const FIELDS = {
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
  mailbox_address: {
    type: 'text',
    longest: 1024,
    meaning: "The mailbox; the account's name where the context is not `mailbox`.",
    example: 'anna@example.com',
    privacy: 'personal',
  },
  ip: {
    type: 'text',
    longest: 64,
    meaning: "The client's address, IPv6 as RFC 5952 writes it.",
    example: '192.0.2.10',
    privacy: 'personal',
  },
  forward_recipient: {
    type: 'text',
    longest: 1024,
    meaning:
      'Where it leads: an address or a name; of a program, a file or a refusal only what it is (`|`, `/`, `:fail:`).',
    example: 'drop@mail.example',
    privacy: 'personal',
    untold: 'an unknown place',
    read: {
      '|': 'a program',
      '/': 'a file',
      '?': 'an unusual place',
      ':include:': 'a list in a file',
      ':blackhole:': 'nowhere',
      ':fail:': 'a refusal',
      ':defer:': 'a refusal for now',
      ':unknown:': 'a refusal',
    },
  },
  forward_type: {
    type: 'choice',
    values: {
      email: 'to an address',
      blackhole: 'to nowhere, silently',
      fail: 'to a bounce',
      pipe: 'to a program',
      file: 'to a file',
      system_user: 'to a user of the system',
    },
    meaning: 'What the forward leads to.',
    example: 'email',
    privacy: 'operational',
  },
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
} as const satisfies Readonly<Record<string, Field>>

/** The name of a field. */
export type FieldName = keyof typeof FIELDS

/** The values of a field, without null. */
export type ValueOf<F extends FieldName> = (typeof FIELDS)[F] extends { readonly values: infer Values }
  ? keyof Values & string
  : (typeof FIELDS)[F] extends { readonly type: 'integer' }
    ? number
    : string

/** The field of that name; undefined if there is none. */
export function fieldNamed(name: string): Field | undefined {
  return Object.entries<Field>(FIELDS).find(([key]) => key === name)?.[1]
}
