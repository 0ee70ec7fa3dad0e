import type { Definitions } from '../definition.ts'

const CHANGE = { contexts: ['mailbox', 'domain', 'system'], services: ['webmail', 'cpanel', 'whm'] } as const

/** Forwards of mail. `partial` is half of a change: one log tells who made it, another one where the forward leads. */
export const FORWARDS = {
  forward_added_partial_ip: {
    sentence: 'Somebody added a forward; where it leads is told by `forward_added_partial_recipient`.',
    words: 'added a forward',
    severity: 'low',
    takeover: false,
    ...CHANGE,
    fields: { ip: 'maybe', mailbox_address: 'always' },
    appSpoor: { unless: {} },
  },
  forward_added_partial_recipient: {
    sentence: 'A forward was added; who added it is told by `forward_added_partial_ip`.',
    words: 'added a forward to {forward_recipient}',
    severity: 'low',
    takeover: false,
    ...CHANGE,
    fields: { mailbox_address: 'always', forward_recipient: 'maybe' },
    onRequest: { forward_type: 'maybe', actor: 'maybe', called_by: 'maybe' },
    // What an account does to its mailboxes App::Spoor calls a change of the domain.
    appSpoor: { unless: { forward_type: ['pipe', 'system_user'], called_by: ['account'] } },
  },
  forward_removed: {
    sentence: 'A forward was removed.',
    words: 'removed the forward to {forward_recipient}',
    severity: 'low',
    takeover: false,
    ...CHANGE,
    fields: { mailbox_address: 'always', forward_recipient: 'maybe', ip: 'maybe' },
    onRequest: { forward_type: 'maybe', actor: 'maybe', called_by: 'maybe' },
    appSpoor: { unless: { called_by: ['account'] } },
  },
  forward_removed_partial_ip: {
    sentence: 'Somebody removed a forward; where it led the log does not tell.',
    words: 'removed a forward',
    severity: 'low',
    takeover: false,
    ...CHANGE,
    fields: { ip: 'maybe', mailbox_address: 'always' },
  },
  domain_forward_added: {
    sentence: 'Mail to all addresses of a domain was forwarded to another domain.',
    words: 'forwarded a domain to {forward_recipient}',
    severity: 'low',
    takeover: true,
    ...CHANGE,
    fields: { ip: 'maybe', mailbox_address: 'always', forward_recipient: 'maybe' },
    onRequest: { actor: 'maybe', domain: 'maybe' },
  },
  domain_forward_removed: {
    sentence: 'The forward of a whole domain was removed.',
    words: 'removed the forward of a domain to {forward_recipient}',
    severity: 'info',
    takeover: true,
    ...CHANGE,
    fields: { ip: 'maybe', mailbox_address: 'always', forward_recipient: 'maybe' },
    onRequest: { actor: 'maybe', domain: 'maybe' },
  },
  default_address_changed: {
    sentence: 'Mail to addresses of a domain that do not exist goes elsewhere.',
    words: 'set the default address to {forward_recipient}',
    severity: 'low',
    takeover: true,
    ...CHANGE,
    fields: { ip: 'maybe', mailbox_address: 'always', forward_recipient: 'maybe' },
    onRequest: { actor: 'maybe', domain: 'maybe', forward_type: 'maybe' },
  },
  forward_found: {
    sentence: 'A forward is there that was not there some minutes before, however it came.',
    words: 'has a new forward to {forward_recipient}',
    severity: 'low',
    takeover: true,
    contexts: ['mailbox', 'domain'],
    services: [],
    fields: { mailbox_address: 'always', forward_recipient: 'maybe' },
    onRequest: { domain: 'maybe', forward_type: 'maybe' },
  },
} as const satisfies Definitions
