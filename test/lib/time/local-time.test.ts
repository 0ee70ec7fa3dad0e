import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { localTime } from '../../../lib/time/local-time.ts'

const zone = process.env['TZ']

afterEach(() => {
  if (zone === undefined) delete process.env['TZ']
  else process.env['TZ'] = zone
})

test("a time is shown in the machine's zone, with its offset from UTC", () => {
  const time = Date.UTC(2026, 10, 20, 23, 30, 5)
  const shown = ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu'].map((name) => {
    process.env['TZ'] = name
    return localTime(time)
  })
  assert.deepEqual(shown, [
    '2026-11-20 23:30:05 +0000',
    '2026-11-21 00:30:05 +0100',
    '2026-11-20 20:00:05 -0330',
    '2026-11-21 05:15:05 +0545',
  ])
})
