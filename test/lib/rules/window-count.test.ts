import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type WindowCount, countOn, halfOf, startOf } from '../../../lib/rules/window-count.ts'

const BOUNDS = { seconds: 60, limit: 3 }

/** What each of some times adds up to: the count, and the level where it is new. */
function counted(...times: readonly number[]): readonly (string | undefined)[] {
  let state: WindowCount | undefined
  return times.map((time) => {
    const next = countOn(state, { time, by: 1 }, BOUNDS)
    state = next?.state ?? state
    return next && `${next.count}${next.isNew ? ` level ${next.level}` : ''}`
  })
}

test('a window begins at a multiple of its length, and an odd one has a longer half', () => {
  assert.deepEqual([startOf(119, 60), startOf(120, 60), halfOf(60), halfOf(61)], [60, 120, 30, 31])
})

test('what lies in two halves beside each other counts together, and nothing before them', () => {
  assert.deepEqual(counted(600, 629, 630, 659), ['1', '2', '3 level 1', '4'])
  assert.deepEqual(counted(600, 629, 660), ['1', '2', '1'])
  assert.deepEqual(counted(600, 630, 660, 661), ['1', '2', '2', '3 level 1'])
})

test('a level is new again once the count fell below it', () => {
  assert.deepEqual(counted(600, 601, 602, 630, 660, 661), ['1', '2', '3 level 1', '4', '2', '3 level 1'])
})

test('each power of ten of the limit is a level of its own, and one step may pass several', () => {
  const levelsOf = (...amounts: readonly number[]): readonly number[] => {
    let state: WindowCount | undefined
    return amounts.flatMap((by) => {
      const next = countOn(state, { time: 600, by }, BOUNDS) ?? assert.fail('it comes too late')
      ;({ state } = next)
      return next.isNew ? [next.level] : []
    })
  }
  assert.deepEqual(levelsOf(2, 1, 26, 1, 269, 1), [1, 2, 3])
  assert.deepEqual(levelsOf(300), [3])
})

test('what belongs to one of the two halves before the newest comes too late; further ahead no clock was right', () => {
  assert.deepEqual(counted(630, 629, 631), ['1', undefined, '2'])
  assert.deepEqual(counted(660, 600, 661), ['1', undefined, '2'])
  assert.deepEqual(counted(690, 629, 630), ['1', '1', '2'])
})
