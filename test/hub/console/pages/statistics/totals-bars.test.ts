import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chartScale } from '../../../../../hub/console/pages/statistics/chart-scale.ts'
import { stacked, totalsBars } from '../../../../../hub/console/pages/statistics/totals-bars.ts'
import type { NumberOf } from '../../../../../hub/console/pages/statistics/totals-sums.ts'

const [HOUR, DAY] = [3600, 86_400]
const NUMBERS = ['requests', 'errors']

const both = (of: NumberOf): readonly number[] => [of('requests') ?? 0, of('errors') ?? 0]

function pointsAt(times: readonly number[]): readonly { time: number; numbers: readonly number[] }[] {
  return times.map((time) => ({ time, numbers: [10, 1] }))
}

test('a bar is the sum of the periods in it; where nobody told there is none, and the time is named', () => {
  const times = [0, HOUR, 4 * HOUR, 5 * HOUR]
  const counted = { numbers: NUMBERS, points: pointsAt(times), step: HOUR }
  const { bars, width, untold } = totalsBars(counted, { from: 0, until: 8 * HOUR }, both, 10 * HOUR)
  assert.equal(width, HOUR)
  assert.deepEqual(
    bars.map(({ values }) => values),
    [[10, 1], [10, 1], undefined, undefined, [10, 1], [10, 1], undefined, undefined],
  )
  assert.deepEqual(untold, [
    { from: 2 * HOUR, until: 4 * HOUR },
    { from: 6 * HOUR, until: 8 * HOUR },
  ])
  assert.deepEqual(stacked(bars, 2)[1]?.slice(0, 3), [11, 11, 0])
})

test('what a host cannot have told yet is not missing', () => {
  const counted = { numbers: NUMBERS, points: pointsAt([0, HOUR]), step: HOUR }
  const { untold } = totalsBars(counted, { from: 0, until: 4 * HOUR }, both, 3.5 * HOUR)
  assert.deepEqual(untold, [])
  const later = totalsBars(counted, { from: 0, until: 4 * HOUR }, both, 6 * HOUR)
  assert.deepEqual(later.untold, [{ from: 2 * HOUR, until: 4 * HOUR }])
})

test('a day of minutes is drawn in wider bars that begin with the clock', () => {
  const times = Array.from({ length: 1440 }, (_, at) => 600 + at * 60)
  const counted = { numbers: NUMBERS, points: pointsAt(times), step: 60 }
  const { bars, width, untold } = totalsBars(counted, { from: 600, until: 600 + DAY }, both, 2 * DAY)
  assert.deepEqual([width, bars.length, bars[0]?.time, untold.length], [600, 144, 600, 0])
  assert.ok(bars.every(({ values }) => values?.[0] === 100))
})

test('weeks of days begin with the time', () => {
  const first = 1000 * DAY
  const times = Array.from({ length: 400 }, (_, at) => first + at * DAY)
  const counted = { numbers: NUMBERS, points: pointsAt(times), step: DAY }
  const span = { from: first, until: first + 400 * DAY }
  const { bars, width, untold } = totalsBars(counted, span, both, first + 500 * DAY)
  assert.deepEqual([width, bars.length, bars[0], untold], [7 * DAY, 58, { time: first, values: [70, 7] }, []])
})

test('a scale ends at a round number that nothing exceeds, sizes in their own unit', () => {
  assert.deepEqual(chartScale(0, false), [0, 1])
  assert.deepEqual(chartScale(1912, false), [0, 1000, 2000])
  assert.deepEqual(chartScale(13, false), [0, 5, 10, 15])
  assert.deepEqual(chartScale(2.3 * 1024 ** 3, true), [0, 1.5 * 1024 ** 3, 3 * 1024 ** 3])
})
