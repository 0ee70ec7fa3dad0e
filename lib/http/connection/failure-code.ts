import { codeOf } from '../../system/errors.ts'

/**
 * What names the reason of a request without an answer: the code of the system, of Node or of OpenSSL. `TLS_ALERT_n`
 * where the other side said why it wants no TLS (RFC 8446 §6). Of OpenSSL's reasons Node tells many in the message
 * alone, with EPROTO for a code.
 */
export function failureCode(error: unknown): string | undefined {
  const code = codeOf(error)
  const message = error instanceof Error ? error.message : ''
  const [, alert] = /\bSSL alert number (\d{1,3})\b/.exec(message) ?? []
  if (alert !== undefined) return `TLS_ALERT_${alert}`
  const [, reason] = (code === 'EPROTO' && /:SSL routines:[^:]*:([a-z\d ]{1,60}):/.exec(message)) || []
  return reason === undefined ? code : `ERR_SSL_${reason.toUpperCase().replaceAll(' ', '_')}`
}
