import type { Fields } from '../field.ts'

/** Who did something, from where, and how it went. */
export const LOGIN_FIELDS = {
  mailbox_address: {
    type: 'text',
    longest: 1024,
    meaning:
      "The mailbox; where the context is not `mailbox`, the account's name, or its domain if the log names that alone.",
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
  login_fault: {
    type: 'choice',
    values: {
      password: 'the password is wrong',
      user: 'there is no such user',
      forbidden: 'this user may not use this service',
      locked: 'too many logins failed before',
      name: 'no name was given',
      other: 'another reason',
    },
    meaning: 'Why a login was refused.',
    example: 'password',
    privacy: 'operational',
  },
  attempts: {
    type: 'integer',
    unit: 'tries',
    meaning: 'How many passwords were tried in one connection; null if the log does not tell.',
    example: 3,
    privacy: 'operational',
  },
  session_method: {
    type: 'choice',
    values: {
      login: 'with a password, by the form',
      api: 'by the API, which another user asked for',
      transfer: 'from another service of the same user',
      other: 'in another way',
    },
    meaning: 'How a session was opened.',
    example: 'login',
    privacy: 'operational',
  },
} as const satisfies Fields
