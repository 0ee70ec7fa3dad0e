import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { closeSync, fstatSync, openSync } from 'node:fs'
import { chmod, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { SOURCES } from '../../agent/sources/sources.ts'
import { agentCommand, type Ended, startAgent } from '../support/agent-process.ts'
import { startFakeApi } from '../support/fake-api.ts'
import { temporaryFolder } from '../support/spool-scene.ts'
import { type TestHost, createTestHost, loginLine } from '../support/test-host.ts'
import { unwrapped } from '../support/unwrapped.ts'

const COMMANDS = ['collect', 'transmit', 'run', 'status', 'check', 'spool', 'parse', 'reports', 'events', 'cpanel']

function run(...args: readonly string[]): Promise<Ended> {
  return startAgent(args).exited
}

async function createHost(t: TestContext): Promise<TestHost> {
  const api = await startFakeApi()
  const host = await createTestHost({ api: api.url })
  t.after(() => Promise.all([api.close(), host.remove()]))
  return host
}

test('--version prints the version', async () => {
  for (const flag of ['--version', '-v']) {
    const { code, stdout, stderr } = await run(flag)
    assert.deepEqual([code, stderr], [0, ''])
    assert.match(stdout, /^spoor-agent \d+\.\d+\.\d+\n$/)
  }
})

test('--help lists every command', async () => {
  const { code, stdout } = await run('--help')
  assert.equal(code, 0)
  for (const command of COMMANDS) assert.match(stdout, new RegExp(`^  ${command} `, 'm'))
})

for (const line of ['spool --help', 'help spool']) {
  test(`${line} explains the command with an example`, async () => {
    const { code, stdout, stderr } = await run(...line.split(' '))
    assert.deepEqual([code, stderr], [0, ''])
    assert.match(stdout, /^Inspect the spool: [^]*^Examples:\n(?: {2}spoor-agent spool .*\n)+$/m)
  })
}

test('the help of parse names every driver', async () => {
  const { stdout } = await run('parse', '--help')
  for (const { driver, paths } of SOURCES)
    assert.ok(stdout.includes(`spoor-agent parse ${driver.name} ${paths.el}`), driver.name)
})

test('output that cannot be written ends with a sentence and exit code 1', async () => {
  const [program = '', ...first] = agentCommand()
  const full = openSync('/dev/full', 'w')
  const { status, stderr } = spawnSync(program, [...first, '--version'], { stdio: ['ignore', full, 'pipe'] })
  closeSync(full)
  assert.deepEqual([status, stderr.toString().split(':')[0]], [1, 'standard output cannot be written'])
})

test('a wrong command line ends with 2 and a sentence of at most 80 columns', async () => {
  const cases: [string[], RegExp][] = [
    [[], /^say what to do; the commands are collect, [^]* \(spoor-agent\s+help\)\n$/],
    [['colect'], /^there is no command "colect"; did you mean collect\? see: spoor-agent help\n$/],
    [['status', '--nope'], /^status: there is no option --nope; see: spoor-agent help status\n$/],
    [['parse'], /^parse: <driver> is missing /],
    [['parse', 'nonesuch'], /^parse: there is no driver "nonesuch"; there are /],
    [['spool', 'lsit'], /^spool: there is no action "lsit"; did you mean list\? /],
  ]
  for (const [args, sentence] of cases) {
    const { code, stdout, stderr } = await run(...args)
    assert.deepEqual([code, stdout], [2, ''], args.join(' '))
    assert.match(stderr, sentence)
    for (const line of stderr.split('\n')) assert.ok(line.length <= 80, line)
  }
})

test('only the stream connected to the journal gets priorities and one entry for each sentence', async (t) => {
  const host = await createHost(t)
  const file = join(host.folder, 'journal')
  const fd = openSync(file, 'w+')
  t.after(() => closeSync(fd))
  const { dev, ino } = fstatSync(fd, { bigint: true })
  const [program = '', ...first] = agentCommand()
  const env = { ...process.env, JOURNAL_STREAM: `${dev}:${ino}` }
  const sentence = /^<3>there is no command "x"; there are .*; see: spoor-agent help\n$/
  spawnSync(program, [...first, 'x'], { env, stdio: ['ignore', 'ignore', fd] })
  assert.match(await readFile(file, 'utf8'), sentence)
  const { stderr } = await startAgent(['x'], { env }).exited
  assert.match(stderr, /^there is no command "x"; there are /)
})

test('a zone is kept as typed, whatever its sign', async () => {
  const line = '[2026-11-20 02:00:05] info [webmaild] 192.0.2.9 - info@example.com - SUCCESS LOGIN webmaild'
  const cases: [string[], number][] = [
    [['--zone', '+0200'], -120],
    [['--zone', '-0530'], 330],
    [['--zone=-0530'], 330],
  ]
  for (const [zone, minutes] of cases) {
    const { code, stdout } = await startAgent(['parse', 'cpanel-login', ...zone], { input: `${line}\n` }).exited
    assert.deepEqual([code, JSON.parse(stdout).time], [0, Date.UTC(2026, 10, 20, 2, minutes, 5) / 1000])
  }
})

test('an interrupted list prints no message', async (t) => {
  const api = await startFakeApi()
  const host = await createTestHost({ api: api.url })
  t.after(() => Promise.all([api.close(), host.remove()]))
  api.otherwise = 'hang'
  const agent = startAgent(['reports', '--config', host.config])
  await api.arrived(1)
  agent.kill('SIGINT')
  const { code, stdout, stderr } = await agent.exited
  assert.deepEqual([code, stdout, stderr], [1, '', ''])
})

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`${signal} ends run with exit code 0: all that was read is sealed, and no answer is awaited`, async (t) => {
    const api = await startFakeApi()
    const host = await createTestHost({ api: api.url, timeout: '1h' })
    t.after(() => Promise.all([api.close(), host.remove()]))
    const agent = startAgent(['run', '--config', host.config])
    await agent.untilLine(/source_found: login/)
    await host.write('login', loginLine('info@example.com'))
    await host.untilReports('transmitted', 1)
    api.otherwise = 'hang'
    await host.write('login', loginLine('last@example.com'))
    await api.arrived(2)
    agent.kill(signal)
    const { code, stdout, stderr } = await agent.exited
    assert.deepEqual([code, stdout], [0, ''])
    for (const line of stderr.trimEnd().split('\n'))
      assert.match(line, /^\d{4}-\d\d-\d\d [\d:]{8} [+-]\d{4} (?:error|warning|notice|info) +[a-z_]+: .+\.$/)
    assert.match(stderr, /collector_stopped/)
    assert.match(stderr, /transmitter_stopped/)
    assert.doesNotMatch(stderr, /secret456/)
    assert.deepEqual(
      (await readdir(host.spool)).filter((name) => name.endsWith('.lock')),
      [],
    )
  })
}

test('a disabled transmitter says so and runs until it is told to end', async (t) => {
  const host = await createHost(t)
  const config = await readFile(host.config, 'utf8')
  await writeFile(host.config, config.replace('transmission:', 'transmission:\n  enabled: false'))
  const agent = startAgent(['transmit', '--config', host.config])
  await agent.untilLine(/ notice +transmission_disabled: /)
  const status = await run('status', '--config', host.config)
  assert.match(status.stdout, /^transmitter +running.*\n.*\n\nRECEIVER.*\napi +off +0 .*$/m)
  assert.match(
    (await run('check', '--config', host.config)).stdout,
    /^warning: transmission\.enabled is false: nothing is sent/m,
  )
  agent.kill('SIGTERM')
  assert.equal((await agent.exited).code, 0)
})

test('collect and transmit do one half of run each', async (t) => {
  const host = await createHost(t)
  const collector = startAgent(['collect', '--config', host.config])
  await collector.untilLine(/source_found: login/)
  await host.write('login', loginLine('info@example.com'))
  await host.untilReports('parsed', 1)
  const transmitter = startAgent(['transmit', '--config', host.config])
  await host.untilReports('transmitted', 1)
  const status = startAgent(['status', '--config', host.config])
  assert.match((await status.exited).stdout, /^collector +running/m)
  for (const agent of [collector, transmitter]) agent.kill('SIGTERM')
  assert.deepEqual([(await collector.exited).code, (await transmitter.exited).code], [0, 0])
})

test('a second run is told who holds the spool, ends with 75, and leaves the first alone', async (t) => {
  const host = await createHost(t)
  const first = startAgent(['run', '--config', host.config])
  await first.untilLine(/transmitter_started/)
  await first.untilLine(/collector_started/)
  const { code, stderr } = await run('run', '--config', host.config)
  assert.equal(code, 75)
  assert.match(
    unwrapped(stderr),
    new RegExp(`process ${first.pid} is already the (collector|transmitter) of this folder`),
  )
  first.kill('SIGTERM')
  assert.equal((await first.exited).code, 0)
})

test('a wrong configuration ends with 2, and nothing is touched', async (t) => {
  const folder = await temporaryFolder(t)
  const config = join(folder, 'spoor.yml')
  await writeFile(config, 'followers: {}\n', { mode: 0o600 })
  const { code, stderr } = await run('run', '--config', config)
  assert.equal(code, 2)
  assert.match(stderr, new RegExp(`^${config}:1:1: `))
  await chmod(config, 0o644)
  assert.equal((await run('run', '--config', config)).code, 2)
  assert.deepEqual(await readdir(folder), ['spoor.yml'])
})
