import assert from 'node:assert/strict'
import { test } from 'node:test'
import { StreamPlaces } from '../../../hub/api/stream-places.ts'

test('no more places are taken than there are, and each is free again once', () => {
  const places = new StreamPlaces(2)
  const clients = [1, 2, 3].map(() => new AbortController())
  const take = (index: number): void => places.take(clients[index]?.signal ?? AbortSignal.abort())
  take(0)
  take(1)
  assert.throws(() => take(2), { name: 'HttpError', status: 429, headers: { 'retry-after': '10' } })
  clients[0]?.abort()
  clients[0]?.abort()
  take(2)
  assert.throws(() => places.take(new AbortController().signal), { status: 429 })
  clients[1]?.abort()
  places.take(AbortSignal.abort())
  places.take(new AbortController().signal)
})
