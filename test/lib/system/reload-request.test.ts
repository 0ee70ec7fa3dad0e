import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { ReloadRequest } from '../../../lib/system/reload-request.ts'

const { signal } = new AbortController()

test('a request is taken at once by who waits for it, and later once, however often it was made', async () => {
  const reloadRequest = new ReloadRequest()
  const taken = reloadRequest.taken(signal)
  reloadRequest.make()
  assert.equal(await taken, true)
  for (let count = 0; count < 10; count += 1) reloadRequest.make()
  assert.equal(await reloadRequest.taken(signal), true)
  assert.equal(await Promise.race([reloadRequest.taken(signal), setImmediate('silence')]), 'silence')
})

test('who is aborted takes nothing, and the next one takes the request', async () => {
  const reloadRequest = new ReloadRequest()
  const leaving = new AbortController()
  const taken = reloadRequest.taken(leaving.signal)
  leaving.abort()
  assert.equal(await taken, false)
  reloadRequest.make()
  assert.equal(await reloadRequest.taken(leaving.signal), false)
  assert.equal(await reloadRequest.taken(signal), true)
})
