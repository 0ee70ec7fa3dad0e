import assert from 'node:assert/strict'
import { once } from 'node:events'
import net from 'node:net'
import { type TestContext, test } from 'node:test'
import type { ApiAccess } from '../../../../agent/receivers/spoor-api/api-access.ts'
import { diagnose } from '../../../../agent/receivers/spoor-api/diagnosis.ts'
import { pinOf } from '../../../../lib/http/connection/pin.ts'
import { accessTo } from '../../../support/api-access.ts'
import { type FakeApi, startFakeApi } from '../../../support/fake-api.ts'
import { startFakeProxy } from '../../../support/fake-proxy.ts'
import { createTestCa, type ServerCertificate } from '../../../support/test-ca.ts'

const { signal } = new AbortController()
const PATH = '/api/reports?reports%5Bhost%5D=host.example.com'

async function start(t: TestContext, certificate?: Parameters<typeof startFakeApi>[0]): Promise<FakeApi> {
  const api = await startFakeApi(certificate)
  api.otherwise = { status: 200, body: '{"reports":[]}' }
  t.after(() => api.close())
  return api
}

/** Each step as `step state`; and the text of the last. */
async function probed(host: string, change: Partial<ApiAccess> = {}): Promise<{ steps: string[]; text: string }> {
  const steps = await diagnose(accessTo(host, change), PATH, signal)
  return {
    steps: steps.map(({ step, state }) => `${step} ${state}`),
    text: steps.at(-1)?.text ?? '',
  }
}

test('each step is told: the name, the connection, TLS, the credentials and the clock; one harmless request is made', async (t) => {
  const ca = createTestCa()
  const api = await start(t, { certificate: ca.issue() })
  const { steps, text } = await probed(api.url, { caPem: ca.pem })
  assert.deepEqual(steps, ['dns ok', 'tcp ok', 'tls ok', 'clock ok', 'credentials ok'])
  assert.equal(text, 'the API accepts them (HTTP 200)')
  const [request, ...more] = api.requests
  assert.deepEqual([request?.method, request?.url, request?.body, more], ['GET', PATH, '', []])
  assert.equal(request?.headers.authorization, `Basic ${Buffer.from('ABC123:secret456').toString('base64')}`)
})

test('an address needs no name server, and http:// on this machine no TLS', async (t) => {
  const api = await start(t)
  assert.deepEqual((await probed(`http://127.0.0.1:${api.port}`)).steps, ['tcp ok', 'clock ok', 'credentials ok'])
})

test('a port where nothing listens refuses the connection', async (t) => {
  const api = await start(t)
  await api.close()
  t.mock.method(api, 'close', async () => undefined)
  const { steps, text } = await probed(api.url)
  assert.deepEqual(steps, ['dns ok', 'tcp failed'])
  assert.match(text, /refused the connection: it is down, or transmission\.host names the wrong port \(ECONNREFUSED\)$/)
})

test('a name without an address fails at the step dns', async () => {
  const { steps, text } = await probed('https://nowhere.invalid')
  assert.deepEqual(steps, ['dns failed'])
  assert.match(text, /check transmission\.host|resolv\.conf/)
})

const wrongCertificates: readonly (readonly [string, ServerCertificate, RegExp])[] = [
  ['for another name', { names: ['other.example.com'] }, /another name: check transmission\.host/],
  ['that has expired', { to: new Date(Date.now() - 1000) }, /has expired/],
  ['that is not valid yet', { from: new Date(Date.now() + 3_600_000) }, /not valid yet: correct the clock/],
  ['that it signed itself', { selfSigned: true }, /transmission\.ca_file/],
]
for (const [what, certificate, expected] of wrongCertificates) {
  test(`a certificate ${what} is a fault of TLS`, async (t) => {
    const ca = createTestCa()
    const api = await start(t, { certificate: ca.issue(certificate) })
    const { steps, text } = await probed(api.url, { caPem: ca.pem })
    assert.deepEqual(steps, ['dns ok', 'tcp ok', 'tls failed'])
    assert.match(text, expected)
  })
}

test('an authority that is not trusted, or another pin, fails at the step tls', async (t) => {
  const ca = createTestCa()
  const certificate = ca.issue()
  const api = await start(t, { certificate })
  assert.match((await probed(api.url)).text, /transmission\.ca_file/)
  const wrong = await probed(api.url, { caPem: ca.pem, pins: [pinOf(createTestCa().pem)] })
  assert.deepEqual(wrong.steps, ['dns ok', 'tcp ok', 'tls failed'])
  assert.match(wrong.text, /transmission\.pin/)
  assert.equal((await probed(api.url, { caPem: ca.pem, pins: [pinOf(certificate.cert)] })).steps[2], 'tls ok')
})

for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
  test(`an API that wants another certificate of the agent, by ${maxVersion}, is told with where to name one`, async (t) => {
    const ca = createTestCa()
    const certificate = { ...ca.issue(), ca: ca.pem, requestCert: true, rejectUnauthorized: true, maxVersion }
    const api = await start(t, { certificate })
    for (const clientCertificate of [undefined, createTestCa().issue()]) {
      const { steps, text } = await probed(api.url, { caPem: ca.pem, clientCertificate })
      // By 1.3 sometimes only the reset is seen, after the handshake.
      assert.match(steps.join(), maxVersion === 'TLSv1.2' ? /,tls failed$/ : /,tls failed$|,tls ok,credentials failed$/)
      assert.match(text, /transmission\.cert_file/)
    }
    assert.equal((await probed(api.url, { caPem: ca.pem, clientCertificate: ca.issue() })).steps[4], 'credentials ok')
  })
}

test('a server without TLS fails at the step tls, and one without HTTP at the answer', async (t) => {
  const api = await start(t)
  assert.deepEqual((await probed(`https://localhost:${api.port}`)).steps, ['dns ok', 'tcp ok', 'tls failed'])
  const server = net.createServer((socket) => socket.end('220 mail.example.com ESMTP\r\n')).listen(0, 'localhost')
  t.after(() => server.close())
  await once(server, 'listening')
  const address = server.address()
  assert.ok(typeof address === 'object' && address !== null)
  assert.deepEqual((await probed(`http://localhost:${address.port}`)).steps, ['dns ok', 'tcp ok', 'credentials failed'])
})

for (const [status, state, expected] of [
  [204, 'warning', /no list of reports came/],
  [200, 'warning', /no list of reports came/],
  [202, 'warning', /no list of reports came/],
  [401, 'failed', /correct transmission\.credentials/],
  [403, 'failed', /transmission\.credentials/],
  [404, 'warning', /lists no reports/],
  [405, 'warning', /lists no reports/],
  [400, 'warning', /lists no reports/],
  [501, 'warning', /lists no reports/],
  [407, 'failed', /transmission\.proxy/],
  [302, 'failed', /transmission\.host/],
  [429, 'failed', /later/],
  [503, 'failed', /later/],
] as const) {
  test(`HTTP ${status} is: credentials ${state}`, async (t) => {
    const api = await start(t)
    api.otherwise = { status, body: 'secret456', headers: { location: 'http://localhost:9/' } }
    const { steps, text } = await probed(api.url)
    assert.equal(steps.at(-1), `credentials ${state}`)
    assert.match(text, expected)
    assert.match(text, new RegExp(`\\(HTTP ${status}\\)$`))
    assert.doesNotMatch(text, /secret456/)
    assert.equal(api.requests.length, 1)
  })
}

test('a hub that knows the credentials as those of another host says so', async (t) => {
  const api = await start(t)
  api.otherwise = { status: 403, body: '{"code":40310,"error":"secret456"}' }
  const { steps, text } = await probed(api.url)
  assert.equal(steps.at(-1), 'credentials failed')
  assert.match(text, /^the hub knows them as those of another host: type there spoor-hub agents rename, or here /)
  assert.doesNotMatch(text, /secret456/)
})

test('a server that answers everything with 2xx and lists no reports has not shown that it accepts the credentials', async (t) => {
  const api = await start(t)
  for (const body of ['', 'ok', '[]', '{"status":"ok"}', '{"events":[]}']) {
    api.otherwise = { status: 200, body }
    const { steps, text } = await probed(api.url)
    assert.equal(steps.at(-1), 'credentials warning', body)
    assert.match(text, /^cannot be told, as no list of reports came: check transmission\.host/)
  }
  api.otherwise = { status: 200, body: `{ "page": 1, "reports" : [${'{},'.repeat(50_000)}{}] }` }
  assert.equal((await probed(api.url)).steps.at(-1), 'credentials ok')
})

test("a portal's page is not the API, and nginx's page that asks for a certificate fails at the step tls", async (t) => {
  const api = await start(t)
  api.otherwise = {
    status: 200,
    body: '<!DOCTYPE html><title>Log in</title>',
    headers: { 'content-type': 'text/html' },
  }
  assert.match((await probed(api.url)).text, /web page answered/)
  api.otherwise = { status: 400, body: '<html>No required SSL certificate was sent</html>' }
  assert.deepEqual((await probed(api.url)).steps, ['dns ok', 'tcp ok', 'clock ok', 'tls failed'])
})

for (const [off, state, expected] of [
  [0, 'ok', /^\d+ s from that of the API$/],
  [-240, 'ok', /^4 min from/],
  [-360, 'warning', /^this server is 6 min ahead of the API: correct the clock/],
  [7 * 3600, 'warning', /^this server is 7 h behind the API/],
] as const) {
  test(`an API whose clock is ${off} s from ours is: clock ${state}`, async (t) => {
    const api = await start(t)
    const date = new Date(Date.now() + off * 1000).toUTCString()
    api.otherwise = { status: 200, body: '{}', headers: { date } }
    const step = (await diagnose(accessTo(api.url), PATH, signal)).find((each) => each.step === 'clock')
    assert.equal(step?.state, state)
    assert.match(step.text, expected)
  })
}

test('with a proxy the first step is its connection, and fails where the proxy refuses', async (t) => {
  const ca = createTestCa()
  const api = await start(t, { certificate: ca.issue() })
  const proxy = await startFakeProxy()
  t.after(() => proxy.close())
  const access = { caPem: ca.pem, proxy: proxy.url }
  assert.deepEqual((await probed(api.url, access)).steps, ['proxy ok', 'tls ok', 'clock ok', 'credentials ok'])
  proxy.does = 407
  const refused = await probed(api.url, access)
  assert.deepEqual(refused.steps, ['proxy failed'])
  assert.match(refused.text, /transmission\.proxy/)
})

for (const silent of ['hang', 'drip'] as const) {
  test(`an API that answers nothing, or never ends (${silent}), is given up after the timeout`, async (t) => {
    const api = await start(t)
    api.otherwise = silent
    const { steps, text } = await probed(api.url, { timeout: 50 })
    // The timeout may be over before the connection is made.
    assert.match(steps.at(-1) ?? '', /^(?:tcp|credentials) failed$/)
    assert.match(text, /ETIMEDOUT/)
  })
}
