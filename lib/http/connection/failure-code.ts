import { codeOf } from '../../system/errors.ts'

/**
 * Why a request got no answer: the code of the system, of Node or of OpenSSL; `TLS_ALERT_n` where the other side ended
 * the handshake with an alert (RFC 8446 §6). Node names many of OpenSSL's reasons only in the message, with the code
 * EPROTO.
 */
export function failureCode(error: unknown): string | undefined {
  const code = codeOf(error)
  const message = error instanceof Error ? error.message : ''
  const [, alert] = /\bSSL alert number (\d{1,3})\b/.exec(message) ?? []
  if (alert !== undefined) return `TLS_ALERT_${alert}`
  const [, reason] = (code === 'EPROTO' && /:SSL routines:[^:]*:([a-z\d ]{1,60}):/.exec(message)) || []
  return reason === undefined ? code : `ERR_SSL_${reason.toUpperCase().replaceAll(' ', '_')}`
}
