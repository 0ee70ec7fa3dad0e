import assert from 'node:assert/strict'
import { test } from 'node:test'
import { requestsOfDay } from '../../../../../hub/console/pages/hosts/requests-of-day.ts'
import type { TotalsAnswer } from '../../../../../hub/contract/totals-contract.ts'

const [HOUR, DAY] = [3600, 86_400]
const END = 20_000 * DAY

function answerOf(hours: readonly (readonly [time: number, requests: number])[]): TotalsAnswer {
  const points = hours.map(([time, requests]) => ({ time, numbers: [0, requests] }))
  return { kind: 'traffic', numbers: ['bytes', 'requests'], step: HOUR, points, keys: [], hosts: [], untold: 0 }
}

/** So many requests in each hour between two times, in hours before the end. */
function hours(from: number, until: number, requests: number): readonly (readonly [number, number])[] {
  return Array.from({ length: from - until }, (_, at) => [END - (from - at) * HOUR, requests] as const)
}

test('the hours of a host stand beside those of two weeks, and what exceeds them is more', () => {
  const day = answerOf([...hours(24, 1, 100), ...hours(1, 0, 900)])
  const past = answerOf(hours(15 * 24, 24, 100))
  const { chart, untold } = requestsOfDay({ day, past }, { end: END, now: END - 1 })
  assert.deepEqual([chart.total, chart.usualTotal, untold], [3200, 2400, []])
  assert.deepEqual(
    chart.bars.filter(({ isMore }) => isMore).map(({ time, count }) => [time, count]),
    [[END - HOUR, 900]],
  )
})

test('hours that a host did not tell are named, but for the one that is not over', () => {
  const day = answerOf([...hours(24, 10, 100), ...hours(7, 1, 100)])
  const { untold } = requestsOfDay({ day, past: answerOf([]) }, { end: END, now: END - HOUR / 2 })
  assert.deepEqual(untold, [{ from: END - 10 * HOUR, until: END - 7 * HOUR }])
})
