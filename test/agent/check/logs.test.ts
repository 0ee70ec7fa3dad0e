import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { logFindings } from '../../../agent/check/logs.ts'
import type { Follower } from '../../../agent/config/config.ts'
import { exampleConfig, exampleFollower } from '../../support/example-config.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

interface Scene {
  readonly folder: string
  readonly put: (...names: readonly string[]) => Promise<void>
  /** State and text of each finding about logs at these paths of the folder, without the folder's path. */
  readonly look: (...paths: readonly string[]) => Promise<string[]>
}

async function createScene(t: TestContext): Promise<Scene> {
  const folder = await temporaryFolder(t)
  return {
    folder,
    put: async (...names) => {
      for (const name of names) {
        await mkdir(join(folder, name, '..'), { recursive: true })
        await writeFile(join(folder, name), '')
      }
    },
    look: async (...paths) => {
      const follower = (path: string): Follower => exampleFollower('login', join(folder, path))
      const config = { ...exampleConfig(folder), followers: paths.map(follower) }
      const findings = await logFindings({ config, files: [], notices: [], drivers: [], placeOf: () => 'FILE:1:2' })
      return findings.map(({ check, state, text }) => `${check} ${state}: ${text.replaceAll(`${folder}/`, '')}`)
    },
  }
}

const later = 'is not there yet; it is read from its beginning when it appears'

test('an existing log is fine, and one that may come later is a warning', async (t) => {
  const { put, look } = await createScene(t)
  await put('access_log')
  assert.deepEqual(await look('access_log', 'login_log'), [
    'log ok: followers.login: access_log can be read',
    `log warning: followers.login: login_log ${later}`,
  ])
})

test('a log whose lines are only counted may come later, too', async (t) => {
  const folder = await temporaryFolder(t)
  const path = (name: string): string => join(folder, name)
  const sites = [{ path: path('access.log'), option: 'traffic.logs.0.path', format: undefined, vhost: undefined }]
  const traffic = { logs: sites, interval: 10, outOfOrder: 10, vhosts: 100, rules: [], logins: undefined }
  const logs = { exim: [path('exim_mainlog')], dovecot: [path('maillog')], ftp: path('ftp'), bytes: path('b_log') }
  const config = {
    ...exampleConfig(folder, { sources: [] }),
    traffic,
    mail: { send: ['bandwidth'] as const, rows: 200, logs },
  }
  const findings = await logFindings({ config, files: [], notices: [], drivers: [], placeOf: () => 'FILE:1:2' })
  assert.deepEqual(
    findings.map(({ state, text }) => `${state}: ${text.replaceAll(`${folder}/`, '')}`),
    [
      `warning: traffic.logs.0: access.log ${later}`,
      `warning: mail.statistics.logs: exim_mainlog ${later}`,
      'ok: mail.statistics.logs: maillog is not there (optional)',
      'ok: mail.statistics.logs: ftp is not there (optional)',
      'ok: mail.statistics.logs: b_log is not there (optional)',
      'failed: None of these logs is there: nothing can be followed.',
    ],
  )
})

for (const [typed, real] of [
  ['logs/login_lgo', 'logs/login_log'],
  ['logs/loginlog', 'logs/login_log'],
  ['logs/LOGIN_log', 'logs/login_log'],
  ['log/login_log', 'logs/login_log'],
  ['lgos/deep/er/login_log', 'logs/deep/er/login_log'],
] as const) {
  test(`${typed} is mistyped where ${real} is`, async (t) => {
    const { put, look } = await createScene(t)
    await put(real)
    assert.deepEqual(await look(typed), [
      `log failed: FILE:1:2: followers.login: ${typed} is not there, but ${real} is; correct followers.login.name`,
    ])
  })
}

for (const [typed, there] of [
  ['site2/login_log', 'site1/login_log'],
  ['web12_log', 'web11_log'],
  ['login_log', 'login_log.1'],
  ['login_log', 'login_log-20261121'],
  ['lgos/login_log', 'logs/other_file'],
  ['a/b/c/login_log', 'x'],
] as const) {
  test(`${typed} may come later, though ${there} is there`, async (t) => {
    const { put, look } = await createScene(t)
    await put(there, 'access_log')
    assert.deepEqual((await look(typed, 'access_log'))[0], `log warning: followers.login: ${typed} ${later}`)
  })
}

test('a check fails where all logs are missing', async (t) => {
  const { look } = await createScene(t)
  const findings = await look('login_log', '*_log')
  assert.deepEqual(findings, [
    `log warning: followers.login: login_log ${later}`,
    'log warning: followers.login: *_log matches no log yet',
    'log failed: None of these logs is there: nothing can be followed.',
  ])
})

test('a pattern says how many logs it matches', async (t) => {
  const { put, look } = await createScene(t)
  await put('a_log', 'b_log')
  assert.deepEqual(await look('*_log'), ['log ok: followers.login: *_log matches 2 logs'])
})

test('a pattern that matches one log says so', async (t) => {
  const { put, look } = await createScene(t)
  await put('a_log')
  assert.deepEqual(await look('*_log'), ['log ok: followers.login: *_log matches 1 log'])
})

for (const [typed, real] of [
  ['log/*_log', 'logs/*_log'],
  ['lgos/deep/er/login*', 'logs/deep/er/login*'],
] as const) {
  test(`the pattern ${typed}, where ${real} means a log, is mistyped`, async (t) => {
    const { put, look } = await createScene(t)
    await put(real.replace('*', 'login_log').replace('loginlogin', 'login'))
    assert.deepEqual(await look(typed), [
      `log failed: FILE:1:2: followers.login: ${typed} matches no log, but ${real} matches 1; correct followers.login.name`,
    ])
  })
}

for (const [typed, there] of [
  ['*_lgo', 'login_log'],
  ['lgoin*', 'login_log'],
  ['logn-*.log', 'login-web1.log'],
] as const) {
  test(`the pattern ${typed} means nothing, and ${there} nearly`, async (t) => {
    const { put, look } = await createScene(t)
    await put(there, `${there}.1`, 'other')
    assert.deepEqual(await look(typed, there), [
      `log warning: followers.login: ${typed} matches no log yet, though ${there} is there; if that is meant, correct followers.login.name`,
      `log ok: followers.login: ${there} can be read`,
    ])
  })
}

test('a pattern without logs and without a similar file is a warning', async (t) => {
  const { put, look } = await createScene(t)
  await put('logs/access_log', '.login_lgo', 'login_lgo.1')
  assert.equal((await look('*_error'))[0], 'log warning: followers.login: *_error matches no log yet')
  assert.equal((await look('*'))[0], 'log warning: followers.login: * matches no log yet')
  assert.equal((await look('elsewhere/*_log'))[0], 'log warning: followers.login: elsewhere/*_log matches no log yet')
})

test('a path that can never be a log fails', async (t) => {
  const { put, look } = await createScene(t)
  await put('file')
  assert.match(
    (await look('file/login_log'))[0] ?? '',
    /^log failed: FILE:1:2: .* cannot be read by this user \(ENOTDIR\)$/,
  )
  assert.match(
    (await look('.'))[0] ?? '',
    /^log failed: .* is a folder, pipe or device; correct followers\.login\.name$/,
  )
})

test('a log that is mounted by itself is a warning, and counts as existing', async (t) => {
  const { folder, put } = await createScene(t)
  await put('login_log')
  const path = join(folder, 'login_log')
  const follower = exampleFollower('login', path)
  const loaded = {
    config: { ...exampleConfig(folder), followers: [follower] },
    files: [],
    notices: [],
    drivers: [],
    placeOf: () => '',
  }
  const findings = await logFindings(loaded, { rootOf: (at) => (at === path ? '/outside' : undefined) })
  assert.deepEqual(
    findings.map(({ state }) => state),
    ['warning'],
  )
  assert.match(findings[0]?.text ?? '', /mounted by itself: .*mount its folder instead$/)
})
