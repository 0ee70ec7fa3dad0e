import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, test } from 'node:test'
import { check } from '../../../agent/commands/check.ts'
import type { Options } from '../../../lib/command-line/command.ts'
import { startAgent } from '../../support/agent-process.ts'
import { startFakeApi } from '../../support/fake-api.ts'
import { createTestCa } from '../../support/test-ca.ts'
import { unwrapped } from '../../support/unwrapped.ts'

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spoor-check-'))
  file = join(folder, 'spoor.yml')
  await writeFile(join(folder, 'ca.pem'), createTestCa().pem)
  await writeFile(join(folder, 'access_log'), '')
})
afterEach(() => rm(folder, { recursive: true }))

async function configure(
  secret: string,
  { login = join(folder, 'login_log'), host = 'https://localhost:9', more = '' } = {},
): Promise<void> {
  const config = `followers:
  access: { name: ${folder}/access_log, debug: 1 }
  login: { name: ${login} }
transmission:
  host: ${host}
  credentials: { api_identifier: ABC123, ${secret} }
  ca_file: ${folder}/ca.pem
spool: { path: ${folder}/spool }
runtime: { path: ${folder}/run }
${more}`
  await writeFile(file, config, { mode: 0o600 })
}

interface Outcome {
  readonly code: number
  readonly stdout: string
}

async function ask(options: Options = {}): Promise<Outcome> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
  const { signal } = new AbortController()
  const code = await check.run([], { config: file, ...options }, { stdin, stdout, stderr, signal })
  const printed = await text(stdout.end())
  return { code, stdout: options['json'] === true ? printed : unwrapped(printed) }
}

async function run(options: Options = {}): Promise<string> {
  const { code, stdout } = await ask(options)
  assert.equal(code, 0)
  return stdout
}

test('a good configuration is ok, with a line for obsolete keys and one for each log', async () => {
  await configure('api_secret: secret456')
  assert.deepEqual((await run()).split('\n'), [
    `${file}: ok`,
    `warning: ${file}: keys of App::Spoor that have no effect: debug; remove them.`,
    `spool.path: ${folder}/spool can be used`,
    `runtime.path: ${folder}/run can be used`,
    `followers.access: ${folder}/access_log can be read`,
    `warning: followers.login: ${folder}/login_log is not there yet; it is read from its beginning when it appears`,
    'The connection to the API was not tried; type: spoor-agent check --connect',
    '',
  ])
})

test('each additional file is named, with what is wrong in it', async () => {
  await configure('api_secret: secret456')
  const further = join(folder, 'conf.d')
  await mkdir(further, { mode: 0o750 })
  await writeFile(join(further, '10-site.yml'), 'host: { name: web1.example.net }\n', { mode: 0o600 })
  assert.match(await run(), /^\S+\/spoor\.yml: ok\n\S+\/conf\.d\/10-site\.yml: ok\n/)
  await writeFile(join(further, '20-host.yml'), 'host: { nam: web1 }\n', { mode: 0o600 })
  await assert.rejects(run(), { exitCode: 2, message: /^\S+\/conf\.d\/20-host\.yml:1:9: host\.nam: is no option; / })
})

test('a path that can never be a log is wrong', async () => {
  await configure('api_secret: secret456', { login: `${file}/login_log` })
  await assert.rejects(run(), {
    exitCode: 2,
    message: /:3:18: followers\.login: .* cannot be read by this user \(ENOTDIR\)$/,
  })
  await configure('api_secret: secret456', { login: folder })
  await assert.rejects(run(), { exitCode: 2, message: / is a folder, pipe or device; correct followers\.login\.name$/ })
})

test('a placeholder is wrong and named by its place; no part of a secret is shown', async () => {
  const secret = join(folder, 'api_secret')
  await configure(`api_secret_file: ${secret}`, { host: 'https://spoor.example.com' })
  await writeFile(secret, 'REPLACE_ME\n', { mode: 0o600 })
  await assert.rejects(run(), {
    exitCode: 2,
    message: new RegExp(
      `^${file}:5:9: transmission\\.host: is a placeholder; .*\n${secret}: holds a placeholder; write what [^\n]*$`,
    ),
  })
  const written = "api_secret: '${SPOOR_SECRET}'"
  await configure(written)
  await assert.rejects(run(), {
    message: /^\S+:6:54: transmission\.credentials\.api_secret: is a placeholder; (?!.*SPOOR)/,
  })
  await run({ for: 'collect' })
})

test('if nothing is sent, placeholders do not matter', async () => {
  await configure('api_secret: CHANGEME', { host: 'https://spoor.example.com\n  enabled: false' })
  assert.match(await run(), /^warning: transmission\.enabled is false: nothing is sent/m)
})

test('a folder of logs that others can write to gives a warning with a command, for services that read logs', async () => {
  await mkdir(join(folder, 'logs'))
  await chmod(join(folder, 'logs'), 0o777)
  await configure('api_secret: secret456', { login: join(folder, 'logs', 'login_log') })
  const note = new RegExp(
    `^warning: Users other than root can write to ${folder}/logs, .* as login\\. .* chmod go-w ${folder}/logs$`,
    'm',
  )
  assert.match(await run(), note)
  assert.match(await run({ for: 'collect' }), note)
  assert.doesNotMatch(await run({ for: 'transmit' }), note)
})

test('the file with the secret is read, but not shown', async () => {
  const secret = join(folder, 'api_secret')
  await writeFile(secret, 'secret456\n', { mode: 0o600 })
  await configure(`api_secret_file: ${secret}`)
  assert.doesNotMatch(await run(), /secret456/)
})

test('everything wrong with the files it names is reported at once', async () => {
  await configure(`api_secret_file: ${folder}/api_secret`)
  await writeFile(join(folder, 'ca.pem'), 'not a certificate')
  await assert.rejects(run(), (error: Error & { exitCode?: number }) => {
    const lines = error.message.split('\n')
    assert.match(lines[0] ?? '', /\/api_secret: is not there; /)
    assert.match(lines[1] ?? '', /\/ca\.pem: cannot be read as a certificate in PEM .*; correct transmission\.ca_file$/)
    assert.deepEqual([lines.length, error.exitCode], [2, 2])
    return true
  })
})

test('a proxy in the environment that is not a URL is refused as by the transmitter', async (t) => {
  await configure('api_secret: secret456')
  const { HTTPS_PROXY: before } = process.env
  t.after(() => (before === undefined ? delete process.env['HTTPS_PROXY'] : (process.env['HTTPS_PROXY'] = before)))
  process.env['HTTPS_PROXY'] = 'http://agent:hush@'
  await assert.rejects(run(), {
    name: 'ActionNeeded',
    exitCode: 2,
    message: /^HTTPS_PROXY of the environment (?!.*hush)/,
  })
})

test('a wrong configuration is refused with every problem', async () => {
  await configure('api_secret: secret456, api_secret_file: api_secret', { login: 'login_log' })
  await assert.rejects(run(), { exitCode: 2, message: /login\.name: .*\n.*credentials/s })
})

test('no secret is read for the collector, and no log for the transmitter', async () => {
  await configure(`api_secret_file: ${folder}/api_secret`)
  assert.match(await run({ for: 'collect' }), /ok\n[^]*\nfollowers\.access: .*\nwarning: followers\.login: /)
  await assert.rejects(run({ for: 'transmit' }), { exitCode: 2, message: /^\S+\/api_secret: is not there; / })
  await writeFile(join(folder, 'api_secret'), 'secret456\n', { mode: 0o600 })
  assert.doesNotMatch(await run({ for: 'transmit' }), /followers/)
})

test('nothing is connected for the collector', async () => {
  await assert.rejects(run({ for: 'collect', connect: true }), { exitCode: 2, message: /has no network/ })
})

test('--connect reports each step to the API; a failed step gives exit code 1', async (t) => {
  const ca = createTestCa()
  await writeFile(join(folder, 'ca.pem'), ca.pem)
  const api = await startFakeApi({ certificate: ca.issue() })
  t.after(() => api.close())
  api.otherwise = { status: 200, body: '{"reports":[]}' }
  await configure('api_secret: secret456', { host: api.url, more: 'host: { name: web1.example.net }\n' })
  const lines = (await run({ connect: true })).split('\n').slice(-6)
  assert.deepEqual(
    lines.map((line) => line.split(': ')[0]),
    ['dns', 'tcp', 'tls', 'clock', 'credentials', ''],
  )
  const [request] = api.requests
  assert.deepEqual([request?.method, request?.url], ['GET', '/api/reports?reports%5Bhost%5D=web1.example.net'])
  api.otherwise = { status: 401 }
  await assert.rejects(run({ connect: true }), {
    exitCode: 1,
    message: /^credentials: .* correct transmission\.credentials/,
  })
})

test('--connect tries nothing with credentials that cannot be used', async (t) => {
  const api = await startFakeApi()
  t.after(() => api.close())
  await configure('api_secret: xxx', { host: api.url })
  await assert.rejects(run({ connect: true }), { exitCode: 2, message: /api_secret: is a placeholder/ })
  assert.equal(api.requests.length, 0)
})

test('--json is one document, with the same keys and exit codes', async () => {
  await configure('api_secret: secret456')
  const good = await ask({ json: true })
  const { state, files, checks } = JSON.parse(good.stdout)
  assert.deepEqual([good.code, state, files], [0, 'warning', [file]])
  assert.deepEqual(
    checks.map((each: object) => Object.keys(each).join()),
    checks.map(() => 'check,state,text'),
  )
  assert.deepEqual(
    checks.map((each: { check: string }) => each.check),
    ['configuration', 'configuration', 'spool', 'runtime', 'log', 'log'],
  )
  const unreachable = await ask({ json: true, connect: true })
  assert.equal(unreachable.code, 1)
  assert.deepEqual(JSON.parse(unreachable.stdout).checks.at(-1)?.check, 'tcp')
  await writeFile(file, 'nonsense: 1\n')
  const bad = await ask({ json: true })
  assert.deepEqual([bad.code, JSON.parse(bad.stdout).state], [2, 'failed'])
})

/** What the program prints, line by line, after its exit code. */
async function typed(...options: readonly string[]): Promise<string[]> {
  const { code, stdout, stderr } = await startAgent(['check', '--config', file, ...options]).exited
  return [String(code), ...unwrapped(`${stdout}${stderr}`).trimEnd().split('\n')]
}

/** The command that a message says to type. */
function commandIn(lines: readonly string[], subject: string): string {
  const line =
    lines.find((each) => each.startsWith(`${subject}: `) && each.includes('; type: ')) ?? assert.fail(subject)
  return line.slice(line.indexOf('; type: ') + '; type: '.length)
}

test('root learns what the owner of the spool will meet, but may look for any log; the given commands fix it', async () => {
  if (process.geteuid?.() !== 0) return
  const secret = join(folder, "o'er here", 'api_secret')
  const log = join(folder, 'access_log')
  await mkdir(join(folder, "o'er here"), { mode: 0o700 })
  for (const path of [secret, log]) await writeFile(path, 'secret456', { mode: 0o600 })
  await configure(`api_secret_file: "${secret}"`)
  for (const name of ['spool', 'run', 'conf.d']) await mkdir(join(folder, name), { mode: 0o700 })
  const site = join(folder, 'conf.d/site.yml')
  await writeFile(site, 'host: { name: web1.example.net }\n', { mode: 0o644 })
  await chmod(site, 0o644)
  for (const name of ['spool', 'run']) await chown(join(folder, name), 12_345, 12_346)
  await chmod(folder, 0o755)

  const open = await typed()
  assert.equal(commandIn(open, site), `chown root:12346 ${site} && chmod 0640 ${site}`)
  execFileSync('/bin/sh', ['-c', commandIn(open, site)])

  const closed = await typed()
  assert.equal(closed[0], '2')
  assert.equal(commandIn(closed, file), `chown root:12346 ${file} && chmod 0640 ${file}`)
  assert.equal(
    closed.at(-1),
    `(Checked as user 12345, the owner of ${folder}/spool, because the services run as that user.)`,
  )
  execFileSync('/bin/sh', ['-c', commandIn(closed, file)])
  execFileSync('/bin/sh', ['-c', commandIn(closed, secret)])

  const further = await typed()
  execFileSync('/bin/sh', ['-c', commandIn(further, join(folder, 'conf.d'))])
  assert.deepEqual((await typed()).slice(0, 3), ['0', `${file}: ok`, `${site}: ok`])
  assert.ok((await typed()).includes(`followers.access: ${log} can be read`))
})
