import assert from 'node:assert/strict'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { presentedApiToken } from '../../../hub/people/api-token.ts'
import { isPasswordOf } from '../../../hub/people/password.ts'
import { spokenCodeDigest } from '../../../hub/people/spoken-code.ts'
import { loginOf } from '../../../hub/store/ask/login-of.ts'
import { personOfToken } from '../../../hub/store/ask/person-of-token.ts'
import { addFirstAdmin } from '../../../hub/store/change/add-first-admin.ts'
import { SqliteStore } from '../../../hub/store/sqlite/sqlite-store.ts'
import { createHubScene } from '../../support/hub-command.ts'

const PASSWORD = 'correct horse battery'

test('a person is added with a password from standard input, which nothing shows', async (t) => {
  const hub = await createHubScene(t)
  assert.match(await hub.run('people list'), /^There is nobody; /)
  assert.match(await hub.run('people add Anna', { role: 'analyst' }, `${PASSWORD}\n`), /^anna is an analyst now\./)
  const store = new SqliteStore({ folder: hub.store })
  t.after(() => store.close())
  const hash = async (): Promise<string> => (await store.ask(loginOf, 'anna'))?.password ?? ''
  assert.ok(await isPasswordOf(await hash(), PASSWORD))
  assert.match(await hub.run('people list'), /^anna +analyst +good +no +never$/m)
  const shown = (await hub.run('people list', { json: true })) + (await hub.run('audit', { json: true }))
  assert.doesNotMatch(shown, /argon2|correct/)
  assert.match(await hub.run('people password anna', {}, 'another password\r\n'), /^anna has another password/)
  assert.ok(await isPasswordOf(await hash(), 'another password'))
  await assert.rejects(hub.run('people add anna', {}, PASSWORD), /There is a person anna already/)
  await assert.rejects(hub.run('people password carl', {}, PASSWORD), /There is no person carl/)
})

test('role, disable and enable say what is so now, and audit who did it', async (t) => {
  const hub = await createHubScene(t)
  await hub.run('people add anna', { role: 'admin' }, PASSWORD)
  await assert.rejects(hub.run('people disable anna'), /anna is the only admin/)
  await hub.run('people add carl', {}, PASSWORD)
  assert.equal(await hub.run('people role carl admin'), 'carl is an admin now.\n')
  assert.match(await hub.run('people disable anna'), /^anna is disabled/)
  assert.match(await hub.run('people list'), /^anna +admin +disabled/m)
  assert.match(await hub.run('people enable anna'), /^anna may sign in again/)
  const log = (await hub.run('audit anna', { json: true }))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  assert.deepEqual(
    log.map(({ action }) => action),
    ['person_enabled', 'person_disabled', 'person_added'],
  )
  assert.match(log[0].actor, /on the command line$/)
  assert.match(await hub.run('audit', { limit: '2' }), /^WHEN [^]*person_enabled +anna/)
})

test('totp shows a secret and recovery codes once, and ends them', async (t) => {
  const hub = await createHubScene(t, 'public_url: https://hub.example.com')
  await hub.run('people add anna', {}, PASSWORD)
  const page = await hub.run('people totp anna')
  assert.match(page, /^ {2}otpauth:\/\/totp\/hub\.example\.com:anna\?secret=[A-Z2-7]{32}&issuer=hub\.example\.com$/m)
  assert.equal(page.match(/^ {2}(?:\w{4}-){3}\w{4}$/gm)?.length, 10)
  assert.match(await hub.run('people list'), /^anna +viewer +good +yes, 10 to recover/m)
  const kept = readFileSync(join(hub.store, 'hub.db'), 'latin1') + readFileSync(join(hub.store, 'secret.key'), 'latin1')
  assert.ok(!kept.includes(/secret=(\w+)/.exec(page)?.[1] ?? 'secret'), 'it is nowhere in clear')
  await rename(join(hub.store, 'secret.key'), join(hub.folder, 'elsewhere'))
  await assert.rejects(hub.run('people totp anna'), {
    name: 'ActionNeeded',
    message: /bring it back from where you keep it\. If it is lost, type: spoor-hub people key-lost$/,
  })
  assert.match(await hub.run('people totp anna', { off: true }), /without one-time codes/)
  assert.match(await hub.run('people list'), /^anna +viewer +good +no /m)
})

test('key-lost ends the codes that a lost key sealed, once it is lost; check and status tell of it', async (t) => {
  const hub = await createHubScene(t)
  for (const name of ['anna', 'ben']) {
    await hub.run(`people add ${name}`, {}, PASSWORD)
    await hub.run(`people totp ${name}`)
  }
  assert.match(await hub.run('people key-lost'), /secret\.key: no key of one-time codes is lost; nothing has changed/)
  assert.match(await hub.run('check'), /the configuration is valid/)
  const key = join(hub.store, 'secret.key')
  rmSync(key)
  await assert.rejects(
    hub.run('check'),
    /secret\.key lacks a key .*: nobody can begin them here, and 2 people can sign in by recovery codes alone/,
  )
  assert.match(await hub.run('status'), /^! \S+secret\.key lacks a key of one-time codes/m)
  writeFileSync(key, `${'5'.repeat(64)}\n`, { mode: 0o600 })
  for (const words of ['check', 'people totp anna'])
    await assert.rejects(hub.run(words), /secret\.key: holds another key of one-time codes .* people key-lost$/)
  assert.match(await hub.run('people key-lost'), /^The one-time codes of 2 people have ended: anna, ben\. The hub that/)
  assert.match(await hub.run('audit'), /totp_ended +ben/)
  assert.match(await hub.run('people totp anna'), /otpauth:/)
})

test('setup shows a code that makes the first admin, and none when there is one', async (t) => {
  const hub = await createHubScene(t)
  const { code, expires } = JSON.parse(await hub.run('people setup', { json: true }))
  assert.match(await hub.run('people setup'), /^ {2}(?:\w{4}-){3}\w{4}$/m)
  const store = new SqliteStore({ folder: hub.store })
  t.after(() => store.close())
  const digest = spokenCodeDigest(code)
  const first = { digest, name: 'anna', password: 'x', now: expires - 1, address: '' }
  assert.equal(await store.change(addFirstAdmin, first), 'wrong_code', 'the newest code counts')
  await hub.run('people add anna', { role: 'admin' }, PASSWORD)
  await assert.rejects(hub.run('people setup'), /There is an admin already/)
})

test('an API token is shown once, listed with its state, and ended', async (t) => {
  const hub = await createHubScene(t)
  await hub.run('people add backup', { 'no-login': true })
  assert.match(await hub.run('people list'), /^backup +viewer +tokens only/m)
  assert.match(await hub.run('api-token list'), /^There is no API token/)
  const { id, token, expires } = JSON.parse(
    await hub.run('api-token create backup', { scope: 'write', ttl: '1h', name: 'nightly', json: true }),
  )
  const store = new SqliteStore({ folder: hub.store })
  t.after(() => store.close())
  const presented = presentedApiToken(token) ?? assert.fail()
  const person = await store.ask(personOfToken, { ...presented, now: expires - 1 })
  assert.deepEqual([person?.name, person?.scope, person?.token], ['backup', 'write', 'nightly'])
  assert.match(await hub.run('api-token list'), new RegExp(`^${id} +good +backup +write .* never +nightly$`, 'm'))
  assert.match(await hub.run(`api-token revoke ${token}`), new RegExp(`^${id}: revoked`))
  assert.equal(JSON.parse(await hub.run('api-token list', { json: true })).state, 'revoked')
  assert.match(await hub.run('audit'), /api_token_revoked +backup/)
})

test('what cannot be meant is refused before anything is made', async (t) => {
  const hub = await createHubScene(t)
  const wrong = [
    ['people add', {}, /<name> is missing/],
    ['people add a/b', {}, /"a\/b" is not the name of a person/],
    ['people add anna', { role: 'god' }, /"god" is no role; write viewer, analyst, admin/],
    ['people add anna', {}, /the first line of standard input is the password: 12 to 256/],
    ['people role anna boss', {}, /"boss" is no role/],
    ['api-token create anna', { scope: 'all' }, /"all" is no scope/],
    ['api-token create anna', { ttl: '999d' }, /^--ttl 999d: write a duration/],
    ['api-token create anna', { name: '\u001b[31m' }, /^--name: write/],
    ['audit', { limit: '0' }, /^--limit: write/],
  ] as const
  for (const [words, options, message] of wrong)
    await assert.rejects(hub.run(words, options, 'short'), { exitCode: 2, message }, words)
  assert.match(await hub.run('people list'), /^There is nobody/)
  await assert.rejects(hub.run('api-token create anna'), /There is no person anna/)
  await assert.rejects(hub.run('api-token revoke a-22222222'), /There is no API token a-22222222/)
})
