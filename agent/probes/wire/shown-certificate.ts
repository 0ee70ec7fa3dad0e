import type { TLSSocket } from 'node:tls'
import type { ShownCertificate } from '../probe.ts'

/** The certificate that a server showed; undefined if it showed none. */
export function shownCertificate(socket: TLSSocket): ShownCertificate | undefined {
  const expires = socket.getPeerX509Certificate()?.validToDate.getTime()
  if (expires === undefined) return undefined
  const distrust = distrustOf(socket)
  return distrust === undefined ? { expires } : { expires, distrust }
}

/** Node gives the code, or an error that has it; where OpenSSL knows no reason, null. */
function distrustOf({ authorized, authorizationError }: TLSSocket): string | undefined {
  if (authorized) return undefined
  const word: unknown = Object(authorizationError).code ?? authorizationError
  return /^\w{1,60}$/.test(String(word)) ? String(word) : 'UNTRUSTED'
}
