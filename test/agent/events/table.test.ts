import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Grouping, Table } from '../../../agent/events/table.ts'
import { type Entry, toEntry } from '../../../lib/event/entry.ts'
import { eventOf } from '../../support/events.ts'

const SEALING = { id: 'id', host: 'h', place: undefined }

function entry(time: string, mailbox: string, ip: string, removed?: string): Entry {
  const what = { time: Date.parse(`2026-11-20T${time}Z`) / 1000, mailbox_address: mailbox, ip }
  const event =
    removed === undefined ? eventOf('login', what) : eventOf('forward_removed', { ...what, forward_recipient: removed })
  return toEntry(event, SEALING)
}

const ENTRIES = [
  entry('09:00:00', 'bo@example.com', '2001:db8::1'),
  entry('08:00:00', 'anna@example.com', '192.0.2.7'),
  entry('08:30:00', 'anna@example.com', '192.0.2.8', '|'),
]

function shown(entries: readonly Entry[], by?: Grouping, table = new Table()): string[] {
  table.add(entries)
  return [...table.lines({ zone: 'Europe/Vienna', by })].join('').split('\n').slice(0, -1)
}

test('events of all logs are shown by time, in the zone', () => {
  assert.deepEqual(shown(ENTRIES), [
    'TIME                 SEVERITY  MAILBOX           ADDRESS      EVENT',
    '2026-11-20 09:00:00  info      anna@example.com  192.0.2.7    logged in',
    '2026-11-20 09:30:00  low       anna@example.com  192.0.2.8    removed the forward to a program',
    '2026-11-20 10:00:00  info      bo@example.com    2001:db8::1  logged in',
  ])
})

test('grouped by mailbox or address, the largest group comes first', () => {
  assert.deepEqual(shown(ENTRIES, 'mailbox'), [
    'anna@example.com  events: 2, addresses: 2',
    '  2026-11-20 09:00:00  info  192.0.2.7  logged in',
    '  2026-11-20 09:30:00  low   192.0.2.8  removed the forward to a program',
    'bo@example.com  events: 1, addresses: 1',
    '  2026-11-20 10:00:00  info  2001:db8::1  logged in',
  ])
  const two = [entry('09:00:00', 'bo@example.com', '192.0.2.7'), ...ENTRIES.slice(1)]
  assert.deepEqual(
    shown(two, 'ip').filter((line) => !line.startsWith(' ')),
    ['192.0.2.7  events: 2, mailboxes: 2', '192.0.2.8  events: 1, mailboxes: 1'],
  )
})

test('what an account does to a mailbox stands with the mailbox, and names the account', () => {
  const who = { context: 'domain', mailbox_address: 'shop', ip: '192.0.2.9' } as const
  const password = eventOf('mailbox_password_changed', { ...who, time: 0, named_user: 'Anna@example.com' })
  const own = eventOf('login', { ...who, time: 60 })
  const entries = [...ENTRIES.slice(1), ...[password, own].map((event) => toEntry(event, SEALING))]
  assert.deepEqual(shown(entries, 'mailbox'), [
    'anna@example.com  events: 3, addresses: 3',
    '  1970-01-01 01:00:00  low   192.0.2.9  changed the password of the mailbox (by shop)',
    '  2026-11-20 09:00:00  info  192.0.2.7  logged in',
    '  2026-11-20 09:30:00  low   192.0.2.8  removed the forward to a program',
    'shop  events: 1, addresses: 1',
    '  1970-01-01 01:01:00  info  192.0.2.9  logged in',
  ])
  assert.equal(
    shown(entries, 'ip').find((line) => line.startsWith('192.0.2.9')),
    '192.0.2.9  events: 2, mailboxes: 2',
  )
})

test('on a narrow terminal, what does not fit is wrapped', () => {
  const table = new Table()
  table.add(ENTRIES)
  assert.deepEqual([...table.lines({ zone: 'Europe/Vienna', width: 82 })].slice(1), [
    '2026-11-20 09:00:00  info      anna@example.com  192.0.2.7    logged in\n',
    '2026-11-20 09:30:00  low       anna@example.com  192.0.2.8\n    removed the forward to a program\n',
    '2026-11-20 10:00:00  info      bo@example.com    2001:db8::1  logged in\n',
  ])
  const narrow = [...table.lines({ zone: 'Europe/Vienna', by: 'mailbox', width: 58 })].join('').split('\n')
  assert.deepEqual(narrow.slice(2, 4), [
    '  2026-11-20 09:30:00  low   192.0.2.8',
    '      removed the forward to a program',
  ])
})

test('a missing value is shown as a dash', () => {
  const gap = toEntry(eventOf('log_gap', { time: 0, log: '/log' }), SEALING)
  assert.equal(shown([gap], 'mailbox')[0], '-  events: 1, addresses: 0')
  assert.match(shown([gap])[1] ?? '', /^1970-01-01 01:00:00 {2}medium +- +- +gap in \/log /)
})

test('nothing in a table controls the terminal', () => {
  const evil = 'x\u001b[2J\u0007\u009b31m\u202e\n@example.net'
  const lines = shown([entry('08:00:00', evil, evil, evil)])
  assert.equal(lines.length, 2)
  assert.match(lines[1] ?? '', /^[ -~]+$/)
})

test('of a great many events the newest are shown, and the others counted', () => {
  const table = new Table(3)
  const hours = Array.from({ length: 10 }, (_, hour) =>
    entry(`0${9 - hour}:00:00`, `m${hour}@example.com`, '192.0.2.7'),
  )
  for (const each of hours) table.add([each])
  assert.deepEqual(
    shown([], undefined, table)
      .slice(1)
      .map((line) => line.slice(11, 13)),
    ['08', '09', '10'],
  )
  assert.equal(table.left, 7)
})

test('without events nothing is shown', () => {
  for (const by of [undefined, 'ip'] as const) assert.deepEqual(shown([], by), [])
})
