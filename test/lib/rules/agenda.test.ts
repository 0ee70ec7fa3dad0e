import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { Agenda, type Timed } from '../../../lib/rules/agenda.ts'

const timed: fc.Arbitrary<Timed> = fc
  .tuple(fc.nat(9), fc.constantFrom('a', 'b', 'c', '~a'))
  .map(([at, order]) => ({ at, order }))

function byTime(one: Timed, other: Timed): number {
  return one.at - other.at || (one.order === other.order ? 0 : one.order < other.order ? -1 : 1)
}

test('what waits comes out in the order of time, and at one time in that of its names', () => {
  fc.assert(
    fc.property(fc.array(timed, { size: 'max', maxLength: 100 }), (items) => {
      const agenda = new Agenda<Timed>()
      for (const item of items) agenda.add(item)
      assert.deepEqual(
        items.map(() => agenda.next()),
        items.toSorted(byTime),
      )
      assert.deepEqual([agenda.size, agenda.first, agenda.next()], [0, undefined, undefined])
    }),
  )
})

test('what is added while others are taken out waits among them', () => {
  fc.assert(
    fc.property(fc.array(fc.option(timed), { size: 'max', maxLength: 100 }), (steps) => {
      const agenda = new Agenda<Timed>()
      let waiting: readonly Timed[] = []
      for (const added of steps) {
        if (added === null) {
          assert.deepEqual(agenda.next(), waiting[0])
          waiting = waiting.slice(1)
        } else {
          agenda.add(added)
          waiting = [...waiting, added].toSorted(byTime)
        }
        assert.deepEqual(agenda.first, waiting[0])
        assert.deepEqual(agenda.items.toSorted(byTime), waiting)
      }
    }),
  )
})
