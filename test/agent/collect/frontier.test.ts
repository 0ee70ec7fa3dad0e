import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Frontier } from '../../../agent/collect/frontier.ts'
import type { ClosableWaker } from '../../../lib/system/watching/waker.ts'

/** A waker that wakes when it is told to, and clocks that a test sets. */
function scene(): {
  readonly frontier: Frontier
  readonly clock: { time: number }
  readonly source: () => { readonly waker: ClosableWaker; readonly hint: () => void }
} {
  const clock = { time: 1000 }
  const frontier = new Frontier({ now: () => clock.time, elapsed: () => clock.time })
  const source = (): { waker: ClosableWaker; hint: () => void } => {
    let hint = (): void => undefined
    const wake = (): Promise<void> => new Promise((resolve) => (hint = resolve))
    return { waker: frontier.watch({ wake, hint: () => hint(), close: () => undefined }), hint: () => hint() }
  }
  return { frontier, clock, source }
}

const { signal } = new AbortController()

test('all is read up to now while every source waits for something new', () => {
  const { frontier, source } = scene()
  assert.equal(frontier.time, 1000)
  const { waker } = source()
  assert.equal(frontier.time, -Infinity)
  void waker.wake(signal)
  assert.equal(frontier.time, 1000)
})

test('while one source is read, all is read up to when it had been read to its end', async () => {
  const { frontier, clock, source } = scene()
  const [one, other] = [source(), source()]
  void other.waker.wake(signal)
  const woken = one.waker.wake(signal)
  clock.time = 2000
  one.hint()
  await woken
  clock.time = 3000
  assert.equal(frontier.time, 1000)
  void one.waker.wake(signal)
  assert.equal(frontier.time, 3000)
})

test('a source that never catches up, or that is closed, holds up nobody', () => {
  const { frontier, clock, source } = scene()
  source()
  const { waker } = source()
  clock.time += 600_000
  assert.equal(frontier.time, -Infinity)
  clock.time += 1
  assert.equal(frontier.time, clock.time)
  waker.close()
  source().waker.close()
  assert.equal(frontier.time, clock.time)
})
