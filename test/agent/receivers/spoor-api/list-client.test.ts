import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { type TestContext, test } from 'node:test'
import { createListClient, type ListClient } from '../../../../agent/receivers/spoor-api/list-client.ts'
import { accessTo } from '../../../support/api-access.ts'
import { type FakeApi, type Scripted, startFakeApi } from '../../../support/fake-api.ts'

const { signal } = new AbortController()

async function scene(t: TestContext, scripted: Scripted): Promise<{ server: FakeApi; api: ListClient }> {
  const server = await startFakeApi()
  server.script.push(scripted)
  const api = await createListClient(accessTo(server.url))
  t.after(() => api.close())
  t.after(() => server.close())
  return { server, api }
}

test('JSON behind a path is read with the headers of App::Spoor', async (t) => {
  const { server, api } = await scene(t, { status: 200, body: '{"reports":[]}' })
  assert.deepEqual(await api.get('/api/reports?reports%5Bhost%5D=h', signal), { reports: [] })
  const [request] = server.requests
  assert.equal(request?.url, '/api/reports?reports%5Bhost%5D=h')
  assert.equal(request.headers['http-accept'], 'application/json')
  assert.equal(request.headers.accept, 'application/json')
  assert.equal(request.headers['user-agent'], 'spoor-agent/1.2.3')
  assert.deepEqual(getEventListeners(signal, 'abort'), [])
})

for (const [title, scripted, message] of [
  ['wrong credentials', { status: 401 }, /\/x: the API does not accept transmission\.credentials \(HTTP 401\)\.$/],
  [
    'that they are those of another host',
    { status: 403, body: '{"code":40310,"error":"secret456"}' },
    /\/x: the hub knows transmission\.credentials as those of another host\. If this one has a new name: spoor-hub agents/,
  ],
  ['another status', { status: 404, body: 'no\nsuch' }, /\/x answered with HTTP 404: no such\.$/],
  ['a status without text', { status: 500 }, /\/x answered with HTTP 500: no text\.$/],
  ['a redirect', { status: 302, headers: { location: '/y' } }, /\/x answered with HTTP 302: no text\.$/],
  [
    'its credentials back',
    { status: 500, body: 'secret456' },
    /\/x answered with HTTP 500: what was written there is not kept, as it holds a secret of this host\.$/,
  ],
  ['an answer that breaks off', { status: 200, body: '{}', ending: 'cut' }, /\/x broke off/],
  ['what is no JSON', { status: 200, body: '<html>' }, /\/x did not answer with JSON: check transmission\.host\.$/],
  ['a cut connection', 'cut', /^The API cut the connection before it answered \(ECONNRESET\)\.$/],
] satisfies [string, Scripted, RegExp][]) {
  test(`asking for JSON and getting ${title} is one sentence for a person`, async (t) => {
    const { api } = await scene(t, scripted)
    await assert.rejects(api.get('/x', signal), { name: 'ActionNeeded', exitCode: 1, message })
  })
}
