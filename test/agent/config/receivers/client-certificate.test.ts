import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { type ClientCertificate, readClientCertificate } from '../../../../agent/config/receivers/client-certificate.ts'
import { exampleReceiver } from '../../../support/example-config.ts'
import { createTestCa } from '../../../support/test-ca.ts'

const { cert, key } = createTestCa().issue({ names: ['agent.example.com'] })
const weak = createTestCa().issue({ weak: true })

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spoor-certificate-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function read(
  certificate: string,
  privateKey: string,
  mode: number = 0o600,
): Promise<ClientCertificate | undefined> {
  const files = { certFile: join(folder, 'client.pem'), keyFile: join(folder, 'client.key') }
  await writeFile(files.certFile, certificate)
  await writeFile(files.keyFile, privateKey, { mode })
  return readClientCertificate({ ...exampleReceiver('https://spoor.example.com'), clientCertificate: files })
}

test('a certificate and its key are read unchanged', async () => {
  assert.deepEqual(await read(cert, key), { cert, key })
  assert.equal(await readClientCertificate(exampleReceiver('https://spoor.example.com')), undefined)
})

for (const [title, certificate, privateKey, mode, message] of [
  ['a key that others can read', cert, key, 0o644, /client\.key: has mode 644, .*chmod 0640/],
  ['a key of another certificate', cert, createTestCa().issue().key, 0o600, /client\.key: is not the key of/],
  [
    'something that is not a key',
    cert,
    'hush',
    0o600,
    /client\.key: cannot be read as a private key without a passphrase(?!.*hush)/,
  ],
  ['something that is not a certificate', 'hush', key, 0o600, /client\.pem: cannot be read as a certificate in PEM/],
  [
    'a key that is too short',
    weak.cert,
    weak.key,
    0o600,
    /client\.pem: .* for TLS in PEM \(ERR_SSL_EE_KEY_TOO_SMALL\)/,
  ],
] as const) {
  test(`${title} is refused with the name of its file`, async () => {
    await assert.rejects(read(certificate, privateKey, mode), { name: 'ActionNeeded', exitCode: 2, message })
  })
}

test('a missing certificate is named', async () => {
  const file = join(folder, 'client.key')
  await writeFile(file, key, { mode: 0o600 })
  const clientCertificate = { certFile: join(folder, 'none.pem'), keyFile: file }
  const reading = readClientCertificate({ ...exampleReceiver('https://spoor.example.com'), clientCertificate })
  await assert.rejects(reading, {
    exitCode: 2,
    message: /none\.pem: cannot be read \(ENOENT\); correct transmission\.cert_file/,
  })
})
