import type { Definitions } from '../definition.ts'

const CHANGE = {
  contexts: ['mailbox', 'domain', 'system'],
  services: ['webmail', 'cpanel', 'whm'],
  fields: { ip: 'maybe', mailbox_address: 'always' },
} as const

/** What is done with mail that arrives, without its owner seeing it: rules that hide or redirect mail, and answers. */
export const FILTERS = {
  filter_stored: {
    sentence: 'A mail filter was made or changed; of what it does only the kind is told, never names or patterns.',
    words: 'stored a filter: {filter_action}',
    severity: 'low',
    takeover: true,
    ...CHANGE,
    fields: { ip: 'maybe', mailbox_address: 'always', filter_action: 'maybe', forward_recipient: 'maybe' },
    onRequest: { actor: 'maybe', named_user: 'maybe', filter_scope: 'maybe' },
  },
  filter_deleted: {
    sentence: 'A mail filter was deleted.',
    words: 'deleted a filter',
    severity: 'info',
    takeover: true,
    ...CHANGE,
    onRequest: { actor: 'maybe', named_user: 'maybe' },
  },
  filter_enabled: {
    sentence: 'A mail filter was switched on.',
    words: 'switched a filter on',
    severity: 'low',
    takeover: true,
    ...CHANGE,
    onRequest: { actor: 'maybe', named_user: 'maybe' },
  },
  filter_disabled: {
    sentence: 'A mail filter was switched off.',
    words: 'switched a filter off',
    severity: 'info',
    takeover: true,
    ...CHANGE,
    onRequest: { actor: 'maybe', named_user: 'maybe' },
  },
  autoresponder_added: {
    sentence: 'An autoresponder was made or changed; its text is not told.',
    words: 'stored an autoresponder',
    severity: 'low',
    takeover: true,
    ...CHANGE,
    onRequest: { actor: 'maybe', named_user: 'maybe' },
  },
  autoresponder_removed: {
    sentence: 'An autoresponder was removed.',
    words: 'removed an autoresponder',
    severity: 'info',
    takeover: true,
    ...CHANGE,
    onRequest: { actor: 'maybe', named_user: 'maybe' },
  },
  filter_found: {
    sentence: 'A mail filter, also one in Sieve, has a rule that was not there some minutes before, however it came.',
    words: 'has a new filter: {filter_action}',
    severity: 'low',
    takeover: true,
    contexts: ['mailbox', 'domain'],
    services: [],
    fields: { mailbox_address: 'always', filter_action: 'maybe', forward_recipient: 'maybe' },
    onRequest: { filter_scope: 'maybe' },
  },
} as const satisfies Definitions
