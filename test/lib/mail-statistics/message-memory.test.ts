import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { MessageMemory } from '../../../lib/mail-statistics/message-memory.ts'

/** A step: arrival of a message, or the end of one. */
const STEPS = fc.array(fc.tuple(fc.nat(20), fc.boolean()), { maxLength: 200 })

test('messages are found until they end or are the oldest of too many, as in a map', () => {
  fc.assert(
    fc.property(STEPS, (steps) => {
      const memory = new MessageMemory(5)
      const model = new Map<string, number>()
      for (const [index, [number, isArrival]] of steps.entries()) {
        const id = `1xX8c2-${String(number).padStart(6, '0')}-03`
        const bytes = Buffer.from(` ${id} `)
        const place = memory.find(bytes, 1, 17)
        assert.equal(place === -1 ? undefined : memory.sizeAt(place), model.get(id))
        model.delete(id)
        if (!isArrival && place !== -1) memory.delete(place)
        if (!isArrival) continue
        const [oldest] = model.keys()
        if (model.size === 5 && oldest !== undefined) model.delete(oldest)
        model.set(id, index)
        memory.add(bytes, 1, 17, index, undefined)
      }
      const kept = [...memory.places()].map((place) => [memory.idAt(place), memory.sizeAt(place)])
      assert.deepEqual(kept, [...model])
    }),
  )
})

test('a flag is set once', () => {
  const memory = new MessageMemory(2)
  const place = memory.add(Buffer.from('1xX8c2-000014-03'), 0, 16, 1, undefined)
  assert.deepEqual(
    [memory.flag(place, 1), memory.flag(place, 1), memory.flag(place, 2), memory.flagsAt(place)],
    [true, false, true, 3],
  )
})
