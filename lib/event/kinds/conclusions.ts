import type { Definitions } from '../definition.ts'

const TAKEOVER = {
  severity: 'critical',
  contexts: ['mailbox'],
  services: [],
} as const

/** What rules conclude from other events. */
export const CONCLUSIONS = {
  forward_added: {
    sentence: 'A forward was added: both halves of it, or the one that was told, and null for what nobody told.',
    words: 'added a forward that leads to {forward_recipient}',
    severity: 'low',
    contexts: ['mailbox', 'domain', 'system'],
    services: ['webmail', 'cpanel', 'whm'],
    fields: { ip: 'maybe', mailbox_address: 'always', forward_recipient: 'maybe' },
    onRequest: { actor: 'maybe', forward_type: 'maybe' },
  },
  forward_deleted: {
    sentence: 'A forward was removed: all that the logs and the hook tell of it, and null for what nobody told.',
    words: 'removed the forward that led to {forward_recipient}',
    severity: 'low',
    contexts: ['mailbox', 'domain', 'system'],
    services: ['webmail', 'cpanel', 'whm'],
    fields: { ip: 'maybe', mailbox_address: 'always', forward_recipient: 'maybe' },
    onRequest: { actor: 'maybe', forward_type: 'maybe' },
  },
  login_burst: {
    sentence: 'Many logins failed: from one address, of one mailbox, or of many names from one address or network.',
    words: 'many logins failed: {count} {counted} in {seconds} s',
    severity: 'medium',
    contexts: ['mailbox', 'domain', 'system'],
    services: [],
    fields: {
      ip: 'maybe',
      network: 'maybe',
      mailbox_address: 'maybe',
      counted: 'always',
      count: 'always',
      seconds: 'always',
    },
  },
  login_after_burst: {
    sentence: 'Somebody logged in soon after many logins had failed: the password may have been guessed.',
    words: 'logged in after many failed logins',
    severity: 'high',
    contexts: ['mailbox', 'domain', 'system'],
    services: ['webmail', 'cpanel', 'whm', 'dav', 'imap', 'pop3', 'sieve', 'smtp', 'ftp', 'ssh'],
    fields: { ip: 'maybe', mailbox_address: 'always', parts: 'always' },
  },
  login_new_place: {
    sentence: 'A mailbox, an account or a token is used from a network from which it was not used before.',
    words: 'was used from a new place, {network}, after {known_days} days from others',
    severity: 'low',
    contexts: ['mailbox', 'domain', 'system'],
    services: ['webmail', 'cpanel', 'whm', 'dav', 'imap', 'pop3', 'sieve', 'smtp', 'ftp', 'ssh'],
    fields: {
      ip: 'maybe',
      mailbox_address: 'always',
      network: 'maybe',
      token_name: 'maybe',
      known_days: 'always',
    },
  },
  mail_burst: {
    sentence: 'One sender sent mail to many recipients.',
    words: 'sent much mail: {count} {counted} in {seconds} s',
    severity: 'medium',
    contexts: ['mailbox', 'domain', 'system'],
    services: [],
    fields: { ip: 'maybe', mailbox_address: 'always', counted: 'always', count: 'always', seconds: 'always' },
  },
  mailbox_burst: {
    sentence: 'One account, or one domain where nobody tells the account, made many mailboxes.',
    words: 'made many mailboxes: {count} in {seconds} s',
    severity: 'medium',
    contexts: ['domain', 'system'],
    services: [],
    fields: { ip: 'maybe', mailbox_address: 'always', counted: 'always', count: 'always', seconds: 'always' },
  },
  mailbox_takeover: {
    sentence: 'A mailbox was probably taken over: several steps of a takeover followed each other.',
    words: 'was probably taken over. {summary}',
    ...TAKEOVER,
    fields: { ip: 'maybe', mailbox_address: 'always', summary: 'always', parts: 'always' },
  },
  mailbox_takeover_step: {
    sentence: 'A further step of a takeover that was reported before.',
    words: 'was probably taken over, and more happened. {summary}',
    ...TAKEOVER,
    fields: { ip: 'maybe', mailbox_address: 'always', summary: 'always', parts: 'always', takeover_id: 'always' },
  },
} as const satisfies Definitions
