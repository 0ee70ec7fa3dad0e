import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Outcome } from '../../../../agent/receivers/delivery/outcome.ts'
import { throttled } from '../../../../agent/receivers/delivery/throttle.ts'

const { signal } = new AbortController()

test('requests begin evenly spread, in the order in which they came, and idle time saves nothing up', async () => {
  let now = 1000
  const begun: [string, number][] = []
  const sleeps: number[] = []
  const begin = async (id: string): Promise<Outcome> => {
    begun.push([id, now])
    return { result: 'accepted' }
  }
  const clock = { sleep: async (milliseconds: number) => void sleeps.push(milliseconds) }
  const send = throttled(begin, 100, clock, () => now)
  await Promise.all(['a', 'b', 'c'].map((id) => send(id, signal)))
  assert.deepEqual(sleeps, [100, 200])
  now = 9000
  await send('d', signal)
  await send('e', signal)
  assert.deepEqual(sleeps, [100, 200, 100])
  assert.deepEqual(
    begun.map(([id]) => id),
    ['a', 'b', 'c', 'd', 'e'],
  )
})

test('without an interval nothing waits', () => {
  const send = async (): Promise<Outcome> => ({ result: 'accepted' })
  const never = (): never => assert.fail('must not be asked')
  assert.equal(throttled(send, undefined, { sleep: never }, never), send)
})
