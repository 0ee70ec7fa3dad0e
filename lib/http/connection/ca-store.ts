import { rootCertificates } from 'node:tls'
import { readRegularFile } from '../../system/files/regular-file.ts'

/**
 * Where distributions keep the system's certificate authorities, in the order of Go's crypto/x509 (root_linux.go) but
 * for EL's extracted store, which comes first: its other names are links to it.
 */
const SYSTEM_BUNDLES: readonly string[] = [
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
]

/**
 * The authorities that this system trusts, as PEM texts: the first bundle that can be read, or else Node's own roots.
 */
export async function systemAuthorities(bundles: readonly string[] = SYSTEM_BUNDLES): Promise<readonly string[]> {
  for (const bundle of bundles) {
    const pem = await readRegularFile(bundle, { follow: true }).catch(() => '')
    // Container images without the package ca-certificates may have an empty file.
    if (pem.includes('-----BEGIN CERTIFICATE-----')) return [pem]
  }
  return rootCertificates
}
