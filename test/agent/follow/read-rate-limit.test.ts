import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { suite, test } from 'node:test'
import { ReadRateLimit } from '../../../agent/follow/read-rate-limit.ts'
import { LONGEST_LINE } from '../../../agent/follow/scan/longest-line.ts'
import { Followed, temporaryLog } from './followed.ts'

suite('a read-rate limit', () => {
  test('allows a burst of a tenth of a second, and makes the rest wait', () => {
    let now = 1000
    const rateLimit = new ReadRateLimit(1_000_000, () => now)
    assert.equal(rateLimit.spend(100_000), 0)
    assert.equal(rateLimit.spend(250_000), 250)
    now += 250
    assert.equal(rateLimit.spend(0), 0)
    assert.equal(rateLimit.spend(1000), 1)
  })

  test('saves up no more than that during a pause', () => {
    let now = 0
    const rateLimit = new ReadRateLimit(1000, () => now)
    rateLimit.spend(100)
    now = 3_600_000
    assert.equal(rateLimit.spend(1100), 1000)
  })

  test('without a rate never waits', () => {
    const rateLimit = new ReadRateLimit(Infinity, () => 5)
    assert.equal(rateLimit.spend(1e12), 0)
  })
})

test('what is found is delivered before reading waits for the limit', async (t) => {
  const path = temporaryLog(t)
  const waits: number[] = []
  writeFileSync(path, `a\n${'x'.repeat(LONGEST_LINE - 100)}\n${'y'.repeat(LONGEST_LINE - 100)}\nb\n`)
  const followed = new Followed(path, {
    rateLimit: new ReadRateLimit(1024 * 1024, () => 0),
    clock: { now: () => 0, sleep: async (milliseconds) => void waits.push(milliseconds) },
  })
  await followed.next()
  const batch = await followed.next()
  assert.equal(batch?.items[0]?.text, 'a')
  assert.deepEqual(waits, [])
  await followed.look()
  assert.equal(followed.taken.length, 4)
  assert.ok(waits.length >= 1)
})
