import type { Definitions } from '../definition.ts'

const CHANGE = { contexts: ['mailbox', 'domain', 'system'], services: ['webmail', 'cpanel', 'whm'] } as const

/** Forwards of mail. `partial` is half of a change: one log tells who made it, another one where the forward leads. */
export const FORWARDS = {
  forward_added_partial_ip: {
    sentence: 'Somebody added a forward; where it leads is told by `forward_added_partial_recipient`.',
    words: 'added a forward',
    severity: 'low',
    ...CHANGE,
    fields: { ip: 'maybe', mailbox_address: 'always' },
    appSpoor: { unless: {} },
  },
  forward_added_partial_recipient: {
    sentence: 'A forward was added; who added it is told by `forward_added_partial_ip`.',
    words: 'added a forward to {forward_recipient}',
    severity: 'low',
    ...CHANGE,
    fields: { mailbox_address: 'always', forward_recipient: 'maybe' },
    onRequest: { forward_type: 'maybe' },
    appSpoor: { unless: { forward_type: ['pipe', 'system_user'] } },
  },
  forward_removed: {
    sentence: 'A forward was removed.',
    words: 'removed the forward to {forward_recipient}',
    severity: 'low',
    ...CHANGE,
    fields: { mailbox_address: 'always', forward_recipient: 'maybe', ip: 'maybe' },
    onRequest: { forward_type: 'maybe' },
    appSpoor: { unless: {} },
  },
  forward_removed_partial_ip: {
    sentence: 'Somebody removed a forward; where it led the log does not tell.',
    words: 'removed a forward',
    severity: 'low',
    ...CHANGE,
    fields: { ip: 'maybe', mailbox_address: 'always' },
  },
} as const satisfies Definitions
