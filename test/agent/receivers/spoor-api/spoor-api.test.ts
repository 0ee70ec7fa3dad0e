import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { type TestContext, test } from 'node:test'
import { wishedFields } from '../../../../agent/receivers/receiver-state.ts'
import type { Receiver } from '../../../../agent/receivers/receiver.ts'
import { type ApiProjection, createSpoorApi } from '../../../../agent/receivers/spoor-api/spoor-api.ts'
import { accessTo } from '../../../support/api-access.ts'
import { type FakeApi, startFakeApi } from '../../../support/fake-api.ts'
import { createSpool, entryOf } from '../../../support/spool-scene.ts'

const { signal } = new AbortController()

async function createScene(t: TestContext): Promise<{
  root: string
  /** The fields that are remembered, in order. */
  fields: () => Promise<string[]>
  server: FakeApi
  start: () => Promise<Receiver<ApiProjection>>
  deliver: (api: Receiver<ApiProjection>) => Promise<string>
}> {
  const { root } = (await createSpool(t)).folders
  const server = await startFakeApi()
  t.after(() => server.close())
  const access = accessTo(server.url)
  const tell = (): never => assert.fail('must not be told')
  return {
    root,
    fields: async () => {
      const address = `${server.url}/api/reports`
      return (await wishedFields({ root, name: 'api', address })).toSorted()
    },
    server,
    start: async () => {
      const api = await createSpoorApi({
        name: 'api',
        wants: () => true,
        access,
        read: async () => access,
        tell,
        elapsed: () => 0,
        root,
      })
      t.after(() => api.close())
      return api
    },
    deliver: async (api) => {
      const projection = api.project({ id: 'key', entries: [entryOf('a')] }) ?? assert.fail()
      return (await api.send(projection, signal)).result
    },
  }
}

test('an API that asks for nothing leaves nothing in the spool', async (t) => {
  const { root, start, deliver } = await createScene(t)
  const before = await readdir(root)
  assert.equal(await deliver(await start()), 'accepted')
  assert.deepEqual(await readdir(root), before)
})

test('the API asks for further fields in any of its answers, and that holds until another answer says otherwise', async (t) => {
  const { fields, server, start, deliver } = await createScene(t)
  const api = await start()
  for (const [status, header, expected] of [
    [503, 'severity', ['severity']],
    [202, undefined, ['severity']],
    [401, 'log, Bad, unheard_of', ['log', 'unheard_of']],
    [409, '', []],
  ] as const) {
    server.script.push({ status, ...(header !== undefined && { headers: { 'spoor-fields': header } }) })
    await deliver(api)
    assert.deepEqual(await fields(), expected)
  }
})

test('an API that repeats its header asks for the names in all of them', async (t) => {
  const { fields, server, start, deliver } = await createScene(t)
  server.otherwise = { status: 202, headers: { 'Spoor-Fields': 'severity,, service', 'spoor-fields': 'log' } }
  await deliver(await start())
  assert.deepEqual(await fields(), ['log', 'service', 'severity'])
})
