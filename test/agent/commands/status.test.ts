import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { status } from '../../../agent/commands/status.ts'
import { ownIdentity } from '../../../lib/system/processes/process-identity.ts'
import { GpgHome } from '../../support/gpg-home.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'
import { unwrapped } from '../../support/unwrapped.ts'

interface Scene {
  /** Leaves what a process that runs would have told. */
  readonly tell: (role: 'collector' | 'transmitter', state: object) => Promise<void>
  /** Runs the command: its exit code and what it printed. */
  readonly run: (options?: { json?: boolean; long?: boolean }) => Promise<[number, string]>
  /** Writes the configuration as it is, with one text in place of another. */
  readonly configure: (text: string, other: string) => Promise<void>
}

async function createScene(t: TestContext): Promise<Scene> {
  const folder = await temporaryFolder(t)
  const config = join(folder, 'spoor.yml')
  const log = join(folder, 'login_log')
  await mkdir(join(folder, 'run'))
  await writeFile(log, 'noise\n')
  const lines = [
    `followers: { login: { name: ${log} } }`,
    'transmission:',
    '  host: https://spoor.example.com',
    '  credentials: { api_identifier: ABC123, api_secret: secret456 }',
    `spool: { path: ${join(folder, 'spool')} }`,
    `runtime: { path: ${join(folder, 'run')} }`,
  ]
  await writeFile(config, `${lines.join('\n')}\n`, { mode: 0o600 })
  const common = {
    version: 1,
    agent: '1.0.0',
    process: ownIdentity(),
    startedAt: 0,
    notices: { counts: {}, recent: [] },
    sources: [],
    delivery: { accepted: 0, rejected: 0, tries: 0 },
  }
  return {
    configure: (text, other) => writeFile(config, lines.join('\n').replace(text, other)),
    tell: (role, state) => writeFile(join(folder, 'run', `${role}.json`), JSON.stringify({ ...common, ...state })),
    run: async (options = {}) => {
      const stdout = new PassThrough()
      const io = { stdin: new PassThrough(), stdout, stderr: new PassThrough(), signal: new AbortController().signal }
      const code = await status.run([], { config, ...options }, io)
      return [code, await text(stdout.end())]
    },
  }
}

test('an agent that does not run ends status with 3', async (t) => {
  const { run } = await createScene(t)
  const [code, printed] = await run()
  assert.equal(code, 3)
  assert.match(printed, /^spoor-agent \S+ on \S+: down\n/)
  assert.match(printed, /^error +collector_not_running$/m)
})

test('a healthy agent ends status with 0', async (t) => {
  const { run, tell } = await createScene(t)
  await tell('collector', {})
  await tell('transmitter', {})
  const [code, printed] = await run()
  assert.equal(code, 0)
  assert.match(printed, /: healthy\n/)
})

test('an agent in trouble ends status with 1', async (t) => {
  const { run, tell } = await createScene(t)
  await tell('collector', { held: 'the disk is full' })
  await tell('transmitter', {})
  const [code, printed] = await run()
  assert.equal(code, 1)
  assert.match(unwrapped(printed), /^error +spool_held +.*the disk is full$/m)
})

test('status warns of keys of alerts that end soon or cannot be used, and of none that is not needed', async (t) => {
  const { run, tell, configure } = await createScene(t)
  const home = new GpgHome(t)
  await tell('collector', {})
  await tell('transmitter', {})
  const file = (name: string, fingerprint: string): string =>
    `{ file: ${home.exported(name, fingerprint)}, fingerprint: ${fingerprint} }`
  const ending = file('ending.asc', home.key('Bo <bo@example.com>', { lasts: '20d' }))
  const expired = file('expired.asc', home.key('Cy <cy@example.com>', { hasExpired: true }))
  const alert = (name: string, key: string, more = ''): string =>
    `  - { name: ${name}, mail: { from: spoor@example.com, to: ops@example.com, keys: [${key}] }${more} }\n`
  const first = 'transmission:'
  await configure(first, `alerts:\n${alert('off', expired, ', enabled: false')}${first}`)
  assert.doesNotMatch((await run())[1], /alert_key/)
  await configure(first, `alerts:\n${alert('ops', ending)}${alert('night', expired)}${first}`)
  const [code, printed] = await run()
  assert.equal(code, 1)
  assert.match(
    unwrapped(printed),
    /^warning +alert_key_expiring +alerts\.ops: \S+ending\.asc: the key of Bo <bo@example\.com> expires on /m,
  )
  assert.match(unwrapped(printed), /^error +alert_key_unusable +alerts\.night: no mail is sent: \S+expired\.asc: /m)
})

test('--json prints everything for scripts, but never the secret', async (t) => {
  const { run, tell } = await createScene(t)
  await tell('collector', { held: '\u009b31m\u007f' })
  await tell('transmitter', {})
  const [code, printed] = await run({ json: true })
  assert.equal(code, 1)
  const parsed = JSON.parse(printed)
  assert.deepEqual(Object.keys(parsed), [
    'health',
    'warnings',
    'version',
    'host',
    'collector',
    'transmitter',
    'sources',
    'spool',
  ])
  assert.deepEqual(
    [parsed.health, parsed.warnings[0].code, parsed.collector.pid],
    ['degraded', 'spool_held', process.pid],
  )
  assert.equal(parsed.sources[0].size, 6)
  assert.equal(parsed.collector.held, '\u009b31m\u007f')
  assert.doesNotMatch(printed, /[\u007f-\u009f]/)
  assert.doesNotMatch(printed, /secret456/)
})

test('--long adds what is known of processes and drivers, for people and scripts', async (t) => {
  const { run, tell } = await createScene(t)
  await tell('collector', {})
  await tell('transmitter', {})
  const [, printed] = await run({ long: true })
  assert.match(printed, /^PROCESS +PID +VERSION +UP +MEMORY\ncollector +\d+ .* MiB\n/m)
  assert.match(printed, /^DRIVER +VERSION +LINES [^]*^cpanel-login +/m)
  const parsed = JSON.parse((await run({ long: true, json: true }))[1])
  assert.deepEqual([parsed.processes[0].role, parsed.processes[0].pid], ['collector', process.pid])
  assert.deepEqual(
    parsed.drivers.map(({ driver }: { driver: string }) => driver),
    ['cpanel-login'],
  )
})

test('if the configuration has become wrong, status shows what runs, and what is wrong', async (t) => {
  const { tell, run, configure } = await createScene(t)
  await configure('https:', 'http:')
  await assert.rejects(run(), { name: 'ActionNeeded', exitCode: 2, message: /:3:\d+: transmission\.host: / })
  await tell('transmitter', {})
  const [code, printed] = await run()
  assert.equal(code, 1)
  assert.match(printed, /^transmitter +running, /m)
  assert.match(unwrapped(printed), /^error +config_refused .*spoor\.yml:3:\d+: transmission\.host: begins with http:/m)
})
