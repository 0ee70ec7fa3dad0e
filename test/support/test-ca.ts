import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { isIP } from 'node:net'
import * as der from './der.ts'

/** A key and its certificate, in PEM. */
export interface TestCertificate {
  readonly key: string
  readonly cert: string
}

/** Properties of a server certificate; by default it is valid now, for this machine's loopback. */
export interface ServerCertificate {
  readonly names?: readonly string[]
  readonly from?: Date
  readonly to?: Date
  /** Signed only by its own key. */
  readonly selfSigned?: boolean
  /** Has a key too short for TLS. */
  readonly weak?: boolean
}

/** A certificate authority for one test. */
export interface TestCa {
  /** Its own certificate, for clients that trust it. */
  readonly pem: string
  /** Issues a certificate for a server. */
  issue(server?: ServerCertificate): TestCertificate
}

const DAY = 86_400_000

/** Makes an authority with Node alone; the host needs no openssl. */
export function createTestCa(): TestCa {
  const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const issuer = `Test CA ${randomBytes(4).toString('hex')}`
  const isAuthority = extension('2.5.29.19', der.sequence(der.yes()), true)

  function certify(
    subject: string,
    publicKey: KeyObject,
    from: Date,
    to: Date,
    extensions: Buffer,
    own?: KeyObject,
  ): string {
    const ecdsaWithSha256 = der.sequence(der.oid('1.2.840.10045.4.3.2'))
    const toBeSigned = der.sequence(
      der.tagged(0, der.integer(2), true),
      der.integer(1, ...randomBytes(8)),
      ecdsaWithSha256,
      name(own === undefined ? issuer : subject),
      der.sequence(der.time(from), der.time(to)),
      name(subject),
      publicKey.export({ type: 'spki', format: 'der' }),
      der.tagged(3, der.sequence(extensions), true),
    )
    const signature = sign('sha256', toBeSigned, own ?? authority.privateKey)
    return pem(der.sequence(toBeSigned, ecdsaWithSha256, der.bits(signature)))
  }

  return {
    pem: certify(issuer, authority.publicKey, new Date(Date.now() - DAY), new Date(Date.now() + DAY), isAuthority),
    issue({ names = ['localhost', '127.0.0.1'], from, to, selfSigned = false, weak = false } = {}) {
      const { privateKey, publicKey } = weak
        ? generateKeyPairSync('rsa', { modulusLength: 512 })
        : generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const start = from ?? new Date(Date.now() - DAY)
      const end = to ?? new Date(Date.now() + 90 * DAY)
      const cert = certify(
        'Test server',
        publicKey,
        start,
        end,
        extension('2.5.29.17', alternativeNames(names)),
        selfSigned ? privateKey : undefined,
      )
      return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), cert }
    },
  }
}

function name(commonName: string): Buffer {
  return der.sequence(der.set(der.sequence(der.oid('2.5.4.3'), der.text(commonName))))
}

function extension(id: string, content: Buffer, critical = false): Buffer {
  return der.sequence(der.oid(id), ...(critical ? [der.yes()] : []), der.octets(content))
}

function alternativeNames(names: readonly string[]): Buffer {
  return der.sequence(
    ...names.map((name) =>
      isIP(name) === 4 ? der.tagged(7, Buffer.from(name.split('.').map(Number))) : der.tagged(2, Buffer.from(name)),
    ),
  )
}

function pem(certificate: Buffer): string {
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
