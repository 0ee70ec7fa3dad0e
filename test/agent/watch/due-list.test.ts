import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { DueList } from '../../../agent/watch/due-list.ts'

test('what is due is taken in the order of its times, and of the same time what was added first', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 })), fc.integer({ min: 0, max: 9 }), (times, now) => {
      const due = new DueList<number>()
      times.forEach((time, index) => due.add(index, time))
      const taken: number[] = []
      for (let item = due.take(now); item !== undefined; item = due.take(now)) taken.push(item)
      const order = times.map((time, index) => ({ time, index })).toSorted((one, other) => one.time - other.time)
      const [early, late] = [order.filter(({ time }) => time <= now), order.filter(({ time }) => time > now)]
      assert.deepEqual(
        taken,
        early.map(({ index }) => index),
      )
      assert.equal(due.size, late.length)
      assert.equal(due.next, late[0]?.time ?? Infinity)
    }),
  )
})
