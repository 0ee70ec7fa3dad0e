import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  difference,
  filledIn,
  isComparable,
  isMoreOf,
  numbersOf,
  sumsOf,
  usualOfSpansBefore,
} from '../../../../../hub/console/pages/statistics/totals-sums.ts'
import type { TotalsAnswer } from '../../../../../hub/contract/totals-contract.ts'

const HOUR = 3600

function answerOf(counts: readonly (readonly [time: number, recipients: number])[]): TotalsAnswer {
  const points = counts.map(([time, recipients]) => ({ time, numbers: [1, recipients] }))
  return { kind: 'mail', numbers: ['messages', 'recipients'], step: HOUR, points, keys: [], hosts: [], untold: 0 }
}

test('numbers are read by the names that come with them; one without a name is not known, which is not 0', () => {
  const of = numbersOf(['messages', 'recipients'], [3, 40])
  assert.deepEqual([of('recipients'), of('total'), of('bytes')], [40, 43, undefined])
  const sums = sumsOf(
    answerOf([
      [0, 2],
      [HOUR, 5],
    ]),
  )
  assert.deepEqual([sums('messages'), sums('recipients')], [2, 7])
})

test('where hosts told something and nothing of a key, there was none of it; where they told nothing, nobody knows', () => {
  const whole = {
    ...answerOf([
      [0, 9],
      [HOUR, 9],
      [3 * HOUR, 9],
    ]),
    untold: 2,
  }
  const { points, untold } = filledIn({ ...answerOf([[HOUR, 4]]), untold: 7 }, whole)
  assert.deepEqual(
    points.map(({ time, numbers }) => [time, numbers[1]]),
    [
      [0, 0],
      [HOUR, 4],
      [3 * HOUR, 0],
    ],
  )
  assert.equal(untold, 2)
})

test('with a time of which less was told nothing is compared', () => {
  const hours = (count: number): TotalsAnswer => answerOf(Array.from({ length: count }, (_, at) => [at * HOUR, 1]))
  assert.equal(isComparable(hours(24), hours(22)), true)
  assert.equal(isComparable(hours(24), hours(21)), false)
  assert.equal(isComparable(hours(0), hours(0)), false)
})

test('what is half as much again differs, or less than two thirds; what chance explains does not', () => {
  assert.deepEqual(difference(3000, 1500), { is: 'times', by: 2 })
  assert.deepEqual(difference(1000, 4000), { is: 'less', percent: 75 })
  assert.equal(difference(1400, 1000), undefined)
  assert.equal(difference(9, 4), undefined)
  assert.equal(difference(4000, 0), undefined)
})

test('a share is more than before only if chance does not explain it', () => {
  assert.equal(isMoreOf([800, 10_000], [40, 10_000]), true)
  assert.equal(isMoreOf([80, 1000], [800, 10_000]), false)
  assert.equal(isMoreOf([3, 100], [0, 100]), false)
  assert.equal(isMoreOf([30, 100], [0, 100]), true)
})

test('usual is the median of the times before, as long as three of them were told', () => {
  const span = { from: 70 * HOUR, until: 80 * HOUR }
  const hours = Array.from({ length: 70 }, (_, at) => [at * HOUR, at < 10 ? 1000 : at < 40 ? 5 : 7] as const)
  assert.equal(usualOfSpansBefore(answerOf(hours), span, 'recipients'), 70)
  const gappy = hours.filter(([time]) => time >= 50 * HOUR)
  assert.equal(usualOfSpansBefore(answerOf(gappy), span, 'recipients'), undefined)
})
