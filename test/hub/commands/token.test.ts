import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, readdirSync, rmdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { presentedToken } from '../../../hub/enrolment/enrol-token.ts'
import { everyToken } from '../../../hub/store/ask/every-token.ts'
import { SqliteStore } from '../../../hub/store/sqlite/sqlite-store.ts'
import { enrolIn } from '../../support/enrolment.ts'
import { createHubScene } from '../../support/hub-command.ts'
import { ROOT } from '../../support/repository-files.ts'

test('create shows a token once, with what to type on the servers', async (t) => {
  const hub = await createHubScene(t, 'public_url: https://hub.example.com')
  const page = await hub.run('token create', { uses: '50', ttl: '24h', label: 'shared' })
  const [, text = ''] = /^  (t-\S+)$/m.exec(page) ?? []
  const token = presentedToken(text)
  assert.ok(token)
  assert.match(page, /^ {2}spoor-agent enrol https:\/\/hub\.example\.com$/m)
  assert.match(page, /: for 50 hosts, until /)
  assert.ok(!(await hub.run('token list')).includes(text.split('.')[1] ?? page))
  const store = new SqliteStore({ folder: hub.store })
  t.after(() => store.close())
  const now = Math.floor(Date.now() / 1000)
  assert.ok('identifier' in (await enrolIn(store, token, 'web1.example.com', { now })))
  const [kept] = await store.ask(everyToken, null)
  assert.deepEqual([kept?.label, kept?.uses_left, kept?.host], ['shared', 49, null])
})

test('list says which tokens count, and revoke ends one', async (t) => {
  const hub = await createHubScene(t)
  assert.match(await hub.run('token list'), /^There is no token/)
  const { id, token } = JSON.parse(await hub.run('token create', { json: true, host: 'web1.example.com' }))
  assert.match(await hub.run('token list'), new RegExp(`^${id} +good +1 .* web1\\.example\\.com$`, 'm'))
  assert.match(await hub.run(`token revoke ${token}`), new RegExp(`^${id}: revoked`))
  assert.equal(JSON.parse(await hub.run('token list', { json: true })).state, 'revoked')
  await assert.rejects(hub.run('token revoke t-22222222'), { exitCode: 1, message: /^There is no token t-22222222;/ })
})

test('what cannot be meant is refused before anything is made', async (t) => {
  const hub = await createHubScene(t)
  const wrong = [
    ['token create', { uses: '0' }, /^--uses: write/],
    ['token create', { uses: 'many' }, /^--uses: write/],
    ['token create', { ttl: '2 hours' }, /^--ttl 2 hours: write a duration/],
    ['token create', { ttl: '999d' }, /^--ttl 999d: write a duration/],
    ['token create', { label: '\u001b[31m' }, /^--label: write/],
    ['token create', { host: 'a/b' }, /^"a\/b" is not the name of a host/],
    ['token create', { grace: '1h' }, /--grace has no meaning here/],
    ['token revoke', {}, /^token: <id> is missing; type: spoor-hub token revoke <id>/],
    ['token list x', {}, /^token: "x" is too much/],
    ['token make', {}, /make/],
  ] as const
  for (const [words, options, message] of wrong)
    await assert.rejects(hub.run(words, options), { exitCode: 2, message }, words)
  assert.match(await hub.run('token list'), /^There is no token/)
})

test('a token can be made while the hub works on its store', async (t) => {
  const hub = await createHubScene(t)
  const store = new SqliteStore({ folder: hub.store })
  t.after(() => store.close())
  await store.prepare(1)
  await hub.run('token create')
  assert.equal((await store.ask(everyToken, null)).length, 1)
})

test('root leaves no files of root in the folder of the hub', { skip: process.getuid?.() !== 0 }, async (t) => {
  const hub = await createHubScene(t)
  chmodSync(hub.folder, 0o755)
  const run = (): string => {
    const program = ['--import', 'tsx', join(ROOT, 'hub/main.ts')]
    const { stdout, stderr } = spawnSync(process.execPath, [...program, 'token', 'create', '--config', hub.config], {
      cwd: ROOT,
      encoding: 'utf8',
    })
    return stdout + stderr
  }
  rmdirSync(hub.store)
  assert.match(run(), /store: this folder is not there; start the hub once/)
  mkdirSync(hub.store, { mode: 0o700 })
  chownSync(hub.store, 12_345, 12_345)
  assert.match(run(), /It is shown only now/)
  const owners = readdirSync(hub.store).map((name) => statSync(join(hub.store, name)).uid)
  assert.deepEqual([...new Set(owners)], [12_345])
})
