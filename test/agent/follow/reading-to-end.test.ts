import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { readingToEnd } from '../../../agent/follow/reading-to-end.ts'

function scene(isUnread = false) {
  const [slept, ends]: [number[], boolean[]] = [[], []]
  const clock = { sleep: async (milliseconds: number): Promise<void> => void slept.push(milliseconds) }
  const end = readingToEnd({ clock, isUnread: () => isUnread, onEnd: (isSettled) => ends.push(isSettled) })
  const wake = (within?: number): Promise<void> => end.waker.wake(new AbortController().signal, within)
  return { ...end, slept, ends, wake }
}

suite('reading a log to its end once', () => {
  test('ends when only new lines are left to wait for', async () => {
    const { signal, slept, ends, wake } = scene()
    await wake(1000)
    assert.deepEqual([slept, signal.aborted], [[1000], false])
    await wake()
    assert.deepEqual([slept, ends, signal.aborted], [[1000], [true], true])
  })

  test('ends at once when the log cannot be read', async () => {
    const { signal, slept, ends, wake } = scene(true)
    await wake(1000)
    assert.deepEqual([slept, ends, signal.aborted], [[], [false], true])
  })

  test('ends after sixty looks at a rotation that never settles', async () => {
    const { signal, slept, ends, wake } = scene()
    for (let look = 0; look < 60; look += 1) await wake(1000)
    assert.deepEqual([slept.length, signal.aborted], [60, false])
    await wake(1000)
    assert.deepEqual([slept.length, ends, signal.aborted], [60, [false], true])
  })
})
