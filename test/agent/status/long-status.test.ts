import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { type LongStatus, longStatus, printLong } from '../../../agent/status/long-status.ts'
import { shownRoles } from '../../../agent/status/shown-roles.ts'
import { exampleFollower } from '../../support/example-config.ts'
import { exampleStatus, NOW } from '../../support/example-status.ts'
import { ownDriverOf } from '../../support/own-driver-file.ts'

const roles = await shownRoles()

test('each process that runs, and each driver that is on, for people', () => {
  const counts = { lines: 4000, ofInterest: 40, unrecognised: 1, events: 12 }
  const common = { state: 'on', reads: [], says: [] } as const
  const long: LongStatus = {
    processes: [
      { role: 'collector', pid: 100, version: '1.0.0', uptime: 3_600_000, memory: 34 * 1024 ** 2 },
      { role: 'transmitter', pid: 101, version: '1.0.0', uptime: 200_000_000 },
    ],
    drivers: [
      { driver: 'sshd', origin: 'built in', version: '1.0.0', ...common, ...counts, lastEvent: NOW },
      { driver: 'shop', origin: 'own', version: 'sha256:0123456789ab', ...common, ...counts, lines: 7 },
    ],
  }
  assert.equal(
    printLong(long, 120),
    `
PROCESS      PID  VERSION  UP      MEMORY
collector    100  1.0.0    60 min  34.0 MiB
transmitter  101  1.0.0    2 d     -

DRIVER  VERSION              LINES  OF INTEREST  UNRECOGNISED  EVENTS  LAST EVENT
sshd    1.0.0                4000   40           1             12      2026-11-20 12:00:00 +0000
shop    sha256:0123456789ab  7      40           1             12      -
`,
  )
  assert.equal(printLong({ processes: [], drivers: [] }, 80), '')
})

test('a process has the memory that the kernel tells, a driver the sums of its logs, an own one its digest', async (t) => {
  const own = await ownDriverOf(t, 'path: /var/log/shop.log\npatterns: [{ pattern: paid, kind: log_line }]\n')
  const status = exampleStatus()
  const { collector, transmitter, sources } = status
  const [source] = sources
  assert.ok(source !== undefined)
  const followers = [...own.followers, ...['/one', '/two'].map((path) => exampleFollower('login', path))]
  const told = ['/one', '/two'].map((path, index) => Object.assign({}, source, { path, lastEvent: NOW - index }))
  const { processes, drivers } = await longStatus(
    {
      ...status,
      collector: { ...collector, pid: process.pid },
      transmitter: { ...transmitter, running: false },
      sources: told,
    },
    roles,
    { config: { followers }, drivers: [own] },
    NOW,
  )
  assert.deepEqual(
    processes.map(({ role, pid, version, uptime, memory = 0 }) => [role, pid, version, uptime, memory > 1024 ** 2]),
    [['collector', process.pid, '1.0.0', 3_600_000, true]],
  )
  assert.deepEqual(
    drivers.map(({ driver, version, lines, ofInterest, unrecognised, events, lastEvent }) =>
      [driver, version, lines, ofInterest, unrecognised, events, lastEvent].join(' '),
    ),
    [
      `cpanel-login 1.0.0 8000 80 2 24 ${NOW}`,
      `shop sha256:${hash('sha256', readFileSync(own.file, 'utf8')).slice(0, 12)} 0 0 0 0 `,
    ],
  )
})

test('a process that is gone has no memory, and without a configuration no driver is known', async () => {
  const gone = exampleStatus({ collector: { ...exampleStatus().collector, pid: 2 ** 22 + 1 } })
  const { processes, drivers } = await longStatus(gone, roles, { config: {}, drivers: [] }, NOW)
  assert.equal(processes[0]?.memory, undefined)
  assert.deepEqual(drivers, [])
})
