import assert from 'node:assert/strict'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { doctorBelow } from '../../../agent/commands/doctor.ts'
import { EXAMINATIONS } from '../../../agent/doctor/examinations.ts'
import { VERSION } from '../../../lib/command-line/version.ts'
import { agentCommand, startAgent } from '../../support/agent-process.ts'
import { startFakeApi } from '../../support/fake-api.ts'
import { ranCommand } from '../../support/ran-command.ts'
import { createTestHost, type TestHost } from '../../support/test-host.ts'

async function createHost(t: TestContext): Promise<TestHost> {
  const api = await startFakeApi()
  t.after(() => api.close())
  api.otherwise = { status: 200, body: '{"reports":[]}' }
  const host = await createTestHost({ api: api.url })
  t.after(() => host.remove())
  return host
}

/** The command on a host that has nothing but the agent. */
function doctorOf({ folder }: TestHost): ReturnType<typeof doctorBelow> {
  const [program = '', ...words] = agentCommand()
  return doctorBelow(join(folder, 'root'), () => [program, ...words])
}

test('the diagnoses are printed, and their object is of a known schema', async (t) => {
  const host = await createHost(t)
  const { exitCode, output } = await ranCommand(doctorOf(host), [], { config: host.config, json: true })
  const told = JSON.parse(output)
  assert.deepEqual([exitCode, told.schema, told.version], [1, 1, VERSION])
  const states = new Set(['ok', 'warning', 'failed', 'unknown'])
  for (const { name, state, what, why, remedy } of told.diagnoses) {
    assert.ok(EXAMINATIONS.some((each) => each.name === name))
    assert.ok(states.has(state))
    assert.equal(typeof what, 'string')
    if (state === 'warning' || state === 'failed') assert.equal(typeof why, 'string')
    if (remedy !== undefined) assert.ok(remedy.length > 0)
  }
  const said = told.diagnoses.map(({ name, state, what }: Record<string, string>) => `${name} ${state} ${what}`)
  assert.ok(said.includes('status failed The collector does not run: the logs are not read.'), said.join('\n'))
  assert.ok(
    said.some((each: string) => each.startsWith('receivers ok credentials: the API accepts them')),
    said.join('\n'),
  )
  assert.ok(said.some((each: string) => each.startsWith('clock ok ')))
  assert.ok(said.some((each: string) => each.startsWith('configuration ok ')))
})

test('--offline asks nobody', async (t) => {
  const host = await createHost(t)
  const { output } = await ranCommand(doctorOf(host), [], { config: host.config, json: true, offline: true })
  const names = new Set(JSON.parse(output).diagnoses.map(({ name }: { name: string }) => name))
  for (const name of ['dns', 'proxy', 'tls', 'receivers', 'clock']) assert.ok(!names.has(name), name)
  assert.ok(names.has('disk'))
})

test('a wrong configuration fails, and all else is looked at', async (t) => {
  const host = await createHost(t)
  await writeFile(host.config, 'spol: {}\n', { mode: 0o600 })
  const { exitCode, output } = await ranCommand(doctorOf(host), [], { config: host.config })
  assert.equal(exitCode, 1)
  assert.match(output, /^failed {3}configuration: /m)
  assert.match(output, /^ok {7}disk /m)
})

test('a bundle is for its owner alone, whole, and replaces nothing unless it is told to', async (t) => {
  const host = await createHost(t)
  const [file, map] = [join(host.folder, 'b.tgz'), join(host.folder, 'b.map')]
  const options = { config: host.config, offline: true, bundle: file, map }
  const { said } = await ranCommand(doctorOf(host), [], options)
  assert.match(said, /Read it before you send it.*\n?.*tar -xzOf/)
  for (const each of [file, map]) assert.equal((await stat(each)).mode & 0o777, 0o600)
  assert.equal((await readdir(host.folder)).filter((name) => name.includes('.tmp')).length, 0)
  await assert.rejects(ranCommand(doctorOf(host), [], options), { exitCode: 2, message: /there is such a file/ })
  await writeFile(file, 'other')
  await ranCommand(doctorOf(host), [], { ...options, force: true })
  assert.notEqual(await readFile(file, 'utf8'), 'other')
})

test('options of a bundle without one, and a place that is not there, are refused', async (t) => {
  const host = await createHost(t)
  for (const option of [{ map: '/m' }, { force: true }])
    await assert.rejects(ranCommand(doctorOf(host), [], option), { exitCode: 2, message: /needs --bundle/ })
  const bundle = join(host.folder, 'no/such/folder.tgz')
  await assert.rejects(ranCommand(doctorOf(host), [], { config: host.config, offline: true, bundle }), {
    exitCode: 1,
    message: /cannot be written/,
  })
})

test('the program runs it, with the rights of whoever types it', async (t) => {
  const host = await createHost(t)
  const { code, stdout, stderr } = await startAgent(['doctor', '--offline', '--config', host.config]).exited
  assert.equal(code, 1, stderr)
  assert.match(stdout, /^ok {7}configuration /m)
  assert.match(stdout, /\d+ things looked at: /)
})
