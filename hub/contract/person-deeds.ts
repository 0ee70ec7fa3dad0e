/** What changes a person, in the words of the audit log: logins, and tokens that are made or end, do not. */
export const PERSON_DEEDS: readonly string[] = [
  'role_changed',
  'person_disabled',
  'person_enabled',
  'password_changed',
  'totp_begun',
  'totp_ended',
  'sessions_ended',
]
