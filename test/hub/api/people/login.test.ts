import assert from 'node:assert/strict'
import { loginRoute } from '../../../../hub/api/people/login.ts'
import { PasswordDesk } from '../../../../hub/api/people/password-desk.ts'
import { COST, passwordHash } from '../../../../hub/people/password.ts'
import { totpCode } from '../../../../hub/people/totp.ts'
import { auditLog } from '../../../../hub/store/ask/audit-log.ts'
import { loginOf } from '../../../../hub/store/ask/login-of.ts'
import { addPerson } from '../../../../hub/store/change/add-person.ts'
import { disablePerson } from '../../../../hub/store/change/disable-person.ts'
import { setPassword } from '../../../../hub/store/change/set-password.ts'
import { BY, personIn, totpIn } from '../../../support/people.ts'
import { cookieOf, fieldOf, runLogins } from '../../../support/signed-in.ts'
import { NOW, testOnStores } from '../../../support/stores.ts'

const PASSWORD = 'correct horse battery'
const ANNA = { name: 'anna', password: PASSWORD }

testOnStores('a login gives a browser a session, which logout ends', async (store, context) => {
  await personIn(store, 'anna', 'analyst', PASSWORD)
  const { login, whoIs, ask } = await runLogins(store, context)
  const answer = await login({ ...ANNA, name: ' Anna' })
  assert.deepEqual(answer.json, { name: 'anna', role: 'analyst', expires: NOW + 43_200 })
  assert.match(
    answer.headers.get('set-cookie') ?? '',
    /^spoor=[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/,
  )
  const cookie = cookieOf(answer)
  assert.equal(await whoIs(`other=1; ${cookie}`), 'anna')
  const end = await ask('/api/v1/logout', { method: 'POST', headers: { cookie } })
  assert.equal(end.status, 204)
  assert.match(end.headers.get('set-cookie') ?? '', /^spoor=; Path=\/; Max-Age=0;/)
  assert.equal(await whoIs(cookie), 40107)
  const said = (await store.ask(auditLog, { limit: 2 })).map(({ actor, action, address }) => [actor, action, address])
  assert.deepEqual(said, [
    ['anna', 'logout', '127.0.0.1'],
    ['anna', 'login', '127.0.0.1'],
  ])
})

testOnStores('over TLS the cookie is one that no other host can plant', async (store, context) => {
  await personIn(store, 'anna', 'viewer', PASSWORD)
  const { login, whoIs, ask } = await runLogins(store, context, { config: 'public_url: https://hub.example.com' })
  const answer = await login(ANNA)
  const shown = answer.headers.get('set-cookie') ?? ''
  assert.match(shown, /^__Host-spoor=[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict; Secure$/)
  assert.equal(await whoIs(cookieOf(answer)), 'anna')
  assert.equal(await whoIs(cookieOf(answer).replace('__Host-', '')), 40105)
  const end = await ask('/api/v1/logout', { method: 'POST', headers: { cookie: cookieOf(answer) } })
  assert.match(end.headers.get('set-cookie') ?? '', /^__Host-spoor=; .*Secure$/)
})

testOnStores(
  'whatever is wrong about a login, the words are the same, and a hash is computed',
  async (store, context) => {
    await personIn(store, 'anna', 'viewer', PASSWORD)
    await personIn(store, 'backup', 'viewer')
    await personIn(store, 'carl', 'viewer', PASSWORD)
    await store.change(disablePerson, { name: 'carl', now: NOW, by: BY })
    const compared: string[] = []
    const desk = new (class extends PasswordDesk {
      override isPasswordOf(hash: string | null, password: string): Promise<boolean> {
        compared.push(password)
        return super.isPasswordOf(hash, password)
      }
    })()
    const { login } = await runLogins(store, context, { routes: [loginRoute(desk)] })
    const wrong = [
      { name: 'anna', password: 'wrong' },
      { name: 'nobody', password: PASSWORD },
      { name: 'backup', password: PASSWORD },
      { name: 'backup', password: '' },
      { name: 'carl', password: PASSWORD },
    ]
    for (const body of wrong) {
      const { status, json, headers } = await login(body)
      assert.equal(status, 401)
      assert.deepEqual(
        [fieldOf(json, 'code'), fieldOf(json, 'error')],
        [40108, 'The name, the password or the code is wrong.'],
      )
      assert.equal(headers.get('set-cookie'), null)
    }
    assert.equal(compared.length, wrong.length)
    const said = (await store.ask(auditLog, { limit: 5 })).map(({ action, target, detail }) => [action, target, detail])
    assert.deepEqual(said.toReversed(), [
      ['login_failed', 'anna', ''],
      ['login_failed', '', 'nobody has the name that was typed'],
      ['login_failed', 'backup', ''],
      ['login_failed', 'backup', ''],
      ['login_failed', 'carl', ''],
    ])
  },
)

testOnStores('who has one-time codes needs one that counts, and each counts once', async (store, context) => {
  await personIn(store, 'anna', 'viewer', PASSWORD)
  const { secret, code: recovery } = await totpIn(store, 'anna')
  const scene = await runLogins(store, context)
  const numberOf = async (code?: string): Promise<unknown> =>
    fieldOf((await scene.login({ ...ANNA, code })).json, 'code')
  const step = Math.floor(NOW / 30)
  assert.equal(await numberOf(), 40109)
  assert.equal(await numberOf(totpCode(secret, step - 2)), 40108)
  assert.equal(await numberOf(totpCode(secret, step + 2)), 40108)
  assert.equal(await numberOf(totpCode(secret, step)), undefined)
  assert.equal(await numberOf(totpCode(secret, step)), 40108)
  assert.equal(await numberOf(totpCode(secret, step - 1)), 40108)
  assert.equal(await numberOf(totpCode(secret, step + 1).replace(/^.../, '$& ')), undefined)
  assert.equal(await numberOf(recovery.toUpperCase()), undefined)
  assert.equal(await numberOf(recovery), 40108)
  scene.now += 90
  assert.equal(await numberOf(totpCode(secret, step + 3)), undefined)
})

testOnStores('a code that two send at the same time lets one of them in', async (store, context) => {
  await personIn(store, 'anna', 'viewer', PASSWORD)
  const { secret } = await totpIn(store, 'anna')
  const { login } = await runLogins(store, context)
  const code = totpCode(secret, Math.floor(NOW / 30))
  const answers = await Promise.all([login({ ...ANNA, code }), login({ ...ANNA, code }), login({ ...ANNA, code })])
  assert.equal(answers.filter(({ status }) => status === 200).length, 1)
})

testOnStores('a login makes a new session: no planted one is used, and the one before ends', async (store, context) => {
  await personIn(store, 'anna', 'viewer', PASSWORD)
  const { login, whoIs } = await runLogins(store, context)
  const planted = `spoor=${'A'.repeat(43)}`
  const first = cookieOf(await login(ANNA, { cookie: planted }))
  assert.notEqual(first, planted)
  assert.equal(await whoIs(planted), 40107)
  const second = cookieOf(await login(ANNA, { cookie: first }))
  assert.deepEqual([await whoIs(first), await whoIs(second)], [40107, 'anna'])
  const elsewhere = cookieOf(await login(ANNA))
  assert.deepEqual([await whoIs(second), await whoIs(elsewhere)], ['anna', 'anna'])
})

testOnStores('a session ends when it is unused, and after half a day at the latest', async (store, context) => {
  await personIn(store, 'anna', 'viewer', PASSWORD)
  const scene = await runLogins(store, context)
  const [used, unused] = [cookieOf(await scene.login(ANNA)), cookieOf(await scene.login(ANNA))]
  for (let hour = 1; hour < 12; hour += 1) {
    scene.now += 3600
    assert.equal(await scene.whoIs(used), 'anna')
  }
  assert.equal(await scene.whoIs(unused), 40107)
  scene.now += 3600
  assert.equal(await scene.whoIs(used), 40107)
})

testOnStores('the sessions of who is disabled, or gets another password, end at once', async (store, context) => {
  await personIn(store, 'root', 'admin', PASSWORD)
  await personIn(store, 'anna', 'admin', PASSWORD)
  const { login, whoIs } = await runLogins(store, context)
  const cookie = cookieOf(await login(ANNA))
  assert.equal(await whoIs(cookie), 'anna')
  await store.change(setPassword, { name: 'anna', password: await passwordHash('another password'), now: NOW, by: BY })
  assert.equal(await whoIs(cookie), 40107)
  const next = cookieOf(await login({ ...ANNA, password: 'another password' }))
  assert.equal(await whoIs(next), 'anna')
  await store.change(disablePerson, { name: 'anna', now: NOW, by: BY })
  assert.equal(await whoIs(next), 40107)
})

testOnStores(
  'what changes something is refused if the page of another site may have made it',
  async (store, context) => {
    await personIn(store, 'anna', 'admin', PASSWORD)
    const { login, ask } = await runLogins(store, context)
    const cookie = cookieOf(await login(ANNA))
    const { headers } = await ask('/api/v1/me', { headers: { cookie } })
    assert.equal(headers.get('access-control-allow-origin'), null)
    const managed = async (more: Record<string, string>): Promise<number> =>
      (await ask('/managed', { method: 'POST', headers: { cookie, ...more } })).status
    for (const more of [
      {},
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example.com' },
      { origin: 'null' },
    ])
      assert.equal(await managed(more), 403, JSON.stringify(more))
    assert.equal(await managed({ 'sec-fetch-site': 'same-origin' }), 204)
    const foreign = await login(ANNA, { 'sec-fetch-site': 'cross-site' })
    assert.deepEqual([foreign.status, foreign.headers.get('set-cookie')], [403, null])
    const end = await ask('/api/v1/logout', { method: 'POST', headers: { cookie, origin: 'https://evil.example.com' } })
    assert.equal(end.status, 403)
  },
)

testOnStores('who guesses has to wait, whether there is such a person or not', async (store, context) => {
  await personIn(store, 'anna', 'viewer', PASSWORD)
  const scene = await runLogins(store, context, { config: 'trusted_proxies: 127.0.0.1' })
  let address = 0
  const guess = async (name: string, password = 'wrong', from = `192.0.2.${(address += 1)}`): Promise<number> =>
    (await scene.login({ name, password }, { 'x-forwarded-for': from, 'x-forwarded-proto': 'https' })).status
  for (const name of ['anna', 'nobody']) {
    const answers = await Promise.all(Array.from({ length: 12 }, () => guess(name)))
    assert.equal(answers.filter((status) => status === 401).length, 10, name)
    assert.equal(answers.filter((status) => status === 429).length, 2, name)
  }
  assert.equal(await guess('anna', PASSWORD), 429)
  const { length } = (await store.ask(auditLog, { limit: 100 })).filter(({ action }) => action === 'login_failed')
  assert.equal(length, 20)
  scene.now += 900
  assert.equal(await guess('anna', PASSWORD), 200)
  const names = await Promise.all(Array.from({ length: 20 }, (_, index) => guess(`x${index}`, 'wrong', '198.51.100.1')))
  assert.deepEqual([...new Set(names)], [401])
  assert.equal(await guess('anna', PASSWORD, '198.51.100.1'), 429)
  assert.equal(await guess('anna', PASSWORD), 200)
})

testOnStores('a hash of former parameters is replaced at a login', async (store, context) => {
  const former = await passwordHash(PASSWORD, { ...COST, memory: 64 })
  await store.change(addPerson, { name: 'anna', role: 'viewer', password: former, now: NOW, by: BY })
  const { login } = await runLogins(store, context)
  assert.equal((await login(ANNA)).status, 200)
  assert.match((await store.ask(loginOf, 'anna'))?.password ?? '', new RegExp(`\\$m=${COST.memory},`))
  assert.equal((await login(ANNA)).status, 200)
})

testOnStores('what is no login is refused before anything is computed', async (store, context) => {
  const { ask } = await runLogins(store, context)
  for (const body of [
    '',
    '{}',
    '[]',
    '{"name":"anna"}',
    JSON.stringify({ name: 'a b', password: 'x' }),
    `{"name":1}`,
  ]) {
    const answer = await ask('/api/v1/login', { method: 'POST', body })
    assert.deepEqual([answer.status, fieldOf(answer.json, 'code')], [400, 40006], body)
  }
  const large = await ask('/api/v1/login', { method: 'POST', body: 'x'.repeat(5000) })
  assert.equal(large.status, 413)
})
