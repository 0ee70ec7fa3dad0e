import assert from 'node:assert/strict'
import type { Route } from '../../../hub/http/route.ts'
import { mayJudge, mayManage, maySee, type Right } from '../../../hub/people/rights.ts'
import { everyApiToken } from '../../../hub/store/ask/every-api-token.ts'
import { disablePerson } from '../../../hub/store/change/disable-person.ts'
import { enablePerson } from '../../../hub/store/change/enable-person.ts'
import { revokeApiToken } from '../../../hub/store/change/revoke-api-token.ts'
import { apiTokenIn, BY, personIn } from '../../support/people.ts'
import { runHub } from '../../support/running-hub.ts'
import { NOW, testOnStores } from '../../support/stores.ts'

function routeFor(path: string, right: Right): Route {
  const answer: Extract<Route, { caller: 'person' }>['answer'] = async ({ person }) => ({
    status: 200,
    body: { json: person.name },
  })
  return { method: 'GET', path, caller: 'person', right, answer }
}

const ROUTES = [routeFor('/seen', maySee), routeFor('/judged', mayJudge), routeFor('/managed', mayManage)]

testOnStores('each role may do what it is for, and a token that reads may only see', async (store, context) => {
  const { ask } = await runHub(store, context, { routes: ROUTES })
  const cases = [
    ['viewer', 'write', [200, 403, 403]],
    ['analyst', 'write', [200, 200, 403]],
    ['admin', 'write', [200, 200, 200]],
    ['admin', 'read', [200, 403, 403]],
  ] as const
  for (const [role, scope, expected] of cases) {
    await personIn(store, role, role)
    const { authorization } = await apiTokenIn(store, role, { scope })
    const answers = ['/seen', '/judged', '/managed'].map((path) => ask(path, { headers: { authorization } }))
    assert.deepEqual(
      (await Promise.all(answers)).map(({ status }) => status),
      expected,
      `${role}, ${scope}`,
    )
  }
})

testOnStores('a token counts until it ends; nothing else names a person', async (store, context) => {
  let now = NOW
  const clock = { now: () => now * 1000, sleep: async () => undefined }
  const { ask } = await runHub(store, context, { routes: ROUTES, clock })
  await personIn(store, 'anna', 'viewer')
  const { authorization, id } = await apiTokenIn(store, 'anna', { ttl: 60 })
  const statusOf = async (headers: Record<string, string>): Promise<unknown> => (await ask('/seen', { headers })).json
  assert.equal(await statusOf({ authorization }), 'anna')
  const wrong = [`Bearer ${id}.${'A'.repeat(43)}`, authorization.replace('Bearer', 'Basic'), 'Bearer', 'Bearer a.b']
  for (const other of wrong) assert.match(JSON.stringify(await statusOf({ authorization: other })), /40106/, other)
  const none = await ask('/seen')
  assert.equal(none.headers.get('www-authenticate'), 'Bearer realm="spoor"')
  assert.match(none.text, /40105/)
  now += 60
  assert.match(JSON.stringify(await statusOf({ authorization })), /40106/)
})

testOnStores('when a token was used last is kept, to within some minutes', async (store, context) => {
  const scene = { now: NOW }
  const clock = { now: () => scene.now * 1000, sleep: async () => undefined }
  const { ask } = await runHub(store, context, { routes: ROUTES, clock })
  await personIn(store, 'anna', 'viewer')
  const { authorization } = await apiTokenIn(store, 'anna')
  const usedAt = async (later: number): Promise<unknown> => {
    scene.now = NOW + later
    await ask('/seen', { headers: { authorization } })
    return (await store.ask(everyApiToken, {}))[0]?.used
  }
  assert.deepEqual([await usedAt(0), await usedAt(599), await usedAt(600)], [NOW, NOW, NOW + 600])
})

testOnStores(
  'tokens of who is disabled do not count, and count again later; revoked ones never',
  async (store, context) => {
    const { ask } = await runHub(store, context, { routes: ROUTES })
    await personIn(store, 'anna', 'viewer')
    const { authorization, id } = await apiTokenIn(store, 'anna')
    const status = async (): Promise<number> => (await ask('/seen', { headers: { authorization } })).status
    assert.equal(await store.change(disablePerson, { name: 'anna', now: NOW, by: BY }), 'disabled')
    assert.equal(await status(), 401)
    await store.change(enablePerson, { name: 'anna', now: NOW, by: BY })
    assert.equal(await status(), 200)
    await store.change(revokeApiToken, { id, now: NOW, by: BY })
    assert.equal(await status(), 401)
  },
)
