// Secrets in logs and hooks, and everything that the whole agent writes, sends and says of them.
import assert from 'node:assert/strict'
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Driver } from '../../agent/drivers/driver.ts'
import { HOOKED } from '../../agent/hook/hooked-events.ts'
import { DRIVERS } from '../../agent/sources/sources.ts'
import { type Ended, startAgent } from '../support/agent-process.ts'
import { type FakeApi, startFakeApi } from '../support/fake-api.ts'
import { documentOf, SECRETS } from '../support/hook-documents.ts'
import { fixtureLines, PLANTED, PLANTS } from '../support/planted-secrets.ts'
import { loginLine } from '../support/test-host.ts'

/** The secret of the API, which goes to it alone, in a header. */
const API_SECRET = 'secret456'

/** Every field that a receiver can ask for and that could hold what somebody wrote. */
const FIELDS = 'forward_type, login_fault, attempts, actor, named_user, domain, filter_scope, severity, service, log'

interface Scene {
  readonly api: FakeApi
  readonly logs: string
  /** Everything that the agent wrote but its configuration, by path. */
  readonly files: () => Promise<ReadonlyMap<string, string>>
  readonly run: (words: readonly string[], input?: string) => Promise<Ended>
}

async function createScene(t: TestContext): Promise<Scene> {
  const api = await startFakeApi({})
  api.otherwise = { status: 202, headers: { 'Spoor-Fields': FIELDS } }
  const folder = await mkdtemp(join(tmpdir(), 'spoor-secrets-'))
  t.after(async () => {
    await api.close()
    await rm(folder, { recursive: true })
  })
  const [logs, own, textfile] = ['logs', 'own', 'own/textfile'].map((name) => join(folder, name))
  for (const path of [logs, own, textfile]) await mkdir(path ?? '', { mode: 0o700 })
  const config = join(folder, 'spoor.yml')
  const items = DRIVERS.map(({ name }) => `  - { driver: ${name}, path: ${logs}/${name}, start: beginning, zone: UTC }`)
  const lines = [
    'logs:',
    ...items,
    `transmission: { host: '${api.url}', credentials: { api_identifier: ABC123, api_secret: ${API_SECRET} } }`,
    `spool: { path: ${own}/spool }`,
    `runtime: { path: ${own}/run }`,
    `metrics: { textfile: ${textfile} }`,
    'events: all',
    'ignore: [{ name: nobody, mailbox: nobody@example.com }]',
  ]
  await writeFile(config, `${lines.join('\n')}\n`, { mode: 0o600 })
  return {
    api,
    logs: logs ?? '',
    files: () => filesIn(own ?? ''),
    run: (words, input) => startAgent([...words, '--config', config], input === undefined ? {} : { input }).exited,
  }
}

async function filesIn(folder: string): Promise<ReadonlyMap<string, string>> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = found.filter((each) => each.isFile()).map(({ parentPath, name }) => join(parentPath, name))
  const texts = paths.map(async (path) => [path, await readFile(path, 'latin1')] as const)
  return new Map(await Promise.all(texts))
}

/** Lines full of secrets: those that say something, those that resemble them, and some that nobody understands. */
function plantedLines(driver: Driver): readonly string[] {
  const lines = fixtureLines(driver).flatMap((line) => Object.values(PLANTS).map((plant) => plant(line)))
  const needles = typeof driver.needles === 'string' ? [''] : driver.needles.map(String)
  return [...new Set(lines), ...needles.map((needle) => `${PLANTED} ${needle} ${PLANTED}`)]
}

test('no secret of any log or hook is in what the agent writes, sends or says', async (t) => {
  const { api, logs, files, run } = await createScene(t)
  const outputs: Ended[] = []
  const all = async (words: readonly string[], input?: string): Promise<void> => {
    outputs.push(await run(words, input))
  }
  // The API says which fields it wants, and from then on it gets them.
  await writeFile(join(logs, 'cpanel-login'), `${loginLine('anna@example.com')}\n`)
  await all(['run', '--once'])
  for (const driver of DRIVERS)
    await appendFile(
      join(logs, driver.name),
      plantedLines(driver)
        .map((line) => `${line}\n`)
        .join(''),
    )
  for (const hooked of HOOKED) await all(['hook'], JSON.stringify(documentOf(hooked)))
  const left = await files()
  await all(['run', '--once'])
  for (const words of [
    ['status'],
    ['status', '--json'],
    ['check'],
    ['spool', 'list'],
    ['replay', '--json'],
    ['replay'],
  ])
    await all(words)
  for (const driver of DRIVERS) outputs.push(await startAgent(['parse', driver.name, join(logs, driver.name)]).exited)

  const sent = api.requests.map(({ body }) => body).join('\n')
  const said = new Set(Array.from(sent.matchAll(/"type":"(\w+)"/g), ([, kind]) => kind))
  const expected = new Set([...DRIVERS, ...HOOKED].flatMap(({ kinds }): readonly string[] => kinds))
  assert.deepEqual([...expected.difference(said)], [], 'not sent, so nothing was looked at')
  assert.ok(sent.includes('"named_user":"'), 'further fields are sent')
  const texts = new Map([
    ...left,
    ...(await files()),
    ['requests', sent],
    ['output', outputs.map(({ stdout, stderr }) => stdout + stderr).join('\n')],
  ])
  assert.ok(texts.size > 10)
  for (const [where, text] of texts)
    for (const secret of [PLANTED, API_SECRET, ...SECRETS])
      assert.ok(!text.includes(secret), `${secret} is in ${where}: ${around(text, secret)}`)
})

function around(text: string, secret: string): string {
  const at = text.indexOf(secret)
  return text.slice(Math.max(0, at - 200), at + 200)
}
