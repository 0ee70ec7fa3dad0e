import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RequestWindow, type OpenRequest } from '../../../../agent/receivers/delivery/request-window.ts'

/** Begins as many requests as may go out now. */
function fill(window: RequestWindow): OpenRequest[] {
  const requests: OpenRequest[] = []
  while (window.isOpen) requests.push(window.begin())
  return requests
}

test('a window begins with one request, and each answer allows one more, up to the limit', () => {
  const window = new RequestWindow(3)
  const sizes: number[] = []
  for (let round = 0; round < 4; round += 1) {
    const requests = fill(window)
    sizes.push(requests.length)
    for (const request of requests) request.end()
    window.answered()
  }
  assert.deepEqual(sizes, [1, 2, 3, 3])
})

test('after a failure one request may go out beside the older ones, which no longer count as recent', () => {
  const window = new RequestWindow(3)
  window.answered()
  const [failed, older] = fill(window)
  failed?.end()
  window.failed()
  const [probe, ...others] = fill(window)
  assert.deepEqual([older?.isRecent(), probe?.isRecent(), others], [false, true, []])
  older?.end()
  older?.end()
  assert.equal(window.isOpen, false)
  probe?.end()
  assert.equal(window.isOpen, true)
})

test('older requests and the new one together never exceed the limit', () => {
  const window = new RequestWindow(2)
  window.answered()
  const [first] = fill(window)
  window.failed()
  assert.equal(window.isOpen, false)
  first?.end()
  assert.equal(fill(window).length, 1)
})
