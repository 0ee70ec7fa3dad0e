import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Pace, type Request } from '../../../../agent/receivers/delivery/request-window.ts'

/** Begins as many requests as may go out now. */
function fill(pace: Pace): Request[] {
  const requests: Request[] = []
  while (pace.isOpen) requests.push(pace.begin())
  return requests
}

test('it begins with one request, and each answer allows one more, up to the most', () => {
  const pace = new Pace(3)
  const sizes: number[] = []
  for (let round = 0; round < 4; round += 1) {
    const requests = fill(pace)
    sizes.push(requests.length)
    for (const request of requests) request.end()
    pace.answered()
  }
  assert.deepEqual(sizes, [1, 2, 3, 3])
})

test('after a failure one may go out beside the older ones, which are not recent any more', () => {
  const pace = new Pace(3)
  pace.answered()
  const [failed, older] = fill(pace)
  failed?.end()
  pace.failed()
  const [probe, ...others] = fill(pace)
  assert.deepEqual([older?.isRecent(), probe?.isRecent(), others], [false, true, []])
  older?.end()
  older?.end()
  assert.equal(pace.isOpen, false)
  probe?.end()
  assert.equal(pace.isOpen, true)
})

test('older ones and the probe together are never more than the most', () => {
  const pace = new Pace(2)
  pace.answered()
  const [first] = fill(pace)
  pace.failed()
  assert.equal(pace.isOpen, false)
  first?.end()
  assert.equal(fill(pace).length, 1)
})
