import { hash, X509Certificate } from 'node:crypto'
import { checkServerIdentity, type PeerCertificate } from 'node:tls'

/**
 * The pin of a certificate (PEM or DER): the digest of its public key, as curl writes it (`sha256//…`, RFC 7469 §2.4).
 */
export function pinOf(certificate: string | Buffer): string {
  const spki = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' })
  return `sha256//${hash('sha256', spki, 'base64')}`
}

/** A `checkServerIdentity` for node:tls that wants one of these pins besides the right name. */
export function pinnedIdentity(
  pins: readonly string[],
): (host: string, certificate: PeerCertificate) => Error | undefined {
  return (host, certificate) =>
    checkServerIdentity(host, certificate) ?? (pins.includes(pinOf(certificate.raw)) ? undefined : new WrongPin())
}

class WrongPin extends Error {
  readonly code = 'PIN_MISMATCH'
}
