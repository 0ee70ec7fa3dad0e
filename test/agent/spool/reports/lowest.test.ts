import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Lowest } from '../../../../agent/spool/reports/lowest.ts'

test('the lowest values are kept, in order, each once, and whether there were more is known', () => {
  const lowest = new Lowest<number>(3)
  for (const value of [9, 10, 4, 9, 4, 30, 2, 100, 9, 5, 2]) lowest.add(value)
  assert.deepEqual(lowest.ascending(), [2, 4, 5])
  assert.equal(lowest.isCut, true)
  lowest.add(3)
  lowest.add(6)
  assert.deepEqual(lowest.ascending(), [2, 3, 4])
})

test('values within the limit are all kept, even if each is added often', () => {
  const lowest = new Lowest<string>(2)
  for (const value of ['b', 'a', 'b', 'a', 'b', 'a']) lowest.add(value)
  assert.deepEqual(lowest.ascending(), ['a', 'b'])
  assert.equal(lowest.isCut, false)
})
