import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import * as v from 'valibot'
import { status } from '../../../agent/commands/status.ts'
import { statusDocument } from '../../../agent/status/status-document.ts'
import type { Options } from '../../../lib/command-line/command.ts'
import { ownIdentity } from '../../../lib/system/processes/process-identity.ts'
import { GpgHome } from '../../support/gpg-home.ts'
import { schemaFaults } from '../../support/json-schema.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'
import { unwrapped } from '../../support/unwrapped.ts'

interface Scene {
  /** Leaves what a process that runs would have told. */
  readonly tell: (role: 'collector' | 'transmitter', state: object) => Promise<void>
  /** Runs the command: its exit code and what it printed. */
  readonly run: (options?: Options) => Promise<[number, string]>
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
  assert.match(printed, /^error collector_not_running$/m)
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
  assert.match(
    unwrapped(printed),
    /^error spool_held Reading has stopped.*: the disk is full Make room .*; type: spoor-agent spool list$/m,
  )
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
    /^warning alert_key_expiring alerts\.ops: \S+ending\.asc: the key of Bo <bo@example\.com> expires on /m,
  )
  assert.match(unwrapped(printed), /^error alert_key_unusable alerts\.night: no mail is sent: \S+expired\.asc: /m)
})

test('--json prints everything for scripts, but never the secret', async (t) => {
  const { run, tell } = await createScene(t)
  await tell('collector', { held: '\u009b31m\u007f' })
  await tell('transmitter', {})
  const [code, printed] = await run({ json: true })
  assert.equal(code, 1)
  const parsed = JSON.parse(printed)
  assert.deepEqual(Object.keys(parsed), [
    'schema',
    'health',
    'warnings',
    'version',
    'host',
    'collector',
    'transmitter',
    'sources',
    'spool',
    'receivers',
  ])
  assert.equal(parsed.schema, 1)
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

test('what --json prints is what its schema says, and nothing else', async (t) => {
  const { run, tell } = await createScene(t)
  const schema = JSON.parse(readFileSync(join(import.meta.dirname, '../../../docs/status.schema.json'), 'utf8'))
  const check = async (options: Options): Promise<void> => {
    const [, printed] = await run({ json: true, ...options })
    const parsed: unknown = JSON.parse(printed)
    assert.deepEqual(schemaFaults(schema, parsed), [])
    // What the schema does not know would be left out.
    assert.deepEqual(v.parse(statusDocument, parsed), parsed)
  }
  await check({})
  const source = { source: 'login', path: '/log', lines: 4, ofInterest: 3, unrecognised: 1, events: 2, lastEvent: 5 }
  const habit = { day: 20_000, hours: [1] }
  const leftOut = { events: 1, ignore: 2 }
  const more = { inode: '1', offset: 3, rate: 1, lately: { ofInterest: 3, unrecognised: 1 }, habit, leftOut }
  const ignored = [{ name: 'own', conditions: 'ip: 192.0.2.1', since: 1, events: 2, kinds: { login: 2 }, last: 3 }]
  await tell('collector', {
    sources: [{ ...source, ...more, behindSince: null, lastRotation: 7 }],
    held: 'full',
    ignored,
    tells: [{ source: 'login', kinds: ['login'] }],
    places: { problem: 'x', anew: { since: 1, until: 8e15, cause: 'removed' } },
  })
  const state = { accepted: 1, rejected: 2, tries: 3, lastSuccess: 4, lastError: { at: 5, reason: 'No.' }, nextTry: 6 }
  const hub = { ...state, problem: 'network', clock: { at: 1, offset: -2000, within: 1000 } }
  await tell('transmitter', {
    delivery: state,
    receivers: { hub, night: { ...state, alert: { held: 1, due: 2 } } },
    removed: { transmitted: 1, failed: 0 },
    refused: 'wrong',
    notices: { counts: { a: 1 }, recent: [{ at: 1, code: 'a', severity: 'error', text: 'A.' }] },
  })
  await check({ long: true })
})

test('--nagios prints one line, and ends with the state of a plugin', async (t) => {
  const { run, tell } = await createScene(t)
  const line = /^SPOOR (\w+) - [^|\n]+ \| lag=6B;;;0 behind=\d+s;;;0 queue=0;;;0 .* warnings=\d;;;0\n$/
  const told = async (): Promise<unknown[]> => {
    const [code, printed] = await run({ nagios: true })
    return [code, line.exec(printed)?.[1]]
  }
  assert.deepEqual(await told(), [2, 'CRITICAL'])
  await tell('collector', {})
  await tell('transmitter', {})
  assert.deepEqual(await told(), [0, 'OK'])
  await tell('transmitter', { delivery: { accepted: 0, rejected: 0, tries: 1, problem: 'network' } })
  assert.deepEqual(await told(), [1, 'WARNING'])
  await tell('collector', { held: 'the | disk\nis full' })
  assert.deepEqual(await told(), [2, 'CRITICAL'])
})

test('--nagios says UNKNOWN where nothing can be known', async (t) => {
  const { run, configure } = await createScene(t)
  await configure('transmission:', 'transmision:')
  const [code, printed] = await run({ nagios: true })
  assert.equal(code, 3)
  assert.match(printed, /^SPOOR UNKNOWN - [^|\n]*transmision[^|\n]*\n$/)
})

test('--watch wants a terminal and an interval, and forms do not mix', async (t) => {
  const { run } = await createScene(t)
  await assert.rejects(run({ watch: true }), /^ActionNeeded: status: --watch wants a terminal; .* --json and --nagios$/)
  for (const watch of ['x', '0s', '5', '100ms']) await assert.rejects(run({ watch }), /--watch takes an interval/)
  await assert.rejects(run({ watch: true, json: true }), /--json and --watch do not go together$/)
  await assert.rejects(run({ nagios: true, json: true }), /--json and --nagios do not go together$/)
})
