import { codeOf } from '../system/errors.ts'

/**
 * What names the reason of a request without an answer: the code of the system, of Node or of OpenSSL. `TLS_ALERT_n` where the other
 * side said why it wants no TLS (RFC 8446 §6): of that Node tells most in the message alone, with EPROTO for a code.
 */
export function failureCode(error: unknown): string | undefined {
  const alert = error instanceof Error ? /\bSSL alert number (\d{1,3})\b/.exec(error.message)?.[1] : undefined
  return alert === undefined ? codeOf(error) : `TLS_ALERT_${alert}`
}
