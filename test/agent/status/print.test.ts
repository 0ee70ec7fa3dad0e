import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { IgnoredSnapshot } from '../../../agent/snapshots/collector-snapshot.ts'
import { type Findings, printStatus } from '../../../agent/status/print.ts'
import type { StatusScreen } from '../../../agent/status/screen.ts'
import { shownRoles } from '../../../agent/status/shown-roles.ts'
import type { SourceStatus } from '../../../agent/status/status-fields.ts'
import type { Status } from '../../../agent/status/status.ts'
import { unpainted } from '../../../lib/terminal/colour.ts'
import { exampleStatus, NOW } from '../../support/example-status.ts'
import { unwrapped } from '../../support/unwrapped.ts'

const WELL: Findings = { roles: await shownRoles(), health: 'healthy', warnings: [] }
const SCREEN: StatusScreen = { width: 80, paint: unpainted, now: NOW }

function printed(status: Status, findings: Partial<Findings> = {}, screen: Partial<StatusScreen> = {}): string {
  return printStatus(status, { ...WELL, ...findings }, { ...SCREEN, ...screen })
}

test('how all is, and how bad what is wrong is, have colours', () => {
  const paint: StatusScreen['paint'] = (shade, text) => `<${shade}>${text}</>`
  const warning = { severity: 'warning', code: 'code', text: 'Text.', remedy: 'Do it.' } as const
  const text = printed(exampleStatus(), { health: 'degraded', warnings: [warning] }, { paint })
  assert.match(text, /^spoor-agent 1\.0\.0 on server\.example\.net: <doubtful>degraded<\/>\n/)
  assert.match(text, /^<doubtful>warning<\/> code\n {4}Text\.\n {4}Do it\.$/m)
  assert.match(text, /^api +<good>working<\/> /m)
  assert.match(text, /^login +<good>reading<\/> /m)
  assert.match(printed(exampleStatus(), {}, { paint }), /: <good>healthy<\/>\n/)
})

test('each rule of ignore says what it left out, the one with most first', () => {
  const status = exampleStatus()
  const rule = (name: string, events: number): IgnoredSnapshot => {
    const kinds = { login: events - 1, login_failed: 1 }
    const counted = events === 0 ? { kinds: {} } : { kinds, last: NOW - 5000 }
    return { name, conditions: 'ip: 192.0.2.0/24', since: NOW - 60_000, events, ...counted }
  }
  const few = [rule('never', 0), rule('own', 3)]
  const shown = (ignored: readonly IgnoredSnapshot[]): string[] => {
    const collector = { ...status.collector, ignored: [...ignored] }
    const lines = unwrapped(printed({ ...status, collector })).split('\n')
    return lines.filter((line) => line.startsWith('ignored'))
  }
  assert.deepEqual(shown(few), [
    'ignored      by own (ip: 192.0.2.0/24): 3 events since 2026-11-20 11:59:00 +0000, last 2026-11-20 11:59:55 +0000: login 2, login_failed 1',
    'ignored      by never (ip: 192.0.2.0/24): nothing since 2026-11-20 11:59:00 +0000',
  ])
  const many = Array.from({ length: 12 }, (_, index) => rule(`r${index}`, index + 1))
  assert.equal(shown(many).at(-1), 'ignored      and by 2 more rules (--json shows all)')
})

test('one is not many', () => {
  const status = exampleStatus()
  const transmitter = { ...status.transmitter, removed: { transmitted: 1, failed: 0 } }
  assert.match(unwrapped(printed({ ...status, transmitter })), /1 waiting \(.*; 1 old one removed$/m)
})

test('reports that were removed as old are counted beside those that are kept', () => {
  const status = exampleStatus()
  const transmitter = { ...status.transmitter, removed: { transmitted: 40, failed: 2 } }
  assert.match(
    unwrapped(printed({ ...status, transmitter })),
    /^spool .* 11 transmitted, 0 failed; 42 old ones removed$/m,
  )
})

test('an agent in trouble, with what was wrong lately', () => {
  const status = exampleStatus()
  const at = (minutesAgo: number, code: string): { at: number; code: string; severity: string; text: string } => {
    return { at: NOW - minutesAgo * 60_000, code, severity: 'warning', text: `${code} happened.` }
  }
  const text = printed({
    ...status,
    collector: {
      running: false,
      pid: 100,
      notices: { counts: {}, recent: [9, 7, 5, 3].map((minutes) => at(minutes, `collector_${minutes}`)) },
    },
    transmitter: {
      ...status.transmitter,
      notices: { counts: {}, recent: [at(4, 'transmitter_4'), at(1, 'transmitter_1')] },
    },
  })
  const lines = unwrapped(text).split('\n')
  assert.equal(lines[2], 'collector    not running (last was pid 100)')
  assert.deepEqual(lines.slice(-6), [
    '2026-11-20 11:53:00 +0000  warning  collector_7    collector_7 happened.',
    '2026-11-20 11:55:00 +0000  warning  collector_5    collector_5 happened.',
    '2026-11-20 11:56:00 +0000  warning  transmitter_4  transmitter_4 happened.',
    '2026-11-20 11:57:00 +0000  warning  collector_3    collector_3 happened.',
    '2026-11-20 11:59:00 +0000  warning  transmitter_1  transmitter_1 happened.',
    '',
  ])
})

test('a receiver that fails says since when nothing came through, when it is tried again, and why, in words', () => {
  const status = exampleStatus()
  const delivery = {
    accepted: 0,
    rejected: 0,
    tries: 3,
    lastError: { at: NOW - 1000, reason: 'The API is out of order.' },
    nextTry: NOW + 30_000,
    problem: 'api',
  }
  const text = printed({ ...status, transmitter: { ...status.transmitter, delivery } })
  assert.match(text, /^api +failing +1 +5 s +- +in 30 s +-\n {4}last error 1 s ago: The API is out of order\.$/m)
})

test('a log that is caught up says how far it is, how fast, and how long that will take', () => {
  const status = exampleStatus()
  const [first = assert.fail()] = status.sources
  const source = { ...first, state: 'behind', offset: 25e6, size: 100e6, lag: 75e6, rate: 1.5e6 } as const
  for (const width of [80, 200]) {
    const shown = unwrapped(printed({ ...status, sources: [source] }, {}, { width }))
    assert.match(shown, / 71\.5 MiB .* 25 % read at 1\.5 MB\/s, 50 s left$/m)
  }
})

function manySources(): readonly SourceStatus[] {
  const [first = assert.fail()] = exampleStatus().sources
  return Array.from({ length: 1000 }, (_, index): SourceStatus => {
    const one = { ...first, path: `/logs/${index}.` }
    return index === 3 ? { ...one, lag: 0, state: 'missing', problem: 'is not there' } : { ...one, lag: index }
  })
}

test('of many logs the ones with a problem and those most behind are shown', () => {
  const shown = printed({ ...exampleStatus(), sources: manySources() })
  assert.match(shown, /\/logs\/3\./)
  assert.match(shown, /\/logs\/999\./)
  assert.doesNotMatch(shown, /\/logs\/980\./)
  assert.match(shown, /^and 980 more sources \(--json shows all\)$/m)
})

test('where it must fit, sources that are well go first, and warnings stay', () => {
  const status = { ...exampleStatus(), sources: manySources() }
  const warnings = [{ severity: 'error', code: 'code', text: 'Text.', remedy: 'Do it.' }] as const
  const shown = printed(status, { warnings }, { height: 20 })
  assert.ok(shown.trimEnd().split('\n').length <= 20, shown)
  assert.match(shown, /\/logs\/3\./)
  assert.match(shown, /^ {4}Do it\.$/m)
})

test('a clock that stepped back makes no report younger than now', () => {
  assert.match(printed(exampleStatus(), {}, { now: NOW - 1e6 }), /oldest 0 s/)
})

test('no field can steer the terminal or forge a line', () => {
  const evil = 'a\n\u001b[31m\u009b2J\r\u202eb'
  const status = exampleStatus()
  const [first = assert.fail()] = status.sources
  const notice = { at: NOW, code: evil, severity: evil, text: evil }
  const told = { accepted: 0, rejected: 0, tries: 0, lastError: { at: NOW, reason: evil } }
  const text = printed(
    {
      ...status,
      version: evil,
      host: evil,
      collector: { ...status.collector, version: evil, notices: { counts: {}, recent: [notice] } },
      transmitter: { ...status.transmitter, delivery: told, receivers: { [evil]: told } },
      hooks: { state: 'unknown', expected: 8, problem: evil },
      sources: [{ ...first, source: evil, path: evil }],
      spool: { ...status.spool, path: evil },
    },
    { warnings: [{ severity: 'error', code: evil, text: evil, remedy: evil }] },
    { width: 1000 },
  )
  assert.equal(text.split('a??[31m?2J??b').length - 1, 15)
  // oxlint-disable-next-line no-control-regex -- the control characters are what this is about
  assert.doesNotMatch(text.replaceAll('\n', ''), /[\u0000-\u001f\u007f-\u009f\u202e]/)
})

test('a process without work is not needed', () => {
  const collector = { running: false, idle: true } as const
  assert.match(printed(exampleStatus({ collector })), /^collector {4}not needed: the configuration gives it no work$/m)
})
