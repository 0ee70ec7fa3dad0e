import assert from 'node:assert/strict'
import { peopleRoutes } from '../../../../hub/api/people/routes.ts'
import { SESSION } from '../../../../hub/people/session-cookie.ts'
import { auditLog } from '../../../../hub/store/ask/audit-log.ts'
import { apiTokenIn, personIn } from '../../../support/people.ts'
import { cookieOf, fieldOf, runLogins } from '../../../support/signed-in.ts'
import { NOW, testOnStores } from '../../../support/stores.ts'

const PASSWORD = 'correct horse battery'

/** The headers of a page of the hub itself. */
const ofPage = (cookie: string): { headers: Record<string, string> } => ({
  headers: { cookie, 'sec-fetch-site': 'same-origin' },
})

function listIn(json: unknown, name: string): readonly unknown[] {
  const list = fieldOf(json, name)
  return Array.isArray(list) ? list : []
}

testOnStores('a person sees where it is signed in, and ends all of it but here', async (store, context) => {
  await personIn(store, 'anna', 'viewer', PASSWORD)
  await personIn(store, 'carl', 'viewer', PASSWORD)
  const scene = await runLogins(store, context, { routes: peopleRoutes() })
  const ANNA = { name: 'anna', password: PASSWORD }
  const elsewhere = cookieOf(await scene.login(ANNA))
  const carls = cookieOf(await scene.login({ ...ANNA, name: 'carl' }))
  scene.now += 60
  const here = cookieOf(await scene.login(ANNA))
  const seen = (await scene.ask('/api/v1/me/sessions', ofPage(here))).json
  assert.deepEqual(
    listIn(seen, 'sessions').map((session) => [fieldOf(session, 'created'), fieldOf(session, 'is_this')]),
    [
      [NOW + 60, true],
      [NOW, false],
    ],
  )
  assert.doesNotMatch(JSON.stringify(seen), /digest|[\w-]{43}/)
  const end = { method: 'DELETE', ...ofPage(here) }
  const ofOther = { method: 'DELETE', headers: { cookie: here, 'sec-fetch-site': 'cross-site' } }
  assert.equal((await scene.ask('/api/v1/me/sessions', ofOther)).status, 403)
  assert.equal(await scene.whoIs(elsewhere), 'anna', 'the page of another site ends nothing')
  assert.equal((await scene.ask('/api/v1/me/sessions', end)).status, 204)
  assert.deepEqual(
    [await scene.whoIs(here), await scene.whoIs(elsewhere), await scene.whoIs(carls)],
    ['anna', 40107, 'carl'],
  )
  const { authorization } = await apiTokenIn(store, 'anna')
  const byToken = await scene.ask('/api/v1/me/sessions', { method: 'DELETE', headers: { authorization } })
  assert.deepEqual([byToken.status, fieldOf(byToken.json, 'code')], [403, 40320])
})

testOnStores(
  'an admin sees who is signed in, but no session that ended by itself, and ends them',
  async (store, context) => {
    await personIn(store, 'anna', 'viewer', PASSWORD)
    await personIn(store, 'kaja', 'admin', PASSWORD)
    const scene = await runLogins(store, context, { routes: peopleRoutes() })
    const annas = cookieOf(await scene.login({ name: 'anna', password: PASSWORD }))
    const admin = ofPage(cookieOf(await scene.login({ name: 'kaja', password: PASSWORD })))
    const sessionsOfAnna = async (): Promise<unknown> =>
      listIn((await scene.ask('/api/v1/people', admin)).json, 'people')
        .filter((person) => fieldOf(person, 'name') === 'anna')
        .map((person) => [fieldOf(person, 'sessions'), fieldOf(person, 'seen')])
    assert.deepEqual(await sessionsOfAnna(), [[1, NOW]])
    assert.equal((await scene.ask('/api/v1/people/Anna/sessions', { method: 'DELETE', ...admin })).status, 204)
    assert.equal((await scene.ask('/api/v1/people/nobody/sessions', { method: 'DELETE', ...admin })).status, 404)
    assert.deepEqual([await scene.whoIs(annas), await sessionsOfAnna()], [40107, [[0, null]]])
    const [newest] = await store.ask(auditLog, { about: 'anna', limit: 1 })
    assert.deepEqual([newest?.action, newest?.actor, newest?.detail], ['sessions_ended', 'kaja', '1'])
    await scene.login({ name: 'anna', password: PASSWORD })
    scene.now += SESSION.idle - 60
    await scene.ask('/api/v1/me', admin)
    scene.now += 60
    assert.deepEqual(await sessionsOfAnna(), [[0, null]])
  },
)

testOnStores('a person sees and ends its own API tokens alone', async (store, context) => {
  await personIn(store, 'anna', 'viewer', PASSWORD)
  await personIn(store, 'carl', 'viewer', PASSWORD)
  const [own, other] = [await apiTokenIn(store, 'anna'), await apiTokenIn(store, 'carl')]
  const scene = await runLogins(store, context, { routes: peopleRoutes() })
  const page = ofPage(cookieOf(await scene.login({ name: 'anna', password: PASSWORD })))
  const path = '/api/v1/me/api-tokens'
  const ids = listIn((await scene.ask(path, page)).json, 'tokens').map((token) => fieldOf(token, 'id'))
  assert.deepEqual(ids, [own.id])
  const end = async (id: string, init: RequestInit): Promise<number> =>
    (await scene.ask(`${path}/${id}`, { method: 'DELETE', ...init })).status
  assert.equal(await end(other.id, page), 404)
  assert.equal(await end(own.id, { headers: { authorization: own.authorization } }), 403)
  assert.equal(await end(own.id, page), 204)
  const statuses = [own, other].map(
    async ({ authorization }) => (await scene.ask('/api/v1/me', { headers: { authorization } })).status,
  )
  assert.deepEqual(await Promise.all(statuses), [401, 200])
})
