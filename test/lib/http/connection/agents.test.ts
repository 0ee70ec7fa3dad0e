import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Outcome } from '../../../../agent/receivers/delivery/outcome.ts'
import type { ApiAccess } from '../../../../agent/receivers/spoor-api/api-access.ts'
import { pinOf } from '../../../../lib/http/connection/pin.ts'
import { accessTo } from '../../../support/api-access.ts'
import { type FakeApi, startFakeApi } from '../../../support/fake-api.ts'
import { sealedClient, type SealedClient } from '../../../support/sealed-client.ts'
import { createTestCa, type TestCertificate } from '../../../support/test-ca.ts'

const REPORT = { id: 'report-1', entries: [] }
const ca = createTestCa()
const { signal } = new AbortController()

async function startApi(t: TestContext, certificate: TestCertificate): Promise<FakeApi> {
  const server = await startFakeApi({ certificate })
  t.after(() => server.close())
  return server
}

async function client(t: TestContext, host: string, change: Partial<ApiAccess> = {}): Promise<SealedClient> {
  const api = await sealedClient(accessTo(host, change), () => assert.fail('must not be told'))
  t.after(() => api.close())
  return api
}

function reasonOf(outcome: Outcome): string {
  assert.ok(outcome.result === 'later')
  return `${outcome.cause}: ${outcome.reason}`
}

/** What a server that asks its clients for certificates says to one. */
async function showing(
  t: TestContext,
  clientCertificate: TestCertificate | undefined,
  maxVersion: 'TLSv1.2' | 'TLSv1.3',
): Promise<Outcome> {
  const certificate = { ...ca.issue(), requestCert: true, rejectUnauthorized: true, ca: ca.pem, maxVersion }
  const api = await startApi(t, certificate)
  return (await client(t, api.url, { caPem: ca.pem, clientCertificate })).send(REPORT, signal)
}

for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
  test(`an API that wants certificates gets that of the agent, by ${version}, and without one no report`, async (t) => {
    assert.deepEqual(await showing(t, ca.issue({ names: ['agent.example.com'] }), version), { result: 'accepted' })
    assert.equal((await showing(t, undefined, version)).result, 'later')
    assert.equal((await showing(t, createTestCa().issue(), version)).result, 'later')
  })
}

// By 1.3 the server resets the connection right after it said so, and sometimes the reset is all that is seen.
test('a server that wants a client certificate is told as such', async (t) => {
  assert.match(
    reasonOf(await showing(t, undefined, 'TLSv1.2')),
    /^configuration: .*wants a certificate.*\(TLS_ALERT_40\)/,
  )
})

test('a self-signed certificate is told apart from one of an unknown authority', async (t) => {
  const server = await startApi(t, ca.issue({ selfSigned: true }))
  const api = await client(t, server.url)
  assert.match(reasonOf(await api.send(REPORT, signal)), /signed itself.*\(DEPTH_ZERO_SELF_SIGNED_CERT\)/)
})

test('a pin accepts the certificate with its key, and no other one of the same authority', async (t) => {
  const certificate = ca.issue()
  const api = await startApi(t, certificate)
  const other = pinOf(ca.issue().cert)
  const pinned = await client(t, api.url, { caPem: ca.pem, pins: [other, pinOf(certificate.cert)] })
  assert.deepEqual(await pinned.send(REPORT, signal), { result: 'accepted' })
  const wrong = await client(t, api.url, { caPem: ca.pem, pins: [other] })
  assert.match(reasonOf(await wrong.send(REPORT, signal)), /^configuration: .*transmission\.pin.*\(PIN_MISMATCH\)/)
  assert.equal(api.requests.length, 1)
})

test('a pin does not replace the right name or authority', async (t) => {
  const certificate = ca.issue({ names: ['other.example.com'] })
  const api = await startApi(t, certificate)
  const pins = [pinOf(certificate.cert)]
  const named = await client(t, api.url, { caPem: ca.pem, pins })
  assert.match(reasonOf(await named.send(REPORT, signal)), /another name/)
  const trusted = await client(t, api.url, { pins })
  assert.match(reasonOf(await trusted.send(REPORT, signal)), /not trusted here/)
})
