import type { Definitions } from '../definition.ts'

const ACCOUNT = {
  contexts: ['domain', 'system'],
  services: ['cpanel', 'whm'],
  fields: { ip: 'maybe', mailbox_address: 'always' },
  onRequest: { actor: 'maybe' },
} as const

const TOKEN = {
  ...ACCOUNT,
  fields: { ip: 'maybe', mailbox_address: 'always', token_name: 'maybe' },
} as const

/** Accounts of cPanel, and what gives power over them. */
export const ACCOUNTS = {
  account_created: {
    sentence: 'An account was created.',
    words: 'created the account',
    severity: 'info',
    takeover: false,
    ...ACCOUNT,
  },
  account_removed: {
    sentence: 'An account was removed.',
    words: 'removed the account',
    severity: 'low',
    takeover: false,
    ...ACCOUNT,
  },
  account_changed: {
    sentence: 'The package, owner, shell or another setting of an account was changed.',
    words: 'changed the account: {account_setting}',
    severity: 'info',
    takeover: false,
    ...ACCOUNT,
    fields: { ip: 'maybe', mailbox_address: 'always', account_setting: 'always' },
  },
  account_suspended: {
    sentence: 'An account was suspended.',
    words: 'suspended the account',
    severity: 'info',
    takeover: false,
    ...ACCOUNT,
  },
  account_unsuspended: {
    sentence: 'The suspension of an account was ended.',
    words: 'unsuspended the account',
    severity: 'info',
    takeover: false,
    ...ACCOUNT,
  },
  account_password_changed: {
    sentence: 'The password of an account was changed.',
    words: 'changed the password of the account',
    severity: 'low',
    takeover: false,
    ...ACCOUNT,
    onRequest: { actor: 'maybe', named_user: 'maybe' },
  },
  api_token_created: {
    sentence: 'An API token was created: a password that works until it is revoked.',
    words: 'created the API token {token_name}',
    severity: 'medium',
    takeover: false,
    ...TOKEN,
  },
  api_token_changed: {
    sentence: 'An API token was renamed, or got other rights.',
    words: 'changed the API token {token_name}',
    severity: 'medium',
    takeover: false,
    ...TOKEN,
  },
  api_token_revoked: {
    sentence: 'An API token was revoked.',
    words: 'revoked the API token {token_name}',
    severity: 'info',
    takeover: false,
    ...TOKEN,
  },
  api_token_used: {
    sentence: 'An API token was used.',
    words: 'used the API token {token_name}: {api_function}',
    severity: 'info',
    takeover: false,
    ...TOKEN,
    fields: { ip: 'maybe', mailbox_address: 'always', token_name: 'maybe', api_function: 'maybe' },
  },
  two_factor_removed: {
    sentence: 'Two-factor authentication of an account was removed.',
    words: 'removed two-factor authentication',
    severity: 'medium',
    takeover: false,
    ...ACCOUNT,
  },
  whm_terminal_opened: {
    sentence: 'A terminal was opened in WHM, which is a shell of root.',
    words: 'opened a terminal in WHM',
    severity: 'medium',
    takeover: false,
    ...ACCOUNT,
  },
} as const satisfies Definitions
