import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { Bell } from '../../../lib/system/bell.ts'

const { signal } = new AbortController()

test('a waiting listener hears the bell at once, a later one once, however often it was rung', async () => {
  const bell = new Bell()
  const heard = bell.heard(signal)
  bell.ring()
  assert.equal(await heard, true)
  for (let count = 0; count < 10; count += 1) bell.ring()
  assert.equal(await bell.heard(signal), true)
  assert.equal(await Promise.race([bell.heard(signal), setImmediate('silence')]), 'silence')
})

test('an aborted listener hears nothing, and the next one hears the bell', async () => {
  const bell = new Bell()
  const leaving = new AbortController()
  const heard = bell.heard(leaving.signal)
  leaving.abort()
  assert.equal(await heard, false)
  bell.ring()
  assert.equal(await bell.heard(leaving.signal), false)
  assert.equal(await bell.heard(signal), true)
})
