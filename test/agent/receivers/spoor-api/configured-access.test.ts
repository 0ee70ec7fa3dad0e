import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { SpoorApiConfig } from '../../../../agent/config/config.ts'
import { configuredAccess } from '../../../../agent/receivers/spoor-api/configured-access.ts'
import { exampleReceiver } from '../../../support/example-config.ts'
import { startFakeApi } from '../../../support/fake-api.ts'
import { sealedClient } from '../../../support/sealed-client.ts'
import { createTestCa } from '../../../support/test-ca.ts'

const unexpected = (): never => assert.fail('must not be told')

function receiverAt(host: string, caFile?: string): SpoorApiConfig {
  const limits = { timeout: 5000, accept: [200], reportPath: '/in' }
  return { ...exampleReceiver(host), ...limits, identifier: 'me', secret: { text: 'hush' }, caFile }
}

const HOST = { host: { name: undefined, labels: {} } }

async function fileWith(t: TestContext, content: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'configured-access-'))
  t.after(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'ca.pem'), content)
  return join(folder, 'ca.pem')
}

test('a report goes where the configuration says, as its identifier and for this host', async (t) => {
  const ca = createTestCa()
  const server = await startFakeApi({ certificate: ca.issue() })
  const access = await configuredAccess(receiverAt(server.url, await fileWith(t, ca.pem)), HOST)
  const api = await sealedClient(access, unexpected)
  t.after(() => api.close())
  t.after(() => server.close())
  assert.deepEqual(await api.send({ id: '1', entries: [] }, new AbortController().signal), { result: 'accepted' })
  const [request] = server.requests
  assert.equal(request?.url, '/in')
  assert.equal(request.headers.authorization, `Basic ${Buffer.from('me:hush').toString('base64')}`)
  assert.deepEqual(request.json, { report: { entries: [], metadata: { reporter: hostname() } } })
})

test('a ca_file that is missing or holds no certificate is named', async (t) => {
  const expected = { name: 'ActionNeeded', exitCode: 2, message: /ca\.pem: cannot be read as a certificate in PEM/ }
  await assert.rejects(configuredAccess(receiverAt('https://api.example.com', '/nowhere/ca.pem'), HOST), expected)
  const file = await fileWith(t, 'not a certificate')
  await assert.rejects(configuredAccess(receiverAt('https://api.example.com', file), HOST), expected)
})
