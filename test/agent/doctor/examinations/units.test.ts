import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { unitStates } from '../../../../agent/doctor/examinations/units.ts'
import { LOOKED_AT } from '../../../../agent/doctor/shown-units.ts'
import { VERSION } from '../../../../lib/command-line/version.ts'
import { createDoctorHost, runningUnit } from '../../../support/doctor-host.ts'
import { exampleStatus } from '../../../support/example-status.ts'
import { ROOT } from '../../../support/repository-files.ts'

const [TARGET, COLLECTOR, TRANSMITTER] = [
  'spoor-agent.target',
  'spoor-agent-collector.service',
  'spoor-agent-transmitter.service',
]

const { ExecStart: _start, ...target } = runningUnit('')
const GOOD = { [TARGET]: target, [COLLECTOR]: runningUnit('collect'), [TRANSMITTER]: runningUnit('transmit') }

const { collector, transmitter, ...further } = exampleStatus()
const CURRENT = {
  ...further,
  collector: { ...collector, version: VERSION },
  transmitter: { ...transmitter, version: VERSION },
}

test('every service of the packages is looked at', () => {
  const services = globSync('packaging/agent/*.service', { cwd: ROOT }).map((path) => basename(join(ROOT, path)))
  assert.deepEqual(LOOKED_AT.filter((name) => name !== TARGET).toSorted(), services.toSorted())
})

test('units that are as the package brings them, and run, are well', async (t) => {
  const host = await createDoctorHost(t)
  await host.units(GOOD)
  assert.deepEqual(await host.said(unitStates, { status: CURRENT }), [
    'ok: spoor-agent.target runs, and is enabled.',
    'ok: spoor-agent-collector.service runs, and is enabled.',
    'ok: spoor-agent-transmitter.service runs, and is enabled.',
  ])
})

for (const [what, changes, expected, remedy] of [
  [
    'has failed',
    { ActiveState: 'failed', Result: 'exit-code', ExecMainStatus: '2' },
    'failed: spoor-agent-collector.service has failed (exit-code 2).',
    'systemctl start spoor-agent-collector.service',
  ],
  [
    'ends again and again',
    { ActiveState: 'activating', SubState: 'auto-restart' },
    'failed: spoor-agent-collector.service ends again and again, and waits for its next start.',
    'journalctl --unit=spoor-agent-collector.service --lines=50 --no-pager',
  ],
  [
    'was stopped',
    { ActiveState: 'inactive', SubState: 'dead' },
    'failed: spoor-agent-collector.service is inactive.',
    'systemctl start spoor-agent-collector.service',
  ],
  [
    'is masked',
    { LoadState: 'masked', ActiveState: 'inactive' },
    'failed: spoor-agent-collector.service is masked.',
    'systemctl unmask spoor-agent-collector.service',
  ],
  [
    'is not started at boot',
    { UnitFileState: 'disabled' },
    'warning: spoor-agent-collector.service is disabled.',
    'systemctl enable spoor-agent-collector.service',
  ],
  [
    'was changed on disk',
    { NeedDaemonReload: 'yes' },
    'warning: The file of spoor-agent-collector.service, or one of its drop-ins, was changed since systemd read it.',
    'systemctl daemon-reload',
  ],
  [
    'starts another program',
    { ExecStart: '{ path=/opt/x ; argv[]=/opt/x collect --config /root/a ; ignore_errors=no }' },
    'warning: spoor-agent-collector.service has another ExecStart than the package: /opt/x collect --config /root/a',
    'systemctl cat spoor-agent-collector.service',
  ],
  [
    'has drop-ins',
    { DropInPaths: '/etc/systemd/system/a.d/1.conf /etc/systemd/system/a.d/2.conf' },
    'ok: spoor-agent-collector.service has drop-ins: /etc/systemd/system/a.d/1.conf, /etc/systemd/system/a.d/2.conf.',
    undefined,
  ],
] as const)
  test(`a unit that ${what} is told of, with what to type`, async (t) => {
    const host = await createDoctorHost(t)
    await host.units({ ...GOOD, [COLLECTOR]: { ...runningUnit('collect'), ...changes } })
    const found = await host.symptoms(unitStates, { status: CURRENT })
    const told = found.find(({ state, what: text }) => `${state}: ${text}` === expected)
    assert.ok(told, JSON.stringify(found))
    if (remedy === undefined) return
    assert.ok(told.remedy?.includes(remedy), JSON.stringify(told))
    assert.ok(told.why)
  })

test('a version that runs since before an upgrade is told of', async (t) => {
  const host = await createDoctorHost(t)
  await host.units(GOOD)
  const status = { ...CURRENT, collector: { ...collector, version: '0.0.1' } }
  assert.ok(
    (await host.said(unitStates, { status })).includes(
      `warning: The collector that runs is version 0.0.1, and ${VERSION} is installed.`,
    ),
  )
})

test('a service without work is no fault, unless it has failed', async (t) => {
  const host = await createDoctorHost(t)
  const idle = { LoadState: 'loaded', ActiveState: 'inactive' }
  await host.units({ ...GOOD, 'spoor-agent-watcher.service': idle })
  assert.equal((await host.said(unitStates, { status: CURRENT })).length, 3)
  await host.units({ ...GOOD, 'spoor-agent-backstop.service': { ...idle, ActiveState: 'failed', Result: 'timeout' } })
  assert.ok(
    (await host.said(unitStates, { status: CURRENT })).includes(
      'failed: spoor-agent-backstop.service has failed (timeout).',
    ),
  )
})

test('without systemd it is unknown', async (t) => {
  const host = await createDoctorHost(t)
  assert.deepEqual(await host.said(unitStates), [
    'unknown: How the units are cannot be told: systemctl is not installed.',
  ])
  await host.program('usr/bin/systemctl', 'echo "System has not been booted with systemd" >&2; exit 1')
  assert.deepEqual(await host.said(unitStates), [
    'unknown: How the units are cannot be told: systemctl failed (exit code 1): System has not been booted with systemd.',
  ])
})
