import assert from 'node:assert/strict'
import { readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { setupBelow } from '../../../agent/commands/setup.ts'
import { loadConfig } from '../../../agent/config/load.ts'
import { everyAgent } from '../../../hub/store/ask/every-agent.ts'
import { newSecret } from '../../../lib/credentials/secret.ts'
import { tokenIn } from '../../support/enrolment.ts'
import { startFakeApi } from '../../support/fake-api.ts'
import { createHostToSetUp, outcomeIn, packaged, pathsBelow } from '../../support/host-to-set-up.ts'
import { runHub } from '../../support/running-hub.ts'
import { NOW, openEmbedded } from '../../support/stores.ts'

test('on a terminal it asks for a hub and its token, shows what it will do, and ends with the status', async (t) => {
  const store = await openEmbedded(t)
  const hub = await runHub(store, t)
  const host = await createHostToSetUp(t, { config: packaged })
  const { text: token } = await tokenIn(store, {})
  const { code, stdout, stderr, error } = await host.setup({}, `\nhttps://no hub\n${hub.url}/\n${token}\ny\n`)
  assert.equal(code, 0, error + stdout + stderr)
  assert.match(stderr, /^Where should this host report to\?$/m)
  assert.match(stderr, /That is not a URL that begins with https:\/\/\./)
  assert.match(stderr, /^ {2}- Enrols this host at http:/m)
  assert.match(stderr, /Go on\? \[Y\/n\]/)
  assert.match(stdout, /^hub: done$/m)
  assert.match(stdout, /took a first message from this host/)
  assert.match(stdout, /^collector +/m)
  assert.ok(!(stdout + stderr).includes(token))
  const agents = await store.ask(everyAgent, { now: NOW })
  assert.deepEqual(
    agents.map(({ status_at: at }) => at),
    [NOW],
  )
  const second = await host.setup({}, '')
  assert.match(second.stdout, /^Nothing had to be changed\.$/m)
  assert.equal(second.stderr, '', 'nothing is asked twice')
  const again = { hub: hub.url, yes: true, json: true, 'exit-code': true }
  assert.equal((await host.setup(again)).code, 0, 'an enrolled host needs no token')
  assert.match((await host.setup({ hub: 'https://b.example', yes: true })).error, /enrolled at .* --force$/)
})

test('a no changes nothing', async (t) => {
  const host = await createHostToSetUp(t, { config: packaged })
  const before = await host.tree()
  const { code, stderr } = await host.setup({}, '3\nn\n')
  assert.equal(code, 1)
  assert.match(stderr, /Nothing was changed\.$/m)
  assert.deepEqual(await host.tree(), before)
})

test('it asks for an API only what is missing, and never shows the secret', async (t) => {
  const api = await startFakeApi()
  t.after(() => api.close())
  api.otherwise = { status: 200, body: '{"reports":[]}' }
  const host = await createHostToSetUp(t, {
    config: (root) => packaged(root).replace(/^ {2}host:$/m, `  host: ${api.url}`),
  })
  const { code, stdout, stderr, error } = await host.setup({}, 'a:b\nABC123\nmy secret\n\n')
  assert.equal(code, 0, error + stdout)
  assert.doesNotMatch(stderr, /Where should|Address/)
  assert.match(stderr, /That is none: it is short/)
  assert.ok(!(stdout + stderr).includes('my secret'))
  assert.equal(await readFile(host.path('etc/spoor/private/api_secret'), 'utf8'), 'my secret\n')
})

test('where nobody can be asked, one sentence names the options that are missing', async (t) => {
  const host = await createHostToSetUp(t, { config: packaged })
  const cases = [
    [{}, /asks on a terminal.*add --yes/],
    [{ yes: true }, /--hub URL --token-file FILE, or --api URL --identifier ID --secret-file FILE, or --local$/],
    [{ yes: true, hub: 'https://a.example' }, /--token-file FILE$/],
    [{ yes: true, api: 'https://a.example' }, /: --identifier ID --secret-file FILE$/],
    [{ yes: true, api: 'https://a.example', local: true }, /^setup: --api and --local exclude each other/],
    [{ yes: true, hub: 'http://a.example' }, /^setup: --hub begins with http:/],
    [{ yes: true, local: true, events: 'logn' }, /^setup: --events is neither .*did you mean login\?$/],
    [{ yes: true, local: true, proxy: 'x' }, /^setup: --proxy is no URL/],
    [{ yes: true, api: 'https://a.example', identifier: 'a:b' }, /^setup: --identifier is none/],
  ] as const
  const before = await host.tree()
  for (const [options, expected] of cases) {
    const { code, error } = await host.setup(options)
    assert.equal(code, 2, error)
    assert.match(error, expected)
  }
  assert.deepEqual(await host.tree(), before)
})

test('the environment says what no option does', async (t) => {
  const host = await createHostToSetUp(t, { config: packaged })
  t.after(() => {
    for (const name of ['SPOOR_HUB', 'SPOOR_EVENTS']) delete process.env[name]
  })
  process.env['SPOOR_HUB'] = 'https://hub.example.net'
  process.env['SPOOR_EVENTS'] = 'login'
  assert.match((await host.setup({ yes: true })).error, /--token-file FILE$/)
  const { code, error } = await host.setup({ yes: true, local: true })
  assert.equal(code, 0, `an option wins: ${error}`)
  assert.deepEqual((await loadConfig(host.config)).config.events, ['login'])
})

test('who is not root sees what would be done, and changes nothing', async (t) => {
  const host = await createHostToSetUp(t, { config: packaged })
  const before = await host.tree()
  const { stdin, stdout, stderr } = process
  const lines: string[] = []
  const io = {
    stdin,
    stdout: Object.assign(Object.create(stdout), { write: (text: string) => lines.push(text) }),
    stderr,
  }
  const ended = setupBelow(host.root, false).run(
    [],
    { local: true, yes: true },
    { ...io, signal: new AbortController().signal },
  )
  await assert.rejects(ended, { message: 'setup: only root can do this; nothing was changed' })
  assert.match(lines.join(''), /^services: to do$/m)
  assert.deepEqual(await host.tree(), before)
})

test('an enrolment that died between its two files is completed with the same token', async (t) => {
  const store = await openEmbedded(t)
  const hub = await runHub(store, t)
  const host = await createHostToSetUp(t, { config: packaged })
  const { text } = await tokenIn(store, {})
  await writeFile(host.path('token'), text, { mode: 0o600 })
  const options = { hub: hub.url, 'token-file': host.path('token'), yes: true, json: true, 'no-activate': true }
  await host.setup(options)
  const folder = host.path('etc/spoor/private')
  await rename(join(folder, 'hub_secret'), join(folder, 'hub_secret.new'))
  const { code, stdout } = await host.setup(options)
  assert.equal(code, 0, stdout)
  assert.equal(outcomeIn({ stdout }).steps.find(({ name }) => name === 'hub')?.state, 'changed')
  assert.deepEqual(await readdir(folder), ['hub_secret'])
  assert.equal((await store.ask(everyAgent, { now: NOW })).length, 1)
})

test('beside an API that somebody filled in, a hub is a further receiver', async (t) => {
  const hub = await runHub(await openEmbedded(t), t)
  const host = await createHostToSetUp(t, {
    config: (root) =>
      `followers: {}\nlogs: [{ driver: sshd }]\ntransmission: { host: https://spoor.test, credentials: { api_identifier: A, api_secret: b } }\n${pathsBelow(root)}`,
  })
  await writeFile(host.path('token'), `t-22222222.${newSecret()}`, { mode: 0o600 })
  const { stdout } = await host.setup({ hub: hub.url, 'token-file': host.path('token'), yes: true, json: true })
  const { steps } = outcomeIn({ stdout })
  assert.match(steps.at(-1)?.error ?? '', /^The hub does not know this token/)
  assert.equal(steps.at(-1)?.name, 'hub')
})
