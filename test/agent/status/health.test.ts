import assert from 'node:assert/strict'
import { test } from 'node:test'
import { healthOf, warningsOf as warningsAmong } from '../../../agent/status/health.ts'
import { shownRoles } from '../../../agent/status/shown-roles.ts'
import type { Status } from '../../../agent/status/status.ts'
import type { Warning } from '../../../agent/status/warning.ts'
import { exampleStatus } from '../../support/example-status.ts'

const WELL = exampleStatus()
const roles = await shownRoles()

function warningsOf(status: Status): readonly Warning[] {
  return warningsAmong(status, roles)
}

/** Health, and the severity and code of each warning. */
function judged(change: Partial<Status>): [string, ...string[]] {
  const status = { ...WELL, ...change }
  const warnings = warningsOf(status)
  return [healthOf(status, warnings), ...warnings.map(({ severity, code }) => `${severity} ${code}`)]
}

function delivery(problem: string, lastError?: { at: number; reason: string }): Partial<Status> {
  const state = { accepted: 0, rejected: 0, tries: 1, problem, ...(lastError && { lastError }) }
  return { transmitter: { ...WELL.transmitter, delivery: state } }
}

test('an agent that is well is healthy', () => {
  assert.deepEqual(judged({}), ['healthy'])
})

test('an agent without any process is down, with one of two it is degraded', () => {
  const collector = { ...WELL.collector, running: false }
  const transmitter = { ...WELL.transmitter, running: false }
  assert.deepEqual(judged({ collector }), ['degraded', 'error collector_not_running'])
  assert.deepEqual(judged({ transmitter }), ['degraded', 'error transmitter_not_running'])
  assert.deepEqual(judged({ collector, transmitter }), [
    'down',
    'error collector_not_running',
    'error transmitter_not_running',
  ])
})

test('reading that has stopped counts while its process runs', () => {
  const held = 'the disk is full'
  const [warning] = warningsOf({ ...WELL, collector: { ...WELL.collector, held } })
  assert.deepEqual(warning, {
    severity: 'error',
    code: 'spool_held',
    text: 'Reading has stopped, the logs are the buffer: the disk is full',
  })
  assert.deepEqual(judged({ collector: { ...WELL.collector, running: false, held } }).slice(1), [
    'error collector_not_running',
  ])
})

test('places that cannot be learned are a warning while the collector runs, and those that are learned anew a notice', () => {
  const { collector } = WELL
  const problem = 'the disk is full'
  const anew = { since: 1_800_000_000_000, until: 1_800_600_000_000, cause: 'removed' } as const
  assert.deepEqual(judged({ collector: { ...collector, places: { problem } } }), ['degraded', 'warning places_unsaved'])
  assert.deepEqual(judged({ collector: { ...collector, places: { anew } } }), ['healthy', 'notice places_removed'])
  assert.deepEqual(judged({ collector: { ...collector, places: { problem, anew: { ...anew, cause: 'damaged' } } } }), [
    'degraded',
    'warning places_unsaved',
    'notice places_lost',
  ])
  const [unsaved] = warningsOf({ ...WELL, collector: { ...collector, places: { problem } } })
  assert.match(unsaved?.text ?? '', /: the disk is full$/)
  assert.match(
    warningsOf({ ...WELL, collector: { ...collector, places: { anew } } })[0]?.text ?? '',
    /was removed.* since 2027-01-15 08:00:00 \+0000.* until 2027-01-22 06:40:00 \+0000/,
  )
})

test('delivery that does not work says why; what a person must correct is an error', () => {
  const lastError = { at: 0, reason: 'The API is out of order.' }
  assert.deepEqual(judged(delivery('api', lastError)), ['degraded', 'warning delivery_api'])
  assert.deepEqual(judged(delivery('configuration', lastError)), ['degraded', 'error delivery_configuration'])
  assert.equal(
    warningsOf({ ...WELL, ...delivery('api', lastError) })[0]?.text,
    'Nothing is delivered: The API is out of order.',
  )
  assert.match(warningsOf({ ...WELL, ...delivery('network') })[0]?.text ?? '', /the reason is not known$/)
  const { transmitter = WELL.transmitter } = delivery('api', lastError)
  assert.deepEqual(judged({ transmitter: { ...transmitter, running: false } }).slice(1), [
    'error transmitter_not_running',
  ])
})

test('what sends nothing as it is told to is healthy, running or not, and says so', () => {
  for (const running of [true, false]) {
    const transmitter = { ...WELL.transmitter, running, disabled: true, switchedOff: ['api', 'hub'] }
    const receivers = { hub: { waiting: 2, waitingBytes: 1024, failed: 0, acknowledged: 0 } }
    const change = { transmitter, spool: { ...WELL.spool, receivers } }
    assert.deepEqual(judged(change), ['healthy', ...Array(2).fill('notice transmission_disabled')])
    assert.deepEqual(
      warningsOf({ ...WELL, ...change }).map(({ text }) => text),
      [
        'Nothing is sent to the API, as transmission.enabled is false: 1 report waits in the spool.',
        'Nothing is sent to hub, as receivers.hub.enabled is false: 2 reports wait in the spool.',
      ],
    )
  }
})

test('each log that cannot be read is named', () => {
  const counts = { lines: 0, ofInterest: 0, unrecognised: 0, events: 0 }
  const sources = [
    { source: 'login', path: '/logs/login_log', ...counts, problem: 'is not there' },
    { source: 'access', path: '/logs/access_log', ...counts, problem: 'is not there' },
    { source: 'error', path: '/logs/error_log', ...counts },
  ]
  assert.deepEqual(judged({ sources }), ['degraded', 'warning source_unavailable', 'warning source_unavailable'])
  assert.equal(warningsOf({ ...WELL, sources })[1]?.text, 'access: /logs/access_log is not there')
})

test('a spool that cannot be read is an error; reports that were refused are a warning until all are acknowledged', () => {
  assert.deepEqual(judged({ spool: { ...WELL.spool, problem: '/var/lib/spoor: EACCES' } }), [
    'degraded',
    'error spool_unreadable',
  ])
  assert.deepEqual(judged({ spool: { ...WELL.spool, failed: 3, acknowledged: 1 } }), [
    'degraded',
    'warning reports_failed',
  ])
  assert.match(
    warningsOf({ ...WELL, spool: { ...WELL.spool, failed: 3, acknowledged: 1 } })[0]?.text ?? '',
    /^2 reports .*spool list --failed; then retry, drop or acknowledge them: .*spool acknowledge --all$/,
  )
  assert.match(
    warningsOf({ ...WELL, spool: { ...WELL.spool, failed: 3, acknowledged: 2 } })[0]?.text ?? '',
    /^1 report was .*acknowledge it: /,
  )
  assert.deepEqual(judged({ spool: { ...WELL.spool, failed: 3, acknowledged: 3 } }), ['healthy'])
})

test('a log most of whose lines are not understood is a warning, a few are none', () => {
  const [source] = WELL.sources
  assert.ok(source)
  const counted = (ofInterest: number, unrecognised: number): Partial<Status> => ({
    sources: [{ ...source, ofInterest, unrecognised }],
  })
  assert.deepEqual(judged(counted(39, 20)), ['degraded', 'warning format_unrecognised'])
  assert.deepEqual(judged(counted(40, 20)), ['healthy'])
  assert.deepEqual(judged(counted(19, 19)), ['healthy'])
})

test('what is no report among those that wait is a warning', () => {
  const strangers = { ...WELL.spool, foreign: 7, strangers: ['a.txt', 'b.txt'] }
  assert.deepEqual(judged({ spool: strangers }), ['degraded', 'warning spool_files_not_ours'])
  const [warning] = warningsOf({ ...WELL, spool: strangers })
  assert.match(
    warning?.text ?? '',
    /^\/\S+ holds files that are not the agent's, and that it leaves alone: a\.txt, b\.txt and 5 more; remove them/,
  )
})

test('a changed configuration that is refused is an error, with the reason', () => {
  assert.deepEqual(judged({ refused: 'spoor.yml:1:1: wrong.' }), ['degraded', 'error config_refused'])
  assert.match(
    warningsOf({ ...WELL, refused: 'spoor.yml:1:1: wrong.' })[0]?.text ?? '',
    /: spoor\.yml:1:1: wrong\. Once it is right: systemctl reload /,
  )
})

test('a folder that others can write to is worth a word: what is read is read as ever', () => {
  const exposed = [{ folder: '/home/logs', sources: ['login'] }]
  assert.deepEqual(judged({ exposed }), ['healthy', 'notice folder_exposed'])
})

test('a process that runs and shows nothing of itself is an error', () => {
  const { collector, transmitter } = exampleStatus()
  const status = exampleStatus({
    collector: { ...collector, hangs: true },
    transmitter: { ...transmitter, hangs: true },
  })
  const warnings = warningsOf(status)
  assert.deepEqual(
    warnings.map(({ code, severity }) => [code, severity]),
    [
      ['collector_hangs', 'error'],
      ['transmitter_hangs', 'error'],
    ],
  )
  assert.match(warnings[1]?.text ?? '', /systemctl restart spoor-agent-transmitter$/)
  assert.equal(healthOf(status, warnings), 'degraded')
})

test('a process without work need not run', () => {
  assert.deepEqual(judged({ collector: { running: false, idle: true } }), ['healthy'])
})

test('what a further receiver refused is a warning with its name until all is acknowledged', () => {
  const hub = { waiting: 0, waitingBytes: 0, failed: 3, acknowledged: 1 }
  const spool = { ...WELL.spool, receivers: { hub, mirror: { ...hub, acknowledged: 3 } } }
  assert.deepEqual(judged({ spool }), ['degraded', 'warning reports_failed'])
  assert.match(
    warningsOf({ ...WELL, spool })[0]?.text ?? '',
    /^2 reports were refused by hub\. Why: .*--failed --receiver hub; then retry or acknowledge them: .*--all --receiver hub$/,
  )
})
