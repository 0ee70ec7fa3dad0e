import type { Definitions } from '../definition.ts'

const ATTEMPT = {
  contexts: ['mailbox', 'domain', 'system'],
  services: ['webmail', 'cpanel', 'whm', 'dav', 'imap', 'pop3', 'sieve', 'smtp', 'ftp', 'ssh'],
  fields: { ip: 'maybe', mailbox_address: 'always' },
} as const

/** Who logs in, or tries to. */
export const LOGINS = {
  login: {
    sentence: 'Somebody logged in.',
    words: 'logged in',
    severity: 'info',
    ...ATTEMPT,
    appSpoor: { unless: {} },
  },
  login_failed: {
    sentence: 'A login was refused; the name is what somebody typed.',
    words: 'login failed',
    severity: 'info',
    ...ATTEMPT,
  },
  login_deferred: {
    sentence: 'A login was put off, as while too many fail; the name is what somebody typed.',
    words: 'login deferred',
    severity: 'info',
    ...ATTEMPT,
  },
} as const satisfies Definitions
