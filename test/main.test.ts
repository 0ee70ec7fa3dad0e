import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { chmod, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { drivers } from '../agent/drivers/index.ts'
import { agentCommand, type Ended, startAgent } from './support/agent-process.ts'
import { startFakeApi } from './support/fake-api.ts'
import { temporaryFolder } from './support/spool-scene.ts'
import { type TestHost, createTestHost, loginLine } from './support/test-host.ts'

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

test('--version tells the version', async () => {
  for (const flag of ['--version', '-v']) {
    const { code, stdout, stderr } = await run(flag)
    assert.deepEqual([code, stderr], [0, ''])
    assert.match(stdout, /^spoor-agent \d+\.\d+\.\d+\n$/)
  }
})

test('--help tells every command', async () => {
  const { code, stdout } = await run('--help')
  assert.equal(code, 0)
  for (const command of COMMANDS) assert.match(stdout, new RegExp(`^  ${command} .*\\.$`, 'm'))
})

for (const command of COMMANDS) {
  test(`${command} --help tells what it does, with an example`, async () => {
    const { code, stdout, stderr } = await run(command, '--help')
    assert.deepEqual([code, stderr], [0, ''])
    assert.match(stdout, new RegExp(`^  \\$ spoor-agent ${command}`, 'm'))
    assert.match(stdout, /^(?:Follow|Send|Collect|Show|Check|Look|List|Let) .*\.$/m)
    assert.match(stdout, new RegExp(`^Examples:\\n(?:  spoor-agent ${command}.*\\n)+`, 'm'))
  })
}

test('the help of parse names every driver', async () => {
  const { stdout } = await run('parse', '--help')
  for (const { name, path } of drivers) assert.ok(stdout.includes(`spoor-agent parse ${name} ${path}`), name)
})

test('output that cannot be written is a sentence and exit code 1', async () => {
  const [program = '', ...first] = agentCommand()
  const full = openSync('/dev/full', 'w')
  const { status, stderr } = spawnSync(program, [...first, '--version'], { stdio: ['ignore', full, 'pipe'] })
  closeSync(full)
  assert.deepEqual([status, stderr.toString().split(':')[0]], [1, 'standard output cannot be written'])
})

test('a command line that is wrong ends with 2 and a sentence', async () => {
  const cases: [string[], RegExp][] = [
    [[], /^say what to do; the commands are collect, .* \(spoor-agent --help\)\n$/],
    [['colect'], /^there is no command "colect"; the commands are /],
    [['constructor'], /^there is no command "constructor"/],
    [['\u001b[31m'], /^there is no command "\?\[31m"/],
    [['status', '--nope'], /^Unknown option `--nope`/],
    [['status', '--config'], /^option `--config <file>` value is missing/],
    [['status', '--config='], /value is missing/],
    [['status', 'surplus'], /^Unused args: `surplus`/],
    [['parse'], /^missing required args/],
    [['parse', 'cpanel-login', '/dev/null', 'surplus'], /^Unused args: `surplus`/],
    [['parse', 'cpanel-login', '--', 'file'], /^file: nothing may follow --/],
    [['parse', 'nonesuch'], /there is no driver "nonesuch"/],
  ]
  for (const [args, sentence] of cases) {
    const { code, stdout, stderr } = await run(...args)
    assert.deepEqual([code, stdout], [2, ''], args.join(' '))
    assert.match(stderr, sentence)
  }
})

test('the value of an option arrives as it was typed, and the last one counts', async () => {
  const cases: [string[], RegExp][] = [
    [['check', '--config', '007'], /^007: /],
    [['check', '--config=007'], /^007: /],
    [['check', '--config=a=b'], /^a=b: /],
    [['check', '--config', '1e5'], /^1e5: /],
    [['check', '--config', 'first', '--config', 'second'], /^second: /],
    [['--config', '08', 'check'], /^08: /],
    [['parse', 'cpanel-login', '--zone', '0200'], /^--zone 0200: /],
    [['check'], /^\/etc\/spoor\/spoor\.yml/],
  ]
  for (const [args, sentence] of cases) {
    const { stdout, stderr } = await run(...args)
    assert.match(stderr || stdout, sentence, args.join(' '))
  }
})

test('a zone that begins with a plus sign stays one', async () => {
  const line = '[2026-11-20 02:00:05] info [webmaild] 192.0.2.9 - info@example.com - SUCCESS LOGIN webmaild'
  const { code, stdout } = await startAgent(['parse', 'cpanel-login', '--zone', '+0200'], { input: `${line}\n` }).exited
  assert.deepEqual([code, JSON.parse(stdout).time], [0, Date.UTC(2026, 10, 20, 0, 0, 5) / 1000])
})

test('a list that is interrupted needs no words', async (t) => {
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
  test(`${signal} ends run with exit code 0 within 5 seconds, all that was read sealed`, async (t) => {
    const host = await createHost(t)
    const agent = startAgent(['run', '--config', host.config])
    await agent.untilLine(/source_found: login/)
    await host.write('login', loginLine('info@example.com'))
    await host.untilReports('transmitted', 1)
    const before = performance.now()
    agent.kill(signal)
    const { code, stdout, stderr } = await agent.exited
    assert.ok(performance.now() - before < 5000)
    assert.deepEqual([code, stdout], [0, ''])
    for (const line of stderr.trimEnd().split('\n')) assert.match(line, /^<[3-6]>[a-z_]+: .+\.$/)
    assert.match(stderr, /collector_stopped/)
    assert.match(stderr, /transmitter_stopped/)
    assert.doesNotMatch(stderr, /secret456/)
    assert.deepEqual(
      (await readdir(host.spool)).filter((name) => name.endsWith('.lock')),
      [],
    )
  })
}

test('a transmitter that sends nothing says so and stays until it is told to end', async (t) => {
  const host = await createHost(t)
  const config = await readFile(host.config, 'utf8')
  await writeFile(host.config, config.replace('transmission:', 'transmission:\n  enabled: false'))
  const agent = startAgent(['transmit', '--config', host.config])
  await agent.untilLine(/^<5>transmission_disabled: /)
  const status = await run('status', '--config', host.config)
  assert.match(status.stdout, /^transmitter +running.*\n.*\napi +nothing is sent \(transmission\.enabled: false\)$/m)
  assert.match(
    (await run('check', '--config', host.config)).stdout,
    /^transmission\.enabled is false: nothing is sent/m,
  )
  agent.kill('SIGTERM')
  assert.equal((await agent.exited).code, 0)
})

test('collect and transmit do the two halves of it', async (t) => {
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
  assert.match(stderr, new RegExp(`process ${first.pid} is the (collector|transmitter) of this folder already`))
  first.kill('SIGTERM')
  assert.equal((await first.exited).code, 0)
})

test('a configuration that is wrong ends with 2, and nothing is touched', async (t) => {
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
