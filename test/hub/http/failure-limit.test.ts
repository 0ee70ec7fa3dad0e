import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FailureLimit } from '../../../hub/http/failure-limit.ts'

function failed(limit: FailureLimit, address: string, times: number): void {
  for (let time = 0; time < times; time += 1) limit.note(address, 0)
}

test('each address waits for its own failures, an IPv6 address for those of its network', () => {
  const limit = new FailureLimit()
  failed(limit, '192.0.2.1', 20)
  assert.deepEqual([limit.waitFor('192.0.2.1', 1), limit.waitFor('192.0.2.2', 1)], [60, 0])
  failed(limit, '2001:db8:0:1::1', 10)
  failed(limit, '2001:db8::1:0:0:0:9', 10)
  assert.deepEqual([limit.waitFor('2001:db8:0:1::7', 1), limit.waitFor('2001:db8:0:2::1', 1)], [60, 0])
  failed(limit, '', 20)
  assert.equal(limit.waitFor('', 1), 60)
})

test('nobody waits because a clock was set back', () => {
  const limit = new FailureLimit()
  for (let time = 0; time < 20; time += 1) limit.note('192.0.2.1', 1e12)
  assert.equal(limit.waitFor('192.0.2.1', 1e12 - 1), 0)
})

test('any number of addresses takes a bounded memory', () => {
  const limit = new FailureLimit()
  failed(limit, '192.0.2.1', 20)
  for (let each = 0; each < 10_000; each += 1) limit.note(`host${each}`, 0)
  assert.equal(limit.waitFor('192.0.2.1', 1), 0)
})
