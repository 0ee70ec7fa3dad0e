import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PROBLEMS } from '../../../hub/http/errors.ts'
import { type Kept, type Store, StoreUnavailable, type Unavailability } from '../../../hub/store/store.ts'
import { runHub } from '../../support/running-hub.ts'
import { NOW, testOnStores } from '../../support/stores.ts'

/** A store that keeps, or is unavailable; it counts how often it was asked to keep. */
function fakeStore(state: { fault?: Unavailability; keeps: number }): Store {
  return {
    ask: () => Promise.reject(new Error('nobody asks')),
    change: () => Promise.reject(new Error('nobody changes')),
    keep: async (): Promise<Kept> => {
      state.keeps += 1
      if (state.fault !== undefined) throw new StoreUnavailable(state.fault)
      return { arrival: 1, isNew: [] }
    },
    scrub: async () => 'done' as const,
    close: async () => undefined,
  }
}

testOnStores('a hub whose store takes commits is ready', async (store, context) => {
  const hub = await runHub(store, context)
  assert.deepEqual([(await hub.ask('/healthz')).text, (await hub.ask('/readyz')).text], ['ok\n', 'ok\n'])
})

test('a hub that cannot store lives, is not ready, says why, and looks at most every two seconds', async (context) => {
  const state: { fault?: Unavailability; keeps: number } = { fault: 'full', keeps: 0 }
  let now = NOW * 1000
  const hub = await runHub(fakeStore(state), context, { clock: { now: () => now, sleep: async () => undefined } })
  for (const [fault, { code }] of [
    ['full', PROBLEMS.storeFull],
    ['busy', PROBLEMS.storeBusy],
    ['away', PROBLEMS.storeAway],
  ] as const) {
    state.fault = fault
    now += 2000
    const answer = await hub.ask('/readyz')
    assert.equal(answer.status, 503)
    assert.match(answer.text, new RegExp(`"code":${code}`))
    assert.match(answer.headers.get('retry-after') ?? '', /^\d+$/)
  }
  assert.equal((await hub.ask('/healthz')).status, 200)
  delete state.fault
  for (let times = 0; times < 5; times += 1) assert.equal((await hub.ask('/readyz')).status, 503)
  assert.equal(state.keeps, 3)
  now += 2000
  assert.equal((await hub.ask('/readyz')).status, 200)
})

test('the link of an error explains it', async (context) => {
  const hub = await runHub(fakeStore({ keeps: 0 }), context)
  const { text } = await hub.ask('/nothing')
  const [, link = ''] = /"link":"([^"]+)"/.exec(text) ?? []
  assert.deepEqual((await hub.ask(link)).json, PROBLEMS.unknownPath)
  assert.equal((await hub.ask('/errors/99999')).status, 404)
})
