import assert from 'node:assert/strict'
import diagnostics from 'node:diagnostics_channel'
import { once } from 'node:events'
import { type LookupFunction, Socket } from 'node:net'
import { type TestContext, test } from 'node:test'
import type { Outcome } from '../../../../agent/receivers/delivery/outcome.ts'
import type { ApiAccess } from '../../../../agent/receivers/spoor-api/api-access.ts'
import { createListClient } from '../../../../agent/receivers/spoor-api/list-client.ts'
import { accessTo } from '../../../support/api-access.ts'
import { deafAddress } from '../../../support/deaf-address.ts'
import { startFakeApi } from '../../../support/fake-api.ts'
import { startFakeProxy } from '../../../support/fake-proxy.ts'
import { sealedClient, type SealedClient } from '../../../support/sealed-client.ts'
import { createTestCa } from '../../../support/test-ca.ts'

const REPORT = { id: 'report-1', entries: [] }
const DEAF = '127.0.0.2'
const NOBODY = '127.0.0.3'
/** TCP leads to no broadcast address. */
const NO_ROUTE = '127.255.255.255'
const { signal } = new AbortController()

/**
 * A resolver that knows some names; what it does not know, the name of a service on this machine, is at its usual
 * address.
 */
function resolver(names: Readonly<Record<string, readonly string[]>>): LookupFunction {
  return (name, _options, callback) => {
    const addresses = names[name] ?? ['127.0.0.1']
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }
}

/** What of connections is begun from now on. */
function begun(t: TestContext): readonly Socket[] {
  const sockets: Socket[] = []
  const note = (message: unknown): void => {
    assert.ok(message instanceof Object && 'socket' in message && message.socket instanceof Socket)
    sockets.push(message.socket)
  }
  diagnostics.subscribe('net.client.socket', note)
  t.after(() => diagnostics.unsubscribe('net.client.socket', note))
  return sockets
}

async function clientOf(t: TestContext, host: string, change: Partial<ApiAccess>): Promise<SealedClient> {
  const api = await sealedClient(accessTo(host, { timeout: 60_000, ...change }), () => assert.fail())
  t.after(() => api.close())
  return api
}

function reasonOf(outcome: Outcome): string {
  assert.ok(outcome.result === 'later')
  return outcome.reason
}

test('a host is reached by whichever of its addresses answers, the first, the last or one between', async (t) => {
  const server = await startFakeApi({ host: '127.0.0.1' })
  t.after(() => server.close())
  await deafAddress(t, DEAF, server.port)
  for (const addresses of [
    ['127.0.0.1', DEAF],
    [DEAF, '127.0.0.1'],
    [NOBODY, NO_ROUTE, DEAF, DEAF, '127.0.0.1', DEAF, NOBODY],
  ]) {
    const lookup = resolver({ 'api.example.com': addresses })
    const api = await clientOf(t, `http://api.example.com:${server.port}`, { lookup })
    assert.deepEqual(await api.send(REPORT, signal), { result: 'accepted' }, String(addresses))
  }
})

test('a far address is waited for, though the others have failed', async (t) => {
  const sockets = begun(t)
  const far = await deafAddress(t, DEAF)
  const first = sockets.length
  const lookup = resolver({ 'api.example.com': [DEAF, NOBODY] })
  const api = await clientOf(t, `http://api.example.com:${far.port}`, { lookup })
  const sending = api.send(REPORT, signal)
  while (sockets.length < first + 2) await new Promise(setImmediate)
  await once(sockets[first + 1] ?? assert.fail(), 'close')
  far.hear()
  assert.deepEqual(await sending, { result: 'accepted' })
})

test('TLS servers, lists and proxies are reached in the same way', async (t) => {
  const ca = createTestCa()
  const names = ['api.example.com', 'proxy.example.com']
  const server = await startFakeApi({ host: '127.0.0.1', certificate: ca.issue({ names }) })
  t.after(() => server.close())
  await deafAddress(t, DEAF, server.port)
  const proxy = await startFakeProxy(ca.issue({ names }), { 'api.example.com': '127.0.0.1' })
  t.after(() => proxy.close())
  await deafAddress(t, DEAF, Number(proxy.url.port))
  const lookup = resolver({ 'api.example.com': [DEAF, '127.0.0.1'], 'proxy.example.com': [DEAF, '127.0.0.1'] })
  const host = `https://api.example.com:${server.port}`
  const access = { caPem: ca.pem, lookup }
  assert.deepEqual(await (await clientOf(t, host, access)).send(REPORT, signal), { result: 'accepted' })
  const lists = await createListClient(accessTo(host, { ...access, timeout: 60_000 }))
  t.after(() => lists.close())
  server.script.push({ status: 200, body: '{}' })
  assert.deepEqual(await lists.get('/x', signal), {})
  const through = { ...access, proxy: new URL(`https://proxy.example.com:${proxy.url.port}`) }
  assert.deepEqual(await (await clientOf(t, host, through)).send(REPORT, signal), { result: 'accepted' })
  assert.equal(proxy.asked.length, 1)
})

test('where no address answers in time that is told, and no connection is left open', async (t) => {
  const sockets = begun(t)
  const { port } = await deafAddress(t, DEAF)
  const lookup = resolver({ 'api.example.com': [DEAF, DEAF, DEAF] })
  const api = await clientOf(t, `http://api.example.com:${port}`, { lookup, timeout: 300 })
  assert.match(reasonOf(await api.send(REPORT, signal)), /\(ETIMEDOUT\)\.$/)
  api.close()
  while (sockets.slice(2).some(({ destroyed }) => !destroyed)) await new Promise(setImmediate)
})

test('a refused connection at one address is told rather than a missing route to the others', async (t) => {
  const refusal = async (addresses: readonly string[]): Promise<string> => {
    const api = await clientOf(t, 'http://api.example.com:9', { lookup: resolver({ 'api.example.com': addresses }) })
    return reasonOf(await api.send(REPORT, signal))
  }
  assert.match(await refusal([NO_ROUTE, NOBODY]), /\(ECONNREFUSED\)\.$/)
  assert.match(await refusal([NOBODY, NO_ROUTE]), /\(ECONNREFUSED\)\.$/)
  assert.match(await refusal([NO_ROUTE, NO_ROUTE]), /no route.*\(ENETUNREACH\)\.$/)
})
