/** What keys of secrets end with, in configuration, headers, queries and logs. */
const SECRETS =
  /(?:^|[._-])(?:pass|pw|pwd|password|passwd|passphrase|secret|token|api_?key|apikey|sig|signature|credentials?|sessid|session(?:_?id)?|nonce|otp|pin)$/i

/** Whether a value of this key is a secret. */
export function isSecretKey(key: string): boolean {
  return SECRETS.test(key) || /(?:password|passwd|secret|token)$/i.test(key)
}

/** Whether all that follows this key is a secret, as in a header. */
export function isRestSecret(key: string): boolean {
  return /^(?:authorization|proxy-authorization|cookie|set-cookie)$/i.test(key)
}

/** Whether the subject of a message follows; `T` in Exim's log. */
export function isSubjectKey(key: string): boolean {
  return /^(?:subject|T)$/.test(key) || /^subject$/i.test(key)
}
