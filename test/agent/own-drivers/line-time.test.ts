import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type StampForm, timeOf } from '../../../agent/own-drivers/line-time.ts'

const CONTEXT = { zone: '+0100', now: Date.UTC(2026, 10, 30) / 1000 }
const TIME = Date.UTC(2026, 10, 28, 6, 1, 2) / 1000

const READ: readonly (readonly [StampForm, string])[] = [
  ['syslog', 'Nov 28 07:01:02 web1 shop: x'],
  ['syslog', '2026-11-28T07:01:02.123456+01:00 web1 shop: x'],
  ['iso', '2026-11-28 07:01:02 x'],
  ['iso', '2026-11-28T06:01:02.123Z x'],
  ['iso', '[2026-11-28 06:01:02 +0000] x'],
  ['iso', '2026-11-28T08:01:02,5+02:00'],
  ['apache', '192.0.2.1 - - [28/Nov/2026:07:01:02 +0100] "GET /"'],
  ['apache', '28/Nov/2026:06:01:02.5 +0000'],
  ['asctime', 'Sat Nov 28 07:01:02 2026 x'],
  ['asctime', '[Sat Nov 28 07:01:02.123456 2026] x'],
  ['epoch', '1795845662 x'],
  ['epoch', '[1795845662.9] x'],
]

test('the time of a line is read in the form that its log has', () => {
  for (const [form, line] of READ) assert.equal(timeOf(line, form, CONTEXT), TIME, line)
  assert.equal(timeOf('x', 'none', CONTEXT), CONTEXT.now)
})

test('no other text is a time, nor a date that does not exist', () => {
  const lines: readonly (readonly [StampForm, string])[] = [
    ['syslog', 'x Nov 28 07:01:02'],
    ['iso', '2026-02-30 07:01:02'],
    ['apache', '[28/Foo/2026:07:01:02 +0100]'],
    ['apache', '[2026-11-28 07:01:02]'],
    ['asctime', 'Nov 28 07:01:02 2026'],
    ['epoch', '123456789012345'],
    ['epoch', '12'],
  ]
  for (const [form, line] of lines) assert.equal(timeOf(line, form, CONTEXT), undefined, line)
})
