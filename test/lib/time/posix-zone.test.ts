import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { posixZone } from '../../../lib/time/posix-zone.ts'

/** Offsets of a zone at instants according to the system's `date`, in seconds east of UTC. */
function bySystem(zone: string, instants: readonly number[]): number[] {
  const text = execFileSync('date', ['--file=-', '+%::z'], {
    env: { PATH: process.env['PATH'], TZ: zone },
    input: instants.map((instant) => `@${instant}\n`).join(''),
    encoding: 'utf8',
  })
  return text
    .trim()
    .split('\n')
    .map((offset) => {
      const [hours = 0, minutes = 0, seconds = 0] = offset.slice(1).split(':').map(Number)
      return (offset.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60 + seconds) || 0
    })
}

/** Instants in leap years and others, a few hours apart, and every second around usual changes of the clock. */
const INSTANTS = [2023, 2024, 2026, 2028].flatMap((year) => {
  const start = Date.UTC(year, 0) / 1000
  return Array.from({ length: 366 * 7 }, (_, index) => start + index * 12_600)
})

test('offsets agree with the C library all year long', () => {
  for (const zone of [
    'EST5EDT,M3.2.0,M11.1.0',
    'CET-1CEST,M3.5.0,M10.5.0/3',
    '<+03>-3',
    'UTC0',
    'UTC-3',
    'GMT+3',
    'HST10',
    'NST3:30NDT,M3.2.0,M11.1.0',
    'IST-5:30',
    'AEST-10AEDT,M10.1.0,M4.1.0/3',
    '<+1030>-10:30<+11>-11,M10.1.0,M4.1.0',
    'EST5EDT4,J60,J300',
    'EST5EDT,59/1,300/1:30:15',
    '<-02>2<-01>,M3.5.0/-1,M10.5.0/0',
    'IST-2IDT,M3.4.4/26,M10.5.0',
  ]) {
    const offsetAt = posixZone(zone)
    assert.ok(offsetAt !== undefined, zone)
    assert.deepEqual(
      INSTANTS.map((instant) => offsetAt(instant) || 0),
      bySystem(zone, INSTANTS),
      zone,
    )
  }
})

test('without rules the clock changes as in the United States', () => {
  const [told, usual] = [posixZone('XXX5YYY,M3.2.0,M11.1.0'), posixZone('XXX5YYY')]
  assert.deepEqual(
    INSTANTS.map((instant) => usual?.(instant)),
    INSTANTS.map((instant) => told?.(instant)),
  )
})

test('the clock changes in exactly the right second', () => {
  const offsetAt = posixZone('CET-1CEST,M3.5.0,M10.5.0/3')
  const around = ['2026-03-29T00:59:59Z', '2026-03-29T01:00:00Z', '2026-10-25T00:59:59Z', '2026-10-25T01:00:00Z']
  assert.deepEqual(
    around.map((iso) => offsetAt?.(Date.parse(iso) / 1000)),
    [3600, 7200, 7200, 3600],
  )
})

test('other text is not a POSIX zone', () => {
  for (const text of [
    '',
    'UTC',
    'Europe/Berlin',
    'CE5',
    'EST',
    '5',
    '<+03>',
    '<+3>-3',
    'EST5EDT,M3.2.0',
    'EST5EDT,M13.2.0,M11.1.0',
    'EST5EDT,M3.6.0,M11.1.0',
    'EST5EDT,x,y',
    'EST5 EDT',
    ' EST5',
  ]) {
    assert.equal(posixZone(text), undefined, text)
  }
})
