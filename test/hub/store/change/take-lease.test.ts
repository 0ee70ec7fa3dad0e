import assert from 'node:assert/strict'
import { takeLease } from '../../../../hub/store/change/take-lease.ts'
import { testOnStores } from '../../../support/stores.ts'

const LONG = 3600

testOnStores('a lease is held by one at a time, who can hold it longer', async (store) => {
  const first = { name: 'retention', holder: 'hub 1', seconds: LONG }
  assert.equal(await store.change(takeLease, first), true)
  assert.equal(await store.change(takeLease, { ...first, holder: 'hub 2' }), false)
  assert.equal(await store.change(takeLease, first), true)
  assert.equal(await store.change(takeLease, { ...first, name: 'incidents', holder: 'hub 2' }), true)
})

testOnStores('a lease that has ended is anybody’s, by the clock of the store', async (store) => {
  assert.equal(await store.change(takeLease, { name: 'retention', holder: 'hub 1', seconds: 0 }), true)
  assert.equal(await store.change(takeLease, { name: 'retention', holder: 'hub 2', seconds: LONG }), true)
  assert.equal(await store.change(takeLease, { name: 'retention', holder: 'hub 1', seconds: LONG }), false)
})

testOnStores('of several that want a lease at once, one has it', async (store) => {
  const wishes = Array.from({ length: 8 }, (_, index) => ({ name: 'x', holder: `hub ${index}`, seconds: LONG }))
  const taken = await Promise.all(wishes.map((wish) => store.change(takeLease, wish)))
  assert.equal(taken.filter(Boolean).length, 1)
})

testOnStores('a lease that was taken while the clock was ahead keeps nobody waiting', async (store) => {
  assert.equal(await store.change(takeLease, { name: 'retention', holder: 'hub 1', seconds: 100 * 86_400 }), true)
  assert.equal(await store.change(takeLease, { name: 'retention', holder: 'hub 2', seconds: LONG }), true)
  assert.equal(await store.change(takeLease, { name: 'retention', holder: 'hub 1', seconds: LONG }), false)
})
