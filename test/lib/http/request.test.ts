import assert from 'node:assert/strict'
import { once } from 'node:events'
import http from 'node:http'
import { type TestContext, test } from 'node:test'
import { type Agents, createAgents } from '../../../lib/http/connection/agents.ts'
import { sendRequest } from '../../../lib/http/request.ts'
import { startFakeApi } from '../../support/fake-api.ts'
import { createTestCa } from '../../support/test-ca.ts'

const { signal } = new AbortController()

async function agentsFor(t: TestContext, caPem?: string): Promise<Agents> {
  const agents = await createAgents({ timeout: 60_000, connections: 1, caPem })
  t.after(() => {
    agents.http.destroy()
    agents.https.destroy()
  })
  return agents
}

function request(url: string): Parameters<typeof sendRequest>[0] {
  return { url: new URL(url), headers: {}, body: Buffer.from('x') }
}

test('an answer that never ends is read up to 64 KiB, and then its connection is cut', async (t) => {
  const server = http.createServer((_request, response) => {
    const more = (): void => {
      while (response.write(Buffer.alloc(16_384, 'x')));
    }
    response.on('drain', more)
    more()
  })
  t.after(() => server.close())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  assert.ok(typeof address === 'object' && address)
  const cut = new Promise((resolve) => {
    server.on('connection', (socket) => socket.on('close', resolve))
  })
  const options = { agents: await agentsFor(t), timeout: 60_000, signal }
  const answer = await sendRequest(request(`http://127.0.0.1:${address.port}`), options)
  assert.deepEqual([answer.text.length, answer.complete], [64 * 1024, false])
  await cut
})

test('an idle connection is closed before servers do so, after 5 s', async (t) => {
  const ca = createTestCa()
  for (const certificate of [undefined, ca.issue()]) {
    const api = await startFakeApi(certificate && { certificate })
    t.after(() => api.close())
    const agents = await agentsFor(t, ca.pem)
    await sendRequest(request(api.url), { agents, timeout: 60_000, signal })
    const idle = [agents.http, agents.https].flatMap(({ freeSockets }) => Object.values(freeSockets).flat())
    assert.equal(idle.length, 1)
    const limit = idle[0]?.timeout ?? 0
    assert.ok(limit > 0 && limit < 5000, `${limit} ms`)
  }
})

test('a connection that the server closes while idle is not used again', async (t) => {
  const ca = createTestCa()
  for (const certificate of [undefined, ca.issue()]) {
    const api = await startFakeApi(certificate && { certificate })
    t.after(() => api.close())
    const agents = await agentsFor(t, ca.pem)
    await sendRequest(request(api.url), { agents, timeout: 60_000, signal })
    api.closeIdle()
    const { freeSockets } = certificate ? agents.https : agents.http
    while (Object.keys(freeSockets).length > 0) await new Promise(setImmediate)
    await sendRequest(request(api.url), { agents, timeout: 60_000, signal })
    assert.deepEqual(
      api.requests.map(({ connection }) => connection),
      [1, 2],
    )
  }
})
