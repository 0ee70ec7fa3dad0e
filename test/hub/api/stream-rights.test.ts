import assert from 'node:assert/strict'
import { setImmediate } from 'node:timers/promises'
import { revokeApiToken } from '../../../hub/store/change/revoke-api-token.ts'
import { apiTokenIn, BY, personIn } from '../../support/people.ts'
import { runHub } from '../../support/running-hub.ts'
import { NOW, testOnStores } from '../../support/stores.ts'

testOnStores('a stream ends soon after its token was revoked', async (store, context) => {
  let slept = 0
  const { promise: revoked, resolve: goOn } = Promise.withResolvers<void>()
  const sleep = async (milliseconds: number): Promise<void> => {
    await revoked
    await setImmediate()
    slept += milliseconds
  }
  const hub = await runHub(store, context, { clock: { now: () => NOW * 1000 + slept, sleep } })
  await personIn(store, 'ann', 'viewer')
  const { id, authorization } = await apiTokenIn(store, 'ann')
  const response = await fetch(`${hub.url}/api/v1/stream`, { headers: { authorization } })
  await store.change(revokeApiToken, { id, now: NOW, by: BY })
  goOn()
  assert.match(await response.text(), /^retry: 3000\nid: \d+\n\n$/)
  assert.ok(slept <= 10_000, `it ended after ${slept} ms`)
})
