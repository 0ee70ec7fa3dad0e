import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ChartedDay, dayChart } from '../../../../../hub/console/pages/now/usual.ts'
import { NOW } from '../../../../support/stores.ts'

const [HOUR, DAY] = [3600, 86_400]

/** The hour that NOW stands in is the last bar. */
const LAST = NOW - (NOW % HOUR)

function chart(day: readonly (readonly [hoursAgo: number, count: number])[], pastCount: number, days = 14): ChartedDay {
  const told = (time: number, count: number, type = 'login_failed'): { time: number; type: string; count: number } => ({
    time,
    type,
    count,
  })
  const past = Array.from({ length: days * 24 }, (_, at) => told(LAST - DAY - at * HOUR, pastCount))
  const other = told(LAST, 999, 'login')
  return dayChart(
    { day: [...day.map(([ago, count]) => told(LAST - ago * HOUR, count)), other], past },
    ['login_failed'],
    {
      until: NOW,
      firstHour: past.at(-1)?.time,
    },
  )
}

test('24 bars end with the present hour, and each stands beside the same hour of the days before', () => {
  const { bars, total, usualTotal } = chart(
    [
      [0, 7],
      [23, 5],
    ],
    4,
  )
  assert.deepEqual([bars.length, bars.at(-1)?.time, bars.at(-1)?.count, bars[0]?.count], [24, LAST, 7, 5])
  assert.deepEqual([total, usualTotal], [12, 96])
  assert.ok(bars.every(({ usual }) => usual?.low === 4 && usual.high === 9))
})

test('there is more than usual where chance does not explain it', () => {
  const odd = (count: number): boolean | undefined => chart([[0, count]], 4).bars.at(-1)?.isMore
  assert.deepEqual([odd(9), odd(10)], [false, true])
  assert.equal(chart([[0, 2]], 0).bars.at(-1)?.isMore, false, 'two of what never happens are no alarm')
})

test('less than a week makes no habit, and then nothing is more than usual', () => {
  const { bars, usualTotal } = chart([[0, 500]], 4, 6)
  assert.equal(usualTotal, undefined)
  assert.ok(bars.every(({ usual, isMore }) => usual === undefined && !isMore))
})

test('what was never told is known as such', () => {
  const counts = { day: [], past: [{ time: LAST - 9 * DAY, type: 'login', count: 3 }] }
  assert.equal(dayChart(counts, ['mail_submitted'], { until: NOW, firstHour: undefined }).isUntold, true)
  assert.equal(dayChart(counts, ['login'], { until: NOW, firstHour: undefined }).isUntold, false)
})

test('that none was told is said of the days in which anything was told, and of no more', () => {
  const days = (firstHour: number | undefined): number | undefined =>
    dayChart({ day: [], past: [] }, ['login'], { until: NOW, firstHour }).toldDays
  assert.deepEqual([undefined, LAST - DAY, LAST - 9 * DAY, LAST + HOUR - 15 * DAY].map(days), [undefined, 1, 9, 15])
})
