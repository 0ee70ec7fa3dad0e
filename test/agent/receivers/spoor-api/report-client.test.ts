import assert from 'node:assert/strict'
import { getEventListeners, once } from 'node:events'
import net from 'node:net'
import { type TestContext, test } from 'node:test'
import type { Outcome } from '../../../../agent/receivers/delivery/outcome.ts'
import type { ApiAccess } from '../../../../agent/receivers/spoor-api/api-access.ts'
import type { Entry } from '../../../../lib/event/entry.ts'
import type { Tell } from '../../../../lib/notice/notice.ts'
import { accessTo } from '../../../support/api-access.ts'
import { type FakeApi, type Scripted, startFakeApi } from '../../../support/fake-api.ts'
import { sealedClient, type SealedClient } from '../../../support/sealed-client.ts'
import { createTestCa } from '../../../support/test-ca.ts'

const ENTRY: Entry = { type: 'login', time: 1537372956, ip: '192.0.2.10', mailbox_address: 'a@example.com', id: 'e1' }
const REPORT = { id: 'report-1', entries: [ENTRY] }
const SECRET = 's3cret-with-more-than-fifty-characters-so-that-base64-would-fold-it'
const ca = createTestCa()
const { signal } = new AbortController()

const unexpected = (): never => assert.fail('must not be told')

async function fake(t: TestContext, options?: Parameters<typeof startFakeApi>[0]): Promise<FakeApi> {
  const server = await startFakeApi(options)
  t.after(() => server.close())
  return server
}

async function client(
  t: TestContext,
  host: string,
  options: Partial<ApiAccess> = {},
  tell: Tell = unexpected,
): Promise<SealedClient> {
  const api = await sealedClient(accessTo(host, { secret: SECRET, ...options }), tell)
  t.after(() => api.close())
  return api
}

async function answerTo(t: TestContext, scripted: Scripted, options?: Partial<ApiAccess>): Promise<Outcome> {
  const server = await fake(t)
  server.script.push(scripted)
  const api = await client(t, server.url, options)
  return api.send(REPORT, signal)
}

function reasonOf(outcome: Outcome): string {
  assert.ok(outcome.result !== 'accepted')
  return outcome.reason
}

test('a report is sent as App::Spoor sent it, with an Idempotency-Key and with credentials on one line', async (t) => {
  const server = await fake(t)
  const api = await client(t, `${server.url}/`)
  assert.deepEqual(await api.send(REPORT, signal), { result: 'accepted' })
  const [request] = server.requests
  assert.equal(request?.method, 'POST')
  assert.equal(request.url, '/api/reports')
  assert.equal(
    request.body,
    JSON.stringify({ report: { entries: [ENTRY], metadata: { reporter: 'host.example.com' } } }),
  )
  assert.deepEqual(request.headers, {
    host: `localhost:${server.port}`,
    accept: 'application/json',
    authorization: `Basic ${Buffer.from(`ABC123:${SECRET}`).toString('base64')}`,
    connection: 'keep-alive',
    'content-length': String(request.body.length),
    'content-type': 'application/json',
    'idempotency-key': 'report-1',
    'user-agent': 'spoor-agent/1.2.3',
  })
})

test('reports share one connection, and leave nothing behind on the signal', async (t) => {
  const server = await fake(t, { certificate: ca.issue() })
  const api = await client(t, server.url, { caPem: ca.pem })
  for (let i = 0; i < 20; i += 1) assert.deepEqual(await api.send(REPORT, signal), { result: 'accepted' })
  assert.equal(new Set(server.requests.map(({ connection }) => connection)).size, 1)
  assert.deepEqual(getEventListeners(signal, 'abort'), [])
})

test('the status alone decides: an accepted report stays accepted when its answer breaks off', async (t) => {
  assert.deepEqual(await answerTo(t, { status: 202, body: '{"re', ending: 'cut' }), { result: 'accepted' })
})

test('a redirect is not followed', async (t) => {
  const elsewhere = await fake(t)
  const outcome = await answerTo(t, { status: 307, headers: { location: `${elsewhere.url}/api/reports` } })
  assert.match(reasonOf(outcome), /^The API redirects, .*\(HTTP 307\)\.$/)
  assert.equal(elsewhere.requests.length, 0)
})

test('an endless answer is cut off, and 200 of its characters are kept', async (t) => {
  const body = `<h1>\u001b[31m\n\n${'x'.repeat(100_000)}`
  const outcome = await answerTo(t, { status: 500, body, ending: 'hang' }, { timeout: 60_000 })
  assert.equal(reasonOf(outcome), `The API is out of order (HTTP 500: <h1>?[31m ${'x'.repeat(190)}).`)
})

for (const [title, write] of [
  ['as it came', (secret) => `no: Basic ${Buffer.from(`ABC123:${secret}`).toString('base64')}`],
  ['as JSON', (secret) => JSON.stringify({ error: `wrong secret ${secret}` })],
  ['in a link', (secret) => `<html><a href="/login?s=${encodeURIComponent(secret)}">log in</a></html>`],
  ['behind the end of what is kept', (secret) => `${'x'.repeat(195)}${secret}`],
  ['behind many blanks', (secret) => `no${' '.repeat(10_000)}${encodeURIComponent(JSON.stringify(secret))}`],
] satisfies [string, (secret: string) => string][]) {
  test(`of an answer that echoes a secret ${title} nothing is kept`, async (t) => {
    const secret = 'pa"ss w\u00f6rd-geheim/7%'
    const proxy = new URL(`http://agent:${encodeURIComponent('proxy pa"ss')}@proxy.example.com`)
    for (const told of [secret, 'proxy pa"ss']) {
      const outcome = await answerTo(t, { status: 422, body: write(told) }, { secret, proxy })
      assert.equal(
        reasonOf(outcome),
        'The API cannot take what the report says (HTTP 422: what was written there is not kept, as it holds a secret of this host).',
      )
    }
  })
}

test('Retry-After is the time before which nothing is tried', async (t) => {
  const before = Date.now()
  const outcome = await answerTo(t, { status: 429, headers: { 'retry-after': '120' } })
  assert.ok(outcome.result === 'later' && outcome.notBefore !== undefined)
  assert.ok(outcome.notBefore >= before + 120_000 && outcome.notBefore <= Date.now() + 120_000)
})

test('an API that never answers is given up after the timeout', async (t) => {
  assert.match(reasonOf(await answerTo(t, 'hang', { timeout: 100 })), /did not answer in time.*\(ETIMEDOUT\)/)
})

test('one deadline covers the whole request, however slowly its answer drips in', async (t) => {
  const inTime = /did not answer in time.*\(ETIMEDOUT\)/
  assert.match(reasonOf(await answerTo(t, 'drip', { timeout: 200 })), inTime)
  const endless = await answerTo(t, { status: 503, body: 'x', ending: 'hang' }, { timeout: 3000 })
  assert.equal(reasonOf(endless), 'The API is out of order (HTTP 503: x).')
})

test('interim answers are skipped', async (t) => {
  assert.deepEqual(await answerTo(t, { status: 202, before: [100, 103, 103] }), { result: 'accepted' })
})

test('a switch to another protocol, for which nobody asked, is not the answer of an API', async (t) => {
  const headers = { connection: 'upgrade', upgrade: 'h2c' }
  assert.match(reasonOf(await answerTo(t, { status: 101, headers })), /does not take reports.*\(HTTP 101\)\.$/)
})

test('a connection that was closed while idle is replaced at once, and once only', async (t) => {
  const server = await fake(t)
  server.script.push({ status: 202 }, 'cut', { status: 202 }, 'cut', 'cut')
  const api = await client(t, server.url)
  assert.deepEqual(await api.send(REPORT, signal), { result: 'accepted' })
  assert.deepEqual(await api.send(REPORT, signal), { result: 'accepted' })
  assert.match(reasonOf(await api.send(REPORT, signal)), /\(ECONNRESET\)/)
  assert.deepEqual(
    server.requests.map(({ connection }) => connection),
    [1, 1, 2, 2, 3],
  )
  assert.deepEqual(new Set(server.requests.map(({ headers }) => headers['idempotency-key'])), new Set(['report-1']))
})

test('requests that are under way at once open as many connections, over TLS too, and the next ones use them', async (t) => {
  for (const certificate of [undefined, ca.issue()]) {
    const server = await fake(t, certificate && { certificate })
    const api = await client(t, server.url, { connections: 3, caPem: ca.pem })
    for (let round = 0; round < 4; round += 1) {
      await Promise.all([1, 2, 3].map(() => api.send(REPORT, signal)))
    }
    assert.deepEqual(new Set(server.requests.map(({ connection }) => connection)), new Set([1, 2, 3]))
  }
})

test('a connection that is cut before the answer is a failure of the network', async (t) => {
  const outcome = await answerTo(t, 'cut')
  assert.deepEqual(outcome, {
    result: 'later',
    cause: 'network',
    reason: 'The API cut the connection before it answered (ECONNRESET).',
    mayBeItsOwn: true,
  })
})

test('a port where nothing listens is told as a refused connection', async (t) => {
  const server = await startFakeApi()
  await server.close()
  const api = await client(t, server.url)
  assert.match(reasonOf(await api.send(REPORT, signal)), /refused the connection.*\(ECONNREFUSED\)/)
})

test('what does not speak HTTP is told as such', async (t) => {
  const server = net.createServer((socket) => socket.end('220 mail.example.com ESMTP\r\n')).listen(0, 'localhost')
  t.after(() => server.close())
  await once(server, 'listening')
  const address = server.address()
  assert.ok(address !== null && typeof address === 'object')
  const api = await client(t, `http://localhost:${address.port}`)
  assert.match(reasonOf(await api.send(REPORT, signal)), /does not speak HTTP.*\(HPE_/)
})

test('an aborted signal ends the request under way', async (t) => {
  const server = await fake(t)
  server.script.push('hang')
  const api = await client(t, server.url, { timeout: 60_000 })
  const stop = new AbortController()
  const sending = api.send(REPORT, stop.signal)
  await server.arrived(1)
  stop.abort()
  assert.equal((await sending).result, 'later')
})

const DAY = 86_400_000

for (const { title, certificate, caPem, code } of [
  { title: 'an authority nobody here knows', certificate: ca.issue(), caPem: createTestCa().pem, code: 'UNABLE_TO_' },
  {
    title: 'a certificate for another name',
    certificate: ca.issue({ names: ['other.example.com'] }),
    caPem: ca.pem,
    code: 'ERR_TLS_CERT_ALTNAME_INVALID',
  },
  {
    title: 'an expired certificate',
    certificate: ca.issue({ from: new Date(Date.now() - 2 * DAY), to: new Date(Date.now() - DAY) }),
    caPem: ca.pem,
    code: 'CERT_HAS_EXPIRED',
  },
  {
    title: 'a certificate of the future',
    certificate: ca.issue({ from: new Date(Date.now() + DAY), to: new Date(Date.now() + 2 * DAY) }),
    caPem: ca.pem,
    code: 'CERT_NOT_YET_VALID',
  },
]) {
  test(`${title} gets no report, whatever NODE_TLS_REJECT_UNAUTHORIZED says`, async (t) => {
    const server = await fake(t, { certificate })
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'
    t.after(() => delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'])
    const api = await client(t, server.url, { caPem })
    const outcome = await api.send(REPORT, signal)
    assert.ok(outcome.result === 'later' && outcome.cause === 'network')
    assert.ok(outcome.reason.includes(`(${code}`), outcome.reason)
    assert.equal(server.requests.length, 0)
  })
}

test('a server that speaks no TLS newer than 1.1 gets no report', async (t) => {
  const certificate = { ...ca.issue(), minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }
  const server = await fake(t, { certificate })
  const api = await client(t, server.url, { caPem: ca.pem })
  assert.match(reasonOf(await api.send(REPORT, signal)), /does not speak TLS 1\.2.*\(TLS_ALERT_70\)/)
})

test('a server without TLS is told as that', async (t) => {
  const plain = await fake(t)
  const api = await client(t, plain.url.replace('http:', 'https:'))
  assert.match(reasonOf(await api.send(REPORT, signal)), /does not speak TLS.*\(ERR_SSL_/)
})

test('a compressed report is the same report', async (t) => {
  const server = await fake(t)
  const api = await client(t, server.url, { compression: 'gzip' })
  assert.deepEqual(await api.send(REPORT, signal), { result: 'accepted' })
  const [request] = server.requests
  assert.equal(request?.headers['content-encoding'], 'gzip')
  assert.deepEqual(request.json, { report: { entries: [ENTRY], metadata: { reporter: 'host.example.com' } } })
})

test('an API that takes nothing compressed gets uncompressed reports from then on, which is told once', async (t) => {
  const server = await fake(t)
  server.otherwise = ({ headers }) => ({ status: headers['content-encoding'] === 'gzip' ? 415 : 202 })
  const told: string[] = []
  const api = await client(t, server.url, { compression: 'gzip', connections: 2 }, ({ code }) => told.push(code))
  const both = await Promise.all([api.send(REPORT, signal), api.send(REPORT, signal)])
  assert.deepEqual(
    [...both, await api.send(REPORT, signal)],
    Array.from({ length: 3 }, () => ({ result: 'accepted' })),
  )
  const encodings = server.requests.map(({ headers }) => headers['content-encoding'])
  assert.deepEqual([encodings.filter((each) => each === 'gzip').length, encodings.length], [2, 5])
  assert.equal(encodings.at(-1), undefined)
  assert.deepEqual(told, ['compression_refused'])
})

test('a page of a portal is not taken for the API', async (t) => {
  const body = '<html><title>Welcome to our network</title></html>'
  const outcome = await answerTo(t, { status: 200, headers: { 'content-type': 'text/html' }, body })
  assert.ok(outcome.result === 'later' && outcome.cause === 'configuration')
  assert.match(outcome.reason, /^A web page answered/)
})
