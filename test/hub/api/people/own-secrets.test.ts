import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { peopleRoutes } from '../../../../hub/api/people/routes.ts'
import { totpCode } from '../../../../hub/people/totp.ts'
import { auditLog } from '../../../../hub/store/ask/audit-log.ts'
import { apiTokenIn, personIn, totpIn } from '../../../support/people.ts'
import type { AskedAnswer } from '../../../support/running-hub.ts'
import { cookieOf, fieldOf, type LoginScene, runLogins } from '../../../support/signed-in.ts'
import { NOW, type TestedStore, testOnStores } from '../../../support/stores.ts'

const PASSWORD = 'correct horse battery'
const NEXT = 'another horse battery'
const ANNA = { name: 'anna', password: PASSWORD }

interface OwnScene extends LoginScene {
  readonly put: (cookie: string, path: string, body: object) => Promise<AskedAnswer>
}

async function ownScene(store: TestedStore, context: TestContext): Promise<OwnScene> {
  await personIn(store, 'anna', 'viewer', PASSWORD)
  const scene = await runLogins(store, context, { routes: peopleRoutes() })
  const put = (cookie: string, path: string, body: object): Promise<AskedAnswer> => {
    const headers = { cookie, 'sec-fetch-site': 'same-origin' }
    return scene.ask(`/api/v1/me/${path}`, { method: 'PUT', body: JSON.stringify(body), headers })
  }
  return Object.assign(scene, { put })
}

testOnStores('a person changes its own password, which ends the other sessions alone', async (store, context) => {
  const { login, whoIs, put } = await ownScene(store, context)
  const [here, elsewhere] = [cookieOf(await login(ANNA)), cookieOf(await login(ANNA))]
  const wrong = await put(here, 'password', { present: NEXT, password: NEXT })
  assert.deepEqual([wrong.status, fieldOf(wrong.json, 'code')], [403, 40321])
  assert.equal((await put(here, 'password', { present: PASSWORD, password: 'short' })).status, 400)
  assert.equal(await whoIs(elsewhere), 'anna')
  assert.equal((await put(here, 'password', { present: PASSWORD, password: NEXT })).status, 204)
  assert.deepEqual([await whoIs(here), await whoIs(elsewhere)], ['anna', 40107])
  assert.equal((await login(ANNA)).status, 401)
  assert.equal((await login({ ...ANNA, password: NEXT })).status, 200)
  const log = await store.ask(auditLog, { about: 'anna', limit: 9 })
  assert.ok(log.some(({ action, actor }) => action === 'password_changed' && actor === 'anna'))
  assert.equal(log.filter(({ action }) => action === 'login_failed').length, 2)
})

testOnStores('one-time codes begin once a code was shown, and end with one', async (store, context) => {
  const scene = await ownScene(store, context)
  const cookie = cookieOf(await scene.login(ANNA))
  const headers = { cookie, 'sec-fetch-site': 'same-origin' }
  const proposed = await scene.ask('/api/v1/me/totp', { method: 'POST', headers })
  const secret = String(fieldOf(proposed.json, 'secret'))
  assert.match(String(fieldOf(proposed.json, 'url')), /^otpauth:\/\/totp\/127\.0\.0\.1:anna\?secret=[A-Z2-7]{32}&/)
  assert.equal((await scene.login(ANNA)).status, 200, 'a proposal changes nothing')
  const begin = { present: PASSWORD, secret, new_code: '000000' }
  const wrong = await scene.put(cookie, 'totp', begin)
  assert.deepEqual([wrong.status, fieldOf(wrong.json, 'code')], [400, 40026])
  const code = (): string => totpCode(secret, Math.floor(scene.now / 30))
  const begun = await scene.put(cookie, 'totp', { ...begin, new_code: code() })
  assert.equal(begun.status, 200)
  const codes = fieldOf(begun.json, 'recovery_codes')
  assert.ok(Array.isArray(codes) && codes.length === 10)
  assert.deepEqual((await scene.ask('/api/v1/me/totp', { headers })).json, { begun: true, recovery_codes: 10 })
  assert.equal((await scene.login({ ...ANNA, code: code() })).status, 401, 'the code that was shown counts no more')
  assert.equal((await scene.put(cookie, 'totp', { present: PASSWORD, secret: null })).status, 403)
  scene.now += 60
  const end = { present: PASSWORD, code: code(), secret: null }
  assert.deepEqual((await scene.put(cookie, 'totp', end)).json, { recovery_codes: [] })
  assert.equal((await scene.login(ANNA)).status, 200)
})

testOnStores(
  'who only found a session, or a token, changes nothing, however often it tries',
  async (store, context) => {
    const scene = await ownScene(store, context)
    const { secret } = await totpIn(store, 'anna')
    const cookie = cookieOf(await scene.login({ ...ANNA, code: totpCode(secret, Math.floor(NOW / 30)) }))
    const { authorization } = await apiTokenIn(store, 'anna')
    const body = JSON.stringify({ present: PASSWORD, password: NEXT })
    const byToken = await scene.ask('/api/v1/me/password', { method: 'PUT', body, headers: { authorization } })
    assert.deepEqual([byToken.status, fieldOf(byToken.json, 'code')], [403, 40320])
    const ofOther = { cookie, 'sec-fetch-site': 'cross-site' }
    assert.equal((await scene.ask('/api/v1/me/password', { method: 'PUT', body, headers: ofOther })).status, 403)
    const statuses = []
    for (let tries = 0; tries < 11; tries += 1)
      statuses.push((await scene.put(cookie, 'password', { present: PASSWORD, password: NEXT })).status)
    assert.deepEqual(
      statuses,
      [...Array.from({ length: 10 }, () => 403), 429],
      'without a code the password is not enough',
    )
    assert.equal(await scene.whoIs(cookie), 'anna')
  },
)
