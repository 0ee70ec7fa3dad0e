import assert from 'node:assert/strict'
import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { type Ended, startAgent } from '../support/agent-process.ts'
import { startFakeApi, type FakeApi } from '../support/fake-api.ts'
import { type TestHost, createTestHost, loginLine } from '../support/test-host.ts'

interface Scene {
  readonly host: TestHost
  readonly api: FakeApi
  /** Runs a command with `--once` to its end; each sentence that it says is one line. */
  readonly once: (...words: readonly string[]) => Promise<Ended>
  /** More for the configuration. */
  readonly configure: (text: string) => Promise<void>
  readonly mailboxesIn: (folder: 'parsed' | 'transmitted') => Promise<unknown[]>
}

async function createScene(t: TestContext): Promise<Scene> {
  const api = await startFakeApi({})
  t.after(() => api.close())
  const host = await createTestHost({ api: api.url, start: 'beginning' })
  t.after(() => host.remove())
  return {
    host,
    api,
    once: async (...words) => {
      const ended = await startAgent([...words, '--once', '--config', host.config]).exited
      return { ...ended, stderr: ended.stderr.replaceAll(/\n {4}/g, ' ') }
    },
    configure: (text) => appendFile(host.config, text),
    mailboxesIn: async (folder) => (await host.entriesIn(folder)).map((entry) => entry['mailbox_address']),
  }
}

test('run --once reads the logs to their end, delivers what they say, and the next run goes on there', async (t) => {
  const { host, api, once } = await createScene(t)
  await host.write('login', loginLine('a@example.com'), loginLine('b@example.com', 1))
  const { code, stderr } = await once('run')
  assert.equal(code, 0, stderr)
  assert.equal(api.requests.length, 1)
  await host.write('login', loginLine('c@example.com', 2))
  assert.equal((await once('run')).code, 0)
  assert.equal((await once('run')).code, 0)
  assert.equal(api.requests.length, 2)
  assert.deepEqual(
    (await host.entriesIn('transmitted')).map((entry) => entry['mailbox_address']),
    ['a@example.com', 'b@example.com', 'c@example.com'],
  )
})

test('what cannot be delivered at the first try waits for the next run, and exit code 1 says so', async (t) => {
  const { host, api, once, mailboxesIn } = await createScene(t)
  api.otherwise = { status: 503 }
  await host.write('login', loginLine('a@example.com'))
  const { code, stderr } = await once('run')
  assert.equal(code, 1, stderr)
  assert.match(stderr, /^Not all was delivered, the next run tries again: .*503.*$/m)
  assert.deepEqual(await mailboxesIn('parsed'), ['a@example.com'])
  assert.equal(api.requests.length, 1)
  api.otherwise = { status: 202 }
  assert.equal((await once('transmit')).code, 0)
  assert.deepEqual([await mailboxesIn('parsed'), await mailboxesIn('transmitted')], [[], ['a@example.com']])
})

test('a log that is missing is named at each run, with exit code 1; what is there is read', async (t) => {
  const { host, once, mailboxesIn } = await createScene(t)
  await rm(host.logs.error)
  await host.write('login', loginLine('a@example.com'))
  for (const _ of [1, 2]) {
    const { code, stderr } = await once('collect')
    assert.equal(code, 1)
    assert.ok(stderr.endsWith(`Not all was read, the next run tries again: ${host.logs.error}\n`), stderr)
  }
  assert.deepEqual(await mailboxesIn('parsed'), ['a@example.com'])
})

test('a log that cannot be read does not keep the others from being read', async (t) => {
  const { host, once, mailboxesIn } = await createScene(t)
  await rm(host.logs.error)
  await mkdir(host.logs.error)
  await host.write('login', loginLine('a@example.com'))
  const { code, stderr } = await once('collect')
  assert.equal(code, 1)
  assert.ok(stderr.endsWith(`Not all was read, the next run tries again: ${host.logs.error}\n`), stderr)
  assert.deepEqual(await mailboxesIn('parsed'), ['a@example.com'])
})

test('of a folder every log is read once, and where each stands is kept; optional ones may be missing', async (t) => {
  const { host, once, configure, mailboxesIn } = await createScene(t)
  const folder = join(host.folder, 'more')
  await configure(`logs:
  - { driver: cpanel-login, path: '${folder}/*_log', start: beginning, optional: true }
  - { driver: cpanel-login, path: ${folder}/other, start: beginning, optional: true }
`)
  const first = await once('collect')
  assert.equal(first.code, 0, first.stderr)
  assert.doesNotMatch(first.stderr, / (?:warning|error) /)
  await mkdir(folder)
  for (const name of ['a', 'b']) await writeFile(join(folder, `${name}_log`), `${loginLine(`${name}@example.com`)}\n`)
  const second = await once('collect')
  assert.equal(second.code, 0, second.stderr)
  assert.equal(second.stderr.match(/source_found: .*a_log/g)?.length, 1)
  await appendFile(join(folder, 'a_log'), `${loginLine('c@example.com')}\n`)
  assert.equal((await once('collect')).code, 0)
  assert.deepEqual((await mailboxesIn('parsed')).map(String).sort(), [
    'a@example.com',
    'b@example.com',
    'c@example.com',
  ])
})

test('a full spool ends collect --once, and loses nothing; run --once goes on as it is emptied', async (t) => {
  const { host, api, once, configure, mailboxesIn } = await createScene(t)
  const text = await readFile(host.config, 'utf8')
  await writeFile(host.config, text.replace(/^spool: \{ /m, 'spool: { max_files: 1, '))
  const [one, two] = [join(host.folder, 'one'), join(host.folder, 'two')]
  await configure(`logs:
  - { driver: cpanel-login, path: ${one}, start: beginning }
  - { driver: cpanel-login, path: ${two}, start: beginning }
`)
  await writeFile(one, `${loginLine('a@example.com')}\n`)
  await writeFile(two, `${loginLine('b@example.com')}\n`)
  const { code, stderr } = await once('collect')
  assert.equal(code, 1)
  assert.match(stderr, /^Not all was read, the next run goes on: /m)
  assert.equal((await mailboxesIn('parsed')).length, 1)
  const second = await once('run')
  assert.equal(second.code, 0, second.stderr)
  assert.deepEqual((await mailboxesIn('transmitted')).map(String).sort(), ['a@example.com', 'b@example.com'])
  assert.equal(api.requests.length, 2)
})

test('beside a collector it ends with code 75', async (t) => {
  const { host, once } = await createScene(t)
  const agent = startAgent(['collect', '--config', host.config])
  await agent.untilLine(/source_found: login/)
  assert.equal((await once('collect')).code, 75)
  agent.kill('SIGTERM')
  await agent.exited
})

test('collect --dry-run --once prints what would be sealed, and ends', async (t) => {
  const { host, once, mailboxesIn } = await createScene(t)
  await host.write('login', loginLine('a@example.com'))
  const { code, stdout } = await once('collect', '--dry-run')
  assert.equal(code, 0)
  assert.match(stdout, /^\{.*a@example\.com.*\}\n$/)
  assert.deepEqual(await mailboxesIn('parsed'), [])
})

test('a log that moves from followers to logs goes on where it was, and its events keep their ids', async (t) => {
  const { host, once } = await createScene(t)
  const before = await readFile(host.config, 'utf8')
  const item = `logs: [{ driver: cpanel-login, path: ${host.logs.login}, start: beginning }]\n`
  const after = before.replace(/^ {2}login: .*\n/m, '') + item
  await host.write('login', loginLine('a@example.com'))
  assert.equal((await once('collect')).code, 0)
  const [first] = await host.entriesIn('parsed')
  await writeFile(host.config, after)
  await host.write('login', loginLine('b@example.com', 1))
  assert.equal((await once('collect')).code, 0)
  assert.deepEqual(
    (await host.entriesIn('parsed')).map((entry) => entry['mailbox_address']),
    ['a@example.com', 'b@example.com'],
  )
  const replayed = await startAgent(['replay', 'login', '--json', '--config', host.config]).exited
  assert.equal(JSON.parse(replayed.stdout.split('\n')[0] ?? '').id, first?.id)
})
