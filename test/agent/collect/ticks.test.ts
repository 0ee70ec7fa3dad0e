import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tick } from '../../../agent/collect/ticks.ts'

test('a tick goes no further than what had been read before it waited, and than what is read after it', async () => {
  for (const [before, after, expected] of [
    [100_000, 130_000, 100],
    [130_000, 100_500, 100],
  ] as const) {
    const stop = new AbortController()
    const told: number[] = []
    const times = [before, after]
    const frontier = {
      get time(): number {
        return times.shift() ?? assert.fail('asked too often')
      },
    }
    const intake = {
      due: 90,
      somethingDue: () => Promise.resolve(),
      tick: (time: number) => {
        told.push(time)
        stop.abort()
        return Promise.resolve(true)
      },
    }
    await tick(intake, frontier, stop.signal, () => told.push(-1), {
      now: () => 91_000,
      sleep: () => Promise.resolve(),
    })
    assert.deepEqual(told, [expected, -1], 'and what was heard counts as work')
  }
})
