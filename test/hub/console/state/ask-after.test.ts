import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { Answer } from '../../../../hub/console/state/answer.ts'
import { askAfter } from '../../../../hub/console/state/ask-after.ts'

test('what is asked after something else waits for its answer, and until that is shown', async (context) => {
  const fetched: unknown[] = []
  context.mock.method(globalThis, 'fetch', async (path: unknown) => {
    fetched.push(path)
    return new Response('{"total":3}')
  })
  const [first, shown] = [Promise.withResolvers<{ readonly value: string }>(), Promise.withResolvers<void>()]
  let isAwaited = false
  const rows = new Answer<string>(() => first.promise)
  const untilShown = (): Promise<void> => {
    isAwaited = true
    return shown.promise
  }
  const counts = new Answer<{ readonly total: number }>(askAfter(rows, untilShown))
  // In whichever order they are wanted.
  counts.want('/counts')
  rows.want('/rows')
  await setImmediate()
  assert.deepEqual([isAwaited, fetched, counts.known.value.isOld], [false, [], true])
  first.resolve({ value: 'rows' })
  await setImmediate()
  assert.deepEqual([isAwaited, fetched], [true, []])
  shown.resolve()
  for (let turn = 0; turn < 3; turn += 1) await setImmediate()
  assert.deepEqual([fetched, counts.known.value.value], [['/counts'], { total: 3 }])
})
