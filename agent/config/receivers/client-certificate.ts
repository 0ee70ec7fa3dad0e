import { createPrivateKey, X509Certificate } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import { readPrivateFile } from '../../../lib/settings/private-file.ts'
import type { Reader } from '../../../lib/settings/reader.ts'
import { ActionNeeded, codeOf, EXIT, messageOf } from '../../../lib/system/errors.ts'
import { readRegularFile } from '../../../lib/system/files/regular-file.ts'
import type { ServerConfig } from '../config.ts'

/** A certificate and its key, both in PEM. */
export interface ClientCertificate {
  readonly cert: string
  readonly key: string
}

/**
 * The certificate that the agent presents to a receiver, from `cert_file` and `key_file`; undefined without them.
 * Throws `ActionNeeded` (exit 2) if they do not hold a certificate and its key, or the key is not private.
 */
export async function readClientCertificate(
  { clientCertificate: files, option }: Pick<ServerConfig, 'clientCertificate' | 'option'>,
  reader?: Reader,
): Promise<ClientCertificate | undefined> {
  if (files === undefined) return undefined
  const { certFile, keyFile } = files
  const key = await readPrivateFile(keyFile, reader)
  const cert = await readRegularFile(certFile, { follow: true }).catch((error: unknown) => {
    throw refusal(certFile, `cannot be read (${codeOf(error) ?? messageOf(error)}); correct ${option}.cert_file`, error)
  })
  const certificate = parsed(() => new X509Certificate(cert), certFile, 'a certificate', `${option}.cert_file`)
  const privateKey = parsed(
    () => createPrivateKey(key),
    keyFile,
    'a private key without a passphrase',
    `${option}.key_file`,
  )
  if (!certificate.checkPrivateKey(privateKey)) {
    throw refusal(keyFile, `is not the key of the certificate in ${certFile}; correct ${option}.key_file`)
  }
  // OpenSSL refuses some of what can be parsed, such as a key that is too short.
  parsed(() => createSecureContext({ cert, key }), certFile, 'a certificate for TLS', `${option}.cert_file`)
  return { cert, key }
}

function parsed<T>(parse: () => T, file: string, what: string, option: string): T {
  try {
    return parse()
  } catch (error) {
    throw refusal(file, `cannot be read as ${what} in PEM (${codeOf(error)}); correct ${option}`, error)
  }
}

function refusal(file: string, fault: string, cause?: unknown): ActionNeeded {
  return new ActionNeeded(`${file}: ${fault}`, EXIT.usage, { cause })
}
