import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { IgnoredSnapshot } from '../../../agent/snapshots/collector-snapshot.ts'
import { type Page, printStatus } from '../../../agent/status/print.ts'
import { shownRoles } from '../../../agent/status/shown-roles.ts'
import type { SourceStatus } from '../../../agent/status/status-fields.ts'
import { exampleStatus, NOW } from '../../support/example-status.ts'
import { unwrapped } from '../../support/unwrapped.ts'

const roles = await shownRoles()
const PLAIN: Page = { roles, width: 80, paint: (_shade, text) => text }

test('an agent that is well, for people', () => {
  assert.equal(
    printStatus(exampleStatus(), 'healthy', [], NOW, PLAIN),
    `spoor-agent 1.0.0 on server.example.net: healthy

collector    running, pid 100, version 1.0.0, since 2026-11-20 11:00:00 +0000
transmitter  running, pid 101, version 1.0.0, since 2026-11-20 11:00:00 +0000
spool        1 waiting (512 bytes, oldest 5 s), 11 transmitted, 0 failed
api          last success 2026-11-20 11:59:00 +0000

SOURCE  OFFSET  SIZE  LAG  LINES  OF INTEREST  UNRECOGNISED  EVENTS
    LAST EVENT                 PATH
login   900     1000  100  4000   40           1             12
    2026-11-20 11:58:59 +0000  /usr/local/cpanel/logs/login_log
`,
  )
})

test('the width of the terminal is used', () => {
  const page = { roles, width: 150, paint: PLAIN.paint }
  assert.match(
    printStatus(exampleStatus(), 'healthy', [], NOW, page),
    /^SOURCE {2}.* {2}PATH\nlogin {3}.* {2}\/usr\/local\/cpanel\/logs\/login_log\n$/m,
  )
})

test('how all is, and how bad what is wrong is, have colours', () => {
  const paint: Page['paint'] = (shade, text) => `<${shade}>${text}</>`
  const warning = { severity: 'warning', code: 'code', text: 'Text.' } as const
  const printed = printStatus(exampleStatus(), 'degraded', [warning], NOW, { roles, width: 80, paint })
  assert.match(printed, /^spoor-agent 1\.0\.0 on server\.example\.net: <doubtful>degraded<\/>\n/)
  assert.match(printed, /^<doubtful>warning<\/>  code  Text\.$/m)
  assert.match(printStatus(exampleStatus(), 'healthy', [], NOW, { roles, width: 80, paint }), /: <good>healthy<\/>\n/)
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
    const printed = unwrapped(printStatus({ ...status, collector }, 'healthy', [], NOW, PLAIN))
    return printed.split('\n').filter((line) => line.startsWith('ignored'))
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
  const spool = { ...status.spool, waitingBytes: 1 }
  const printed = printStatus({ ...status, transmitter, spool }, 'healthy', [], NOW, PLAIN)
  assert.match(unwrapped(printed), /1 waiting \(1 byte, .*; 1 old one removed$/m)
})

test('reports that were removed as old are counted beside those that are kept', () => {
  const status = exampleStatus()
  const transmitter = { ...status.transmitter, removed: { transmitted: 40, failed: 2 } }
  assert.match(
    unwrapped(printStatus({ ...status, transmitter }, 'healthy', [], NOW, PLAIN)),
    /^spool .* 11 transmitted, 0 failed; 42 old ones removed$/m,
  )
})

test('an agent in trouble, with what is wrong now and what was lately', () => {
  const status = exampleStatus()
  const at = (minutesAgo: number, code: string): { at: number; code: string; severity: string; text: string } => {
    return { at: NOW - minutesAgo * 60_000, code, severity: 'warning', text: `${code} happened.` }
  }
  const text = printStatus(
    {
      ...status,
      collector: {
        running: false,
        pid: 100,
        notices: { counts: {}, recent: [9, 7, 5, 3].map((minutes) => at(minutes, `collector_${minutes}`)) },
      },
      transmitter: {
        ...status.transmitter,
        notices: { counts: {}, recent: [at(4, 'transmitter_4'), at(1, 'transmitter_1')] },
        delivery: {
          accepted: 0,
          rejected: 0,
          tries: 3,
          lastError: { at: NOW - 1000, reason: 'The API is out of order.' },
          nextTry: NOW + 30_000,
          problem: 'api',
        },
      },
    },
    'degraded',
    [{ severity: 'error', code: 'collector_not_running', text: 'Start it.' }],
    NOW,
    PLAIN,
  )
  const lines = unwrapped(text).split('\n')
  assert.equal(lines[0], 'spoor-agent 1.0.0 on server.example.net: degraded')
  assert.equal(lines[2], 'collector    not running (last was pid 100)')
  assert.equal(
    lines[5],
    'api          no success yet, next try 2026-11-20 12:00:30 +0000, last error 2026-11-20 11:59:59 +0000: The API is out of order.',
  )
  assert.deepEqual(lines.slice(10), [
    'error  collector_not_running  Start it.',
    '',
    '2026-11-20 11:53:00 +0000  warning  collector_7    collector_7 happened.',
    '2026-11-20 11:55:00 +0000  warning  collector_5    collector_5 happened.',
    '2026-11-20 11:56:00 +0000  warning  transmitter_4  transmitter_4 happened.',
    '2026-11-20 11:57:00 +0000  warning  collector_3    collector_3 happened.',
    '2026-11-20 11:59:00 +0000  warning  transmitter_1  transmitter_1 happened.',
    '',
  ])
})

test('an agent that never ran', () => {
  const source = { source: 'login', path: '/log', lines: 0, ofInterest: 0, unrecognised: 0, events: 0 }
  const spool = {
    path: '/var/lib/spoor',
    waiting: 0,
    waitingBytes: 0,
    foreign: 0,
    strangers: [],
    transmitted: 0,
    failed: 0,
    acknowledged: 0,
    sealed: 0,
  }
  const nothing = { collector: { running: false }, transmitter: { running: false }, sources: [source], spool }
  const lines = unwrapped(printStatus(exampleStatus(nothing), 'down', [], NOW, PLAIN)).split('\n')
  assert.deepEqual(lines.slice(2, 6), [
    'collector    not running',
    'transmitter  not running',
    'spool        0 waiting (0 bytes), 0 transmitted, 0 failed',
    'api          nothing known',
  ])
  assert.match(lines[8] ?? '', /^login +- +- +- +0 +0 +0 +0 +- +\/log$/)
})

test('a log that is caught up says how far it is, how fast, and how long that will take', () => {
  const status = exampleStatus()
  const [first = assert.fail()] = status.sources
  const source = { ...first, offset: 25e6, size: 100e6, lag: 75e6, rate: 1.5e6 }
  const shown = printStatus({ ...status, sources: [source] }, 'healthy', [], NOW, PLAIN)
  assert.match(shown, / 75000000 \(25 %, 1\.5 MB\/s, 50 s left\) /)
})

test('of many logs the ones with a problem and those most behind are shown', () => {
  const status = exampleStatus()
  const [first = assert.fail()] = status.sources
  const sources = Array.from({ length: 1000 }, (_, index): SourceStatus => ({
    ...first,
    path: `/logs/${index}.`,
    lag: index,
  }))
  sources[3] = { ...first, path: '/logs/broken.', lag: 0, problem: 'is not there' }
  const shown = printStatus({ ...status, sources }, 'healthy', [], NOW, PLAIN)
  assert.match(shown, /\/logs\/broken\./)
  assert.match(shown, /\/logs\/999\./)
  assert.doesNotMatch(shown, /\/logs\/980\./)
  assert.match(shown, /^and 980 more \(--json shows all\)$/m)
})

test('a clock that stepped back makes no report younger than now', () => {
  assert.match(printStatus(exampleStatus(), 'healthy', [], NOW - 1e6, PLAIN), /oldest 0 s/)
})

test('no field can steer the terminal or forge a line', () => {
  const evil = 'a\n\u001b[31m\u009b2J\r\u202eb'
  const status = exampleStatus()
  const notice = { at: NOW, code: evil, severity: evil, text: evil }
  const source = { ...status.sources[0], source: evil, path: evil, lines: 1, ofInterest: 1, unrecognised: 1, events: 1 }
  const text = printStatus(
    {
      ...status,
      version: evil,
      host: evil,
      collector: { ...status.collector, version: evil, notices: { counts: {}, recent: [notice] } },
      transmitter: {
        ...status.transmitter,
        delivery: { accepted: 0, rejected: 0, tries: 0, lastError: { at: NOW, reason: evil } },
      },
      sources: [source],
      spool: { ...status.spool, path: evil },
    },
    'degraded',
    [{ severity: 'error', code: 'code', text: evil }],
    NOW,
    { roles, width: 1000, paint: PLAIN.paint },
  )
  assert.equal(text.split('a??[31m?2J??b').length - 1, 10)
  // oxlint-disable-next-line no-control-regex -- the control characters are what this is about
  assert.doesNotMatch(text.replaceAll('\n', ''), /[\u0000-\u001f\u007f-\u009f\u202e]/)
  assert.equal(
    text.split('\n').length,
    printStatus(status, '', [], NOW, { roles, width: 1000, paint: PLAIN.paint }).split('\n').length + 4,
  )
})

test('a process without work is not needed', () => {
  const collector = { running: false, idle: true } as const
  assert.match(
    printStatus(exampleStatus({ collector }), 'healthy', [], NOW, PLAIN),
    /^collector {4}not needed: the configuration gives it no work$/m,
  )
})
