import assert from 'node:assert/strict'
import { test } from 'node:test'
import { healthOf, warningsOf as warningsAmong } from '../../../agent/status/health.ts'
import { shownRoles } from '../../../agent/status/shown-roles.ts'
import type { Status } from '../../../agent/status/status.ts'
import { type Warning, wholeText } from '../../../agent/status/warning.ts'
import { exampleStatus } from '../../support/example-status.ts'

const WELL = exampleStatus()
const roles = await shownRoles()

function warningsOf(status: Status): readonly Warning[] {
  return warningsAmong(status, roles)
}

/** What is and what to do, of the first warning. */
function told(change: Partial<Status>): string {
  const [first] = warningsOf({ ...WELL, ...change })
  return first === undefined ? '' : wholeText(first)
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
    remedy:
      'Make room on the disk, or have what waits delivered; reading goes on by itself. What waits; type: spoor-agent spool list',
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
    { source: 'login', path: '/logs/login_log', ...counts, state: 'missing', problem: 'is not there' },
    { source: 'access', path: '/logs/access_log', ...counts, state: 'missing', problem: 'is not there' },
    { source: 'error', path: '/logs/error_log', ...counts, state: 'reading' },
  ] as const
  assert.deepEqual(judged({ sources }), ['degraded', 'warning source_unavailable', 'warning source_unavailable'])
  assert.equal(warningsOf({ ...WELL, sources })[1]?.text, 'access: /logs/access_log is not there.')
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
    told({ spool: { ...WELL.spool, failed: 3, acknowledged: 1 } }),
    /^2 reports .*spool list --failed; then retry, drop or acknowledge them; type: .*spool acknowledge --all$/,
  )
  assert.match(told({ spool: { ...WELL.spool, failed: 3, acknowledged: 2 } }), /^1 report was .*acknowledge it; type: /)
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
  assert.match(
    told({ spool: strangers }),
    /^\/\S+ holds files that are not the agent's, and that it leaves alone: a\.txt, b\.txt and 5 more\. Remove them/,
  )
})

test('a changed configuration that is refused is an error, with the reason', () => {
  assert.deepEqual(judged({ refused: 'spoor.yml:1:1: wrong.' }), ['degraded', 'error config_refused'])
  assert.match(
    told({ refused: 'spoor.yml:1:1: wrong.' }),
    /: spoor\.yml:1:1: wrong\. Correct it, .*; type: systemctl reload /,
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
  assert.match(warnings[1]?.remedy ?? '', /; type: systemctl restart spoor-agent-transmitter$/)
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
    told({ spool }),
    /^2 reports were refused by hub\. Why: .*--failed --receiver hub; then retry or acknowledge them; type: .*--all --receiver hub$/,
  )
})

/** Delivery to the API, whose last answer showed the clocks. */
function withClock(offset: number, within = 1000, running = true): Partial<Status> {
  const { delivery: before = { accepted: 0, rejected: 0, tries: 0 } } = WELL.transmitter
  const clock = { at: Date.UTC(2026, 10, 20, 12), offset, within }
  return { transmitter: { ...WELL.transmitter, running, delivery: { ...before, clock } } }
}

test('a clock that is surely off by more than five minutes is a warning, with what to do', () => {
  for (const offset of [0, 300_000, -300_000, 301_000]) assert.deepEqual(judged(withClock(offset)), ['healthy'])
  for (const offset of [302_000, -302_000])
    assert.deepEqual(judged(withClock(offset)), ['degraded', 'warning clock_skewed'])
  assert.deepEqual(judged(withClock(330_000, 60_000)), ['healthy'], 'an answer that took a minute says less')
  assert.match(
    told(withClock(-7_200_000)),
    /^The clock of this server was 2 h behind that of the API at 2026-11-20 12:00:00 \+0000: .*correct the clock, as with chronyd/,
  )
  assert.deepEqual(judged(withClock(999_000, 1000, false)).slice(1), ['error transmitter_not_running'])
})

test('hooks that are registered by half are a warning, none at all a notice, and what is not known is nothing', () => {
  const expected = 8
  const problem = '3 of 8 are missing, such as Cpanel::Api2::Email::addforward'
  assert.deepEqual(judged({ hooks: { state: 'incomplete', expected, registered: 5, problem } }), [
    'degraded',
    'warning hooks_incomplete',
  ])
  assert.deepEqual(judged({ hooks: { state: 'unregistered', expected, registered: 0 } }), [
    'healthy',
    'notice hooks_unregistered',
  ])
  assert.match(
    told({ hooks: { state: 'unregistered', expected, registered: 0 } }),
    /; type: spoor-agent cpanel register$/,
  )
  assert.deepEqual(judged({ hooks: { state: 'registered', expected, registered: 8 } }), ['healthy'])
  assert.deepEqual(judged({ hooks: { state: 'unknown', expected, problem: 'only root can ask cPanel' } }), ['healthy'])
})
