import type { Definitions } from '../definition.ts'

const ATTEMPT = {
  contexts: ['mailbox', 'domain', 'system'],
  services: ['webmail', 'cpanel', 'whm', 'dav', 'imap', 'pop3', 'sieve', 'smtp', 'ftp', 'ssh'],
  fields: { ip: 'maybe', mailbox_address: 'always' },
} as const

/** Whose logins are no logins to one mailbox. */
const OF_ACCOUNTS = { context: ['domain', 'system'] } as const

/** Who logs in, or tries to. */
export const LOGINS = {
  login: {
    sentence: 'Somebody logged in.',
    words: 'logged in',
    severity: 'info',
    takeover: { unless: { ...OF_ACCOUNTS, service: ['imap', 'pop3', 'smtp', 'ftp', 'ssh'] } },
    ...ATTEMPT,
    onRequest: { actor: 'maybe' },
    // App::Spoor read login_log alone.
    appSpoor: { unless: { service: ['imap', 'pop3', 'sieve', 'smtp', 'ftp', 'ssh'] } },
  },
  login_failed: {
    sentence: 'A login was refused; the name is what somebody typed.',
    words: 'login failed',
    severity: 'info',
    takeover: false,
    ...ATTEMPT,
    onRequest: { login_fault: 'maybe', attempts: 'maybe' },
  },
  login_deferred: {
    sentence: 'A login was put off, as while too many fail; the name is what somebody typed.',
    words: 'login deferred',
    severity: 'info',
    takeover: false,
    ...ATTEMPT,
  },
  login_locked_out: {
    sentence: 'Too many logins failed, so the server refuses this address for a while.',
    words: 'locked out',
    severity: 'low',
    takeover: false,
    ...ATTEMPT,
  },
  login_impersonated: {
    sentence: 'Somebody with more rights, such as a reseller or root, logged in as this user without its password.',
    words: 'logged in by {actor}',
    severity: 'info',
    takeover: { unless: OF_ACCOUNTS },
    ...ATTEMPT,
    fields: { ip: 'maybe', mailbox_address: 'always', actor: 'maybe' },
  },
  session_opened: {
    sentence: 'A session of the web interfaces was opened; its id, which is as good as a password, is not told.',
    words: 'opened a session: {session_method}',
    severity: 'info',
    takeover: { unless: { ...OF_ACCOUNTS, session_method: ['transfer'] } },
    ...ATTEMPT,
    fields: { ip: 'maybe', mailbox_address: 'always', session_method: 'maybe' },
    onRequest: { actor: 'maybe' },
  },
  sessions_ended: {
    sentence: 'All sessions of a user were ended, because its password was changed.',
    words: 'sessions ended after a change of the password',
    severity: 'low',
    takeover: { unless: OF_ACCOUNTS },
    ...ATTEMPT,
  },
} as const satisfies Definitions
