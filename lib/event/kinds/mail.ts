import type { Definitions } from '../definition.ts'

/** Mail that leaves. */
export const MAIL = {
  mail_submitted: {
    sentence: 'Somebody handed in mail with the password of a mailbox, or a program of an account did.',
    words: 'sent mail to recipients: {recipients}',
    severity: 'info',
    takeover: false,
    contexts: ['mailbox', 'domain', 'system'],
    services: ['smtp', 'webmail'],
    fields: { ip: 'maybe', mailbox_address: 'always', recipients: 'maybe' },
  },
  mail_forwarded: {
    sentence: 'Mail to a mailbox left the server because of a forward, whoever made it and however.',
    words: 'forwarded mail to {forward_recipient}',
    severity: 'info',
    takeover: false,
    contexts: ['mailbox', 'domain'],
    services: [],
    fields: { mailbox_address: 'always', forward_recipient: 'always' },
  },
  mail_limit_reached: {
    sentence: 'The mail server stopped or holds outgoing mail: too much of it failed, or somebody ordered that.',
    words: 'reached a limit of outgoing mail: {mail_limit}',
    severity: 'medium',
    takeover: true,
    contexts: ['mailbox', 'domain'],
    services: [],
    fields: { mailbox_address: 'always', mail_limit: 'always' },
  },
} as const satisfies Definitions
