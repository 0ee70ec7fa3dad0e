import assert from 'node:assert/strict'
import net from 'node:net'
import { duplexPair } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import type { ApiAccess } from '../../../../agent/receivers/spoor-api/api-access.ts'
import { connectAnswer } from '../../../../lib/http/connection/connect-answer.ts'
import { accessTo } from '../../../support/api-access.ts'
import { type FakeApi, startFakeApi } from '../../../support/fake-api.ts'
import { type FakeProxy, startFakeProxy } from '../../../support/fake-proxy.ts'
import { sealedClient, type SealedClient } from '../../../support/sealed-client.ts'
import { createTestCa, type TestCertificate } from '../../../support/test-ca.ts'

const ca = createTestCa()
const { signal } = new AbortController()

interface Scene {
  readonly server: FakeApi
  readonly proxy: FakeProxy
  readonly api: SealedClient
  /** Why a report has to wait, as cause and sentence. */
  readonly refusal: () => Promise<string>
}

async function createScene(
  t: TestContext,
  change: Partial<ApiAccess> = {},
  { certificate, login = '' }: { readonly certificate?: TestCertificate; readonly login?: string } = {},
): Promise<Scene> {
  const server = await startFakeApi({ certificate: ca.issue() })
  const proxy = await startFakeProxy(certificate)
  const url = new URL(proxy.url.href.replace('//', `//${login}`))
  const access = accessTo(server.url, { caPem: ca.pem, proxy: url, ...change })
  const api = await sealedClient(access, () => assert.fail('must not be told'))
  t.after(() => Promise.all([server.close(), proxy.close()]))
  t.after(() => api.close())
  return {
    server,
    proxy,
    api,
    refusal: async () => {
      const outcome = await api.send({ id: '1', entries: [] }, signal)
      assert.ok(outcome.result === 'later')
      return `${outcome.cause}: ${outcome.reason}`
    },
  }
}

test('reports go through one tunnel, and the API is verified as without it', async (t) => {
  const { server, proxy, api } = await createScene(t)
  for (const id of ['1', '2', '3'])
    assert.deepEqual(await api.send({ id, entries: [] }, signal), { result: 'accepted' })
  assert.deepEqual(proxy.asked, [{ target: `localhost:${server.port}`, authorization: undefined }])
  assert.deepEqual(new Set(server.requests.map(({ connection }) => connection)), new Set([1]))
  assert.equal(server.requests[0]?.headers['proxy-authorization'], undefined)
})

test('a proxy at https:// is verified, and gets its user and password alone', async (t) => {
  const scene = await createScene(t, {}, { certificate: ca.issue(), login: 'me:p%40ss@' })
  assert.deepEqual(await scene.api.send({ id: '1', entries: [] }, signal), { result: 'accepted' })
  const authorization = `Basic ${Buffer.from('me:p@ss').toString('base64')}`
  assert.deepEqual(scene.proxy.asked, [{ target: `localhost:${scene.server.port}`, authorization }])
  const stranger = await createScene(t, {}, { certificate: createTestCa().issue() })
  assert.match(
    await stranger.refusal(),
    /^network: The certificate of the proxy is from an authority.*\(PROXY_UNABLE_TO_/,
  )
  assert.equal(stranger.proxy.asked.length, 0)
})

test('the server behind a tunnel needs a certificate that is trusted', async (t) => {
  const { refusal, server } = await createScene(t, { caPem: createTestCa().pem })
  assert.match(await refusal(), /^network: The certificate of the API is from an authority.*\(UNABLE_TO_/)
  assert.equal(server.requests.length, 0)
})

test('a refusal of the proxy is told as such, never with its password', async (t) => {
  const { proxy, refusal } = await createScene(t, {}, { login: 'me:hushhush@' })
  for (const [status, sentence] of [
    [407, /^configuration: The proxy does not accept its credentials: .* \(PROXY_HTTP_407\)\.$/],
    [403, /^configuration: The proxy forbids .* \(PROXY_HTTP_403\)\.$/],
    [502, /^network: The proxy has no connection to the API: .* \(PROXY_HTTP_502\)\.$/],
  ] as const) {
    proxy.does = status
    const said = await refusal()
    assert.match(said, sentence)
    assert.doesNotMatch(said, /hush/)
  }
})

test('a proxy that is down or has no address is told apart from a server that is', async (t) => {
  const { proxy, refusal } = await createScene(t)
  await proxy.close()
  assert.match(await refusal(), /^network: The proxy refused the connection.*\(PROXY_ECONNREFUSED\)\.$/)
  const nowhere = await createScene(t, { proxy: new URL('http://proxy.invalid:3128') })
  assert.match(
    await nowhere.refusal(),
    /^network: The host of the proxy has no address.*\(PROXY_E(NOTFOUND|AI_AGAIN)\)\.$/,
  )
})

test('a proxy that never answers is given up, and its connection is not kept', async (t) => {
  const { proxy, refusal } = await createScene(t, { timeout: 200 })
  proxy.does = 'hang'
  assert.match(await refusal(), /^network: The proxy did not connect in time.*\(PROXY_ETIMEDOUT\)\.$/)
  while (proxy.open > 0) await new Promise((resolve) => setImmediate(resolve))
})

test('closing the client gives up a tunnel that is being made', async (t) => {
  const { proxy, api } = await createScene(t, { timeout: 60_000 })
  proxy.does = 'hang'
  const sending = api.send({ id: '1', entries: [] }, signal)
  while (proxy.asked.length === 0) await new Promise((resolve) => setImmediate(resolve))
  api.close()
  assert.equal((await sending).result, 'later')
})

test('an API whose host is an IPv6 address is asked for in brackets', async (t) => {
  const { proxy, refusal } = await createScene(t, { host: 'https://[2001:db8::1]:8443' })
  proxy.does = 502
  await refusal()
  assert.equal(proxy.asked[0]?.target, '[2001:db8::1]:8443')
})

test('a proxy at an IPv6 address is reached', async (t) => {
  const server = net.createServer((socket) => socket.end('HTTP/1.1 403 No\r\n\r\n')).listen(0, '::1')
  t.after(() => server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const { refusal } = await createScene(t, { proxy: new URL(`http://[::1]:${port}`) })
  assert.match(await refusal(), /PROXY_HTTP_403/)
})

for (const [title, opening] of [
  ['any other 2xx', 'HTTP/1.1 204 No Content\r\n\r\n'],
  ['200 after announcements', 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nX: 1\r\n\r\nHTTP/1.1 200 OK\r\n\r\n'],
  ['200 that names a length, which means nothing there', 'HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\n'],
  ['200 without a word, on bare lines', 'HTTP/1.1 200\nVia: x\n\n'],
] as const) {
  test(`a proxy that answers with ${title} has made the tunnel, however its bytes come`, async (t) => {
    for (const certificate of [undefined, ca.issue()]) {
      const { api, proxy } = await createScene(t, {}, certificate && { certificate })
      proxy.opening = opening
      assert.deepEqual(await api.send({ id: '1', entries: [] }, signal), { result: 'accepted' })
    }
  })
}

test('the answer of a proxy is read in pieces of any size', async () => {
  const text = 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nVia: x\r\n\r\n\u00ff\0rest'
  for (let piece = 1; piece <= text.length; piece += 1) {
    const [here, there] = duplexPair()
    const answered = connectAnswer(here, 'CONNECT a:1 HTTP/1.1\r\n\r\n')
    for (let at = 0; at < text.length; at += piece) there.write(Buffer.from(text.slice(at, at + piece), 'latin1'))
    there.end()
    assert.equal(await answered, 200)
    assert.deepEqual(await buffer(here), Buffer.from('\u00ff\0rest', 'latin1'))
  }
})

for (const [title, opening, fault] of [
  [
    'speaks no HTTP',
    'SSH-2.0-OpenSSH_9.2\r\n',
    /^network: What answers as the proxy does not speak HTTP.*\(PROXY_HPE_INVALID_CONSTANT\)/,
  ],
  ['has no status', 'HTTP/1.1 OK\r\n\r\n', /\(PROXY_HPE_INVALID_STATUS\)/],
  [
    'never comes to an end',
    `HTTP/1.1 200 OK\r\n${'X: y\r\n'.repeat(10_000)}`,
    /16 KiB of headers.*\(PROXY_HPE_HEADER_OVERFLOW\)/,
  ],
  ['is announced for ever', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(10_000), /\(PROXY_HPE_HEADER_OVERFLOW\)/],
  ['wants another protocol', 'HTTP/1.1 101 Switching\r\n\r\n', /\(PROXY_HTTP_101\)/],
] satisfies [string, string, RegExp][]) {
  test(`a proxy whose answer ${title} has made no tunnel, which is told as it is`, async (t) => {
    const { proxy, refusal } = await createScene(t, { timeout: 60_000 })
    proxy.opening = opening
    assert.match(await refusal(), fault)
    while (proxy.open > 0) await new Promise((resolve) => setImmediate(resolve))
  })
}

test('a proxy that closes before it has answered is told as such', async (t) => {
  const server = net.createServer((socket) => socket.resume().end()).listen(0, '127.0.0.1')
  t.after(() => server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  assert.ok(typeof address === 'object' && address)
  const { refusal } = await createScene(t, { proxy: new URL(`http://127.0.0.1:${address.port}`) })
  assert.match(await refusal(), /^network: The proxy cut the connection before it answered \(PROXY_ECONNRESET\)/)
})
