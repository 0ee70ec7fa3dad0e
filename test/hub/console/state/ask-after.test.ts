import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Answer } from '../../../../hub/console/state/answer.ts'
import { askAfter } from '../../../../hub/console/state/ask-after.ts'

/** Lets the test say when a frame is painted. */
function slowFrames(): { readonly paint: () => Promise<void> } {
  const frames: FrameRequestCallback[] = []
  Object.assign(globalThis, { requestAnimationFrame: (frame: FrameRequestCallback) => frames.push(frame) })
  const paint = async (): Promise<void> => {
    for (const frame of frames.splice(0)) frame(0)
    for (let turn = 0; turn < 3; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve))
  }
  return { paint }
}

test('what is asked after something else waits for its answer, and until that is painted', async (context) => {
  const { paint } = slowFrames()
  context.mock.timers.enable({ apis: ['setTimeout'] })
  const fetched: unknown[] = []
  context.mock.method(globalThis, 'fetch', async (path: unknown) => {
    fetched.push(path)
    return new Response('{"total":3}')
  })
  const first = Promise.withResolvers<{ readonly value: string }>()
  const rows = new Answer<string>(() => first.promise)
  const counts = new Answer<{ readonly total: number }>(askAfter(rows))
  // In whichever order they are wanted.
  counts.want('/counts')
  rows.want('/rows')
  await paint()
  assert.deepEqual([fetched, counts.known.value.isOld], [[], true])
  first.resolve({ value: 'rows' })
  await new Promise<void>((resolve) => setImmediate(resolve))
  assert.deepEqual(fetched, [])
  await paint()
  context.mock.timers.tick(1)
  await paint()
  assert.deepEqual([fetched, counts.known.value.value], [['/counts'], { total: 3 }])
})
