import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Config } from '../../../../agent/config/config.ts'
import { configuredAccess } from '../../../../agent/receivers/spoor-api/configured-access.ts'
import { exampleSpool } from '../../../support/example-config.ts'
import { startFakeApi } from '../../../support/fake-api.ts'
import { sealedClient } from '../../../support/sealed-client.ts'
import { createTestCa } from '../../../support/test-ca.ts'

const unexpected = (): never => assert.fail('must not be told')

function configFor(host: string, caFile?: string): Config {
  return {
    followers: [],
    transmission: {
      enabled: true,
      host,
      reportPath: '/in',
      listPaths: { reports: '/reports', events: '/events' },
      accept: [200],
      retryRefused: false,
      identifier: 'me',
      secret: { text: 'hush' },
      caFile,
      timeout: 5000,
      concurrency: 4,
      interval: undefined,
      compression: undefined,
      proxy: 'none',
      clientCertificate: undefined,
      pins: undefined,
    },
    spool: exampleSpool('/nowhere'),
    limits: { readRate: undefined, memory: undefined },
    runtime: { path: '/nowhere' },
    host: { name: undefined, labels: {} },
    events: 'spoor',
  }
}

async function fileWith(t: TestContext, content: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'configured-access-'))
  t.after(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'ca.pem'), content)
  return join(folder, 'ca.pem')
}

test('a report goes where the configuration says, as its identifier and for this host', async (t) => {
  const ca = createTestCa()
  const server = await startFakeApi({ certificate: ca.issue() })
  const api = await sealedClient(await configuredAccess(configFor(server.url, await fileWith(t, ca.pem))), unexpected)
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
  await assert.rejects(configuredAccess(configFor('https://api.example.com', '/nowhere/ca.pem')), expected)
  const file = await fileWith(t, 'not a certificate')
  await assert.rejects(configuredAccess(configFor('https://api.example.com', file)), expected)
})
