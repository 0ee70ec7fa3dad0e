import assert from 'node:assert/strict'
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, test } from 'node:test'
import { check } from '../../agent/commands/check.ts'
import type { Options } from '../../agent/commands/command.ts'
import { startAgent } from '../support/agent-process.ts'
import { createTestCa } from '../support/test-ca.ts'
import { unwrapped } from '../support/unwrapped.ts'

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spoor-check-'))
  file = join(folder, 'spoor.yml')
  await writeFile(join(folder, 'ca.pem'), createTestCa().pem)
})
afterEach(() => rm(folder, { recursive: true }))

async function configure(transmission: string, login = join(folder, 'login_log')): Promise<void> {
  const config = `followers:
  access: { name: ${folder}/access_log, debug: 1 }
  login: { name: ${login} }
transmission:
  host: https://spoor.example.com
  credentials: { api_identifier: ABC123, ${transmission} }
  ca_file: ${folder}/ca.pem
spool: { path: ${folder}/spool }
`
  await writeFile(file, config, { mode: 0o600 })
}

async function run(options: Options = {}): Promise<string> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
  const { signal } = new AbortController()
  assert.equal(await check.run([], { config: file, ...options }, { stdin, stdout, stderr, signal }), 0)
  return unwrapped(await text(stdout.end()))
}

test('a good configuration is ok, with a line for the keys without a meaning and one for each log', async () => {
  await configure('api_secret: secret456')
  await writeFile(join(folder, 'access_log'), '')
  assert.deepEqual((await run()).split('\n'), [
    `${file}: ok`,
    `${file}: debug had a meaning for App::Spoor and have none any more; remove them.`,
    `followers.access: ${folder}/access_log can be read`,
    `followers.login: ${folder}/login_log is not there yet`,
    '',
  ])
})

test('a log that cannot be looked at is a note with the reason', async () => {
  await configure('api_secret: secret456', `${file}/login_log`)
  assert.match(await run(), /^followers\.login: .*\/login_log cannot be read by this user \(ENOTDIR\)$/m)
})

test('a folder where a log should be is a note with what to correct', async () => {
  await configure('api_secret: secret456', folder)
  assert.match(await run(), /^followers\.login: .* is a folder, pipe or device; correct followers\.login\.name$/m)
})

test('a folder of logs that others can write to is a note with what to type, for what reads them', async () => {
  await mkdir(join(folder, 'logs'))
  await chmod(join(folder, 'logs'), 0o777)
  await configure('api_secret: secret456', join(folder, 'logs', 'login_log'))
  const note = new RegExp(
    `^Others than root can write to ${folder}/logs: .* as login, .* chmod go-w ${folder}/logs, or `,
    'm',
  )
  assert.match(await run(), note)
  assert.match(await run({ for: 'collect' }), note)
  assert.doesNotMatch(await run({ for: 'transmit' }), note)
})

test('the file with the secret is read, and not shown', async () => {
  const secret = join(folder, 'api_secret')
  await writeFile(secret, 'secret456\n', { mode: 0o600 })
  await configure(`api_secret_file: ${secret}`)
  assert.doesNotMatch(await run(), /secret456/)
})

test('all that is wrong with the files it names is said at once', async () => {
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

test('a proxy of the environment that is no URL is refused as the transmitter refuses it', async (t) => {
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
  await configure('api_secret: secret456, api_secret_file: api_secret', 'login_log')
  await assert.rejects(run(), { exitCode: 2, message: /login\.name: .*\n.*credentials/s })
})

test('for the collector no secret is read, and for the transmitter no log', async () => {
  await configure(`api_secret_file: ${folder}/api_secret`)
  assert.match(await run({ for: 'collect' }), /ok\n.*\nfollowers\.access: .*\nfollowers\.login: /)
  await assert.rejects(run({ for: 'transmit' }), { exitCode: 2, message: /^\S+\/api_secret: is not there; / })
  await writeFile(join(folder, 'api_secret'), 'secret456\n', { mode: 0o600 })
  assert.doesNotMatch(await run({ for: 'transmit' }), /followers/)
})

test('for anything else nothing is checked', async () => {
  await assert.rejects(run({ for: 'run' }), { exitCode: 2, message: 'check: --for takes collect or transmit' })
})

test('root is told what the owner of the spool will meet, but may look for any log', async () => {
  if (process.geteuid?.() !== 0) return
  const secret = join(folder, 'api_secret')
  const log = join(folder, 'access_log')
  for (const path of [secret, log]) await writeFile(path, 'secret456', { mode: 0o600 })
  await configure(`api_secret_file: ${secret}`)
  await mkdir(join(folder, 'spool'))
  await chown(join(folder, 'spool'), 12_345, 12_346)
  await chmod(folder, 0o755)
  const ask = async (): Promise<string[]> => {
    const { code, stdout, stderr } = await startAgent(['check', '--config', file]).exited
    return [String(code), ...unwrapped(`${stdout}${stderr}`).trimEnd().split('\n')]
  }
  const byWhom = `(Looked at as user 12345, to whom ${folder}/spool belongs: as that user the services run.)`
  const refused = (path: string): string =>
    `${path}: cannot be read by user 12345 (EACCES); type: chown root:12346 ${path} && chmod 0640 ${path}`
  assert.deepEqual(await ask(), ['2', refused(file), refused(secret), byWhom])
  await chown(file, 12_345, 0)
  await chown(secret, 0, 12_346)
  await chmod(secret, 0o640)
  assert.deepEqual((await ask()).slice(0, 2), ['0', `${file}: ok`])
  assert.ok((await ask()).includes(`followers.access: ${log} can be read`))
})
