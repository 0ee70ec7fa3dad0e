import type { Definitions } from '../definition.ts'

const CHANGE = {
  contexts: ['mailbox', 'domain', 'system'],
  services: ['webmail', 'cpanel', 'whm'],
  fields: { ip: 'maybe', mailbox_address: 'always' },
  onRequest: { actor: 'maybe', named_user: 'maybe' },
} as const

const SUSPENSION = {
  ...CHANGE,
  fields: { ip: 'maybe', mailbox_address: 'always', suspended: 'always' },
} as const

/** Mailboxes themselves. */
export const MAILBOXES = {
  mailbox_created: {
    sentence: 'A mailbox was created.',
    words: 'created the mailbox',
    severity: 'info',
    takeover: false,
    ...CHANGE,
  },
  mailbox_deleted: {
    sentence: 'A mailbox was deleted.',
    words: 'deleted the mailbox',
    severity: 'info',
    takeover: false,
    ...CHANGE,
  },
  mailbox_password_changed: {
    sentence: 'The password of a mailbox was changed.',
    words: 'changed the password of the mailbox',
    severity: 'low',
    takeover: true,
    ...CHANGE,
  },
  mailbox_suspended: {
    sentence: 'Logins to a mailbox, or its incoming or outgoing mail, were suspended.',
    words: 'suspended: {suspended}',
    severity: 'info',
    takeover: false,
    ...SUSPENSION,
  },
  mailbox_unsuspended: {
    sentence: 'Such a suspension of a mailbox was ended.',
    words: 'no longer suspended: {suspended}',
    severity: 'info',
    takeover: false,
    ...SUSPENSION,
  },
} as const satisfies Definitions
