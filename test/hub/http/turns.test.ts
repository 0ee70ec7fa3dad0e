import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { Turns } from '../../../hub/http/turns.ts'

test('pieces of work that wait get one turn of the event loop each, in their order, also those asked for meanwhile', async () => {
  const turns = new Turns()
  const done: string[] = []
  const work = async (name: string, pieces: number): Promise<void> => {
    for (let piece = 1; piece <= pieces; piece += 1) {
      await turns.next()
      done.push(`${name}${piece}`)
    }
  }
  const works = Promise.all([work('a', 3), work('b', 1), work('c', 2)])
  const lengths: number[] = []
  while (done.length < 6) {
    await setImmediate()
    lengths.push(done.length)
  }
  await works
  assert.deepEqual(done, ['a1', 'b1', 'c1', 'a2', 'c2', 'a3'])
  for (const [turn, length] of lengths.entries()) assert.ok(length - (lengths[turn - 1] ?? 0) <= 1, String(lengths))
})

test('who asks when nobody else does gets the next turn', async () => {
  const turns = new Turns()
  for (let round = 0; round < 3; round += 1) {
    let hasTurn = false
    void turns.next().then(() => (hasTurn = true))
    await setImmediate()
    await setImmediate()
    assert.ok(hasTurn)
  }
})
