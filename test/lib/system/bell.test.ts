import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { Bell } from '../../../lib/system/bell.ts'

const { signal } = new AbortController()

test('a bell that is rung is heard by one who waits, and once by one who comes later, however often it was', async () => {
  const bell = new Bell()
  const heard = bell.heard(signal)
  bell.ring()
  assert.equal(await heard, true)
  for (let count = 0; count < 10; count += 1) bell.ring()
  assert.equal(await bell.heard(signal), true)
  assert.equal(await Promise.race([bell.heard(signal), setImmediate('silence')]), 'silence')
})

test('one who is not to wait any more has heard nothing, and the next one does', async () => {
  const bell = new Bell()
  const leaving = new AbortController()
  const heard = bell.heard(leaving.signal)
  leaving.abort()
  assert.equal(await heard, false)
  bell.ring()
  assert.equal(await bell.heard(leaving.signal), false)
  assert.equal(await bell.heard(signal), true)
})
