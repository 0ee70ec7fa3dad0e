import assert from 'node:assert/strict'
import { keepArrival } from '../../../hub/ingest/kept-arrival.ts'
import { newestEvents } from '../../../hub/store/ask/newest-events.ts'
import { type Store, StoreUnavailable } from '../../../hub/store/store.ts'
import { agentIn, arrivalOf, eventOf } from '../../support/kept-events.ts'
import { testOnStores } from '../../support/stores.ts'

testOnStores('an event that the store refuses does not hold up those beside it', async (store) => {
  const agent = await agentIn(store)
  // No checked entry gives such an event: SQLite and PostgreSQL keep no text in a column for numbers.
  const odd = Object.assign(eventOf(agent, 'odd'), { context: 'x' })
  const { arrival, kept } = await keepArrival(store, arrivalOf(agent, [eventOf(agent, 'a'), odd, eventOf(agent, 'b')]))
  assert.deepEqual(kept.isNew, [true, true])
  assert.deepEqual(
    arrival.quarantined.map(({ detail }) => detail),
    ['The store refused it.'],
  )
  assert.deepEqual((await store.ask(newestEvents, { limit: 9 })).map(({ id }) => id).toSorted(), ['a', 'b'])
})

testOnStores('a store that is unavailable, or refuses everything, is no reason to set events aside', async (store) => {
  const agent = await agentIn(store)
  const arrival = arrivalOf(agent, [eventOf(agent, 'a')])
  const failing = (error: Error): Store => ({
    ask: async () => assert.fail(),
    change: async () => assert.fail(),
    keep: async () => {
      throw error
    },
    scrub: async () => 'done' as const,
    close: async () => undefined,
  })
  await assert.rejects(keepArrival(failing(new StoreUnavailable('full')), arrival), StoreUnavailable)
  await assert.rejects(keepArrival(failing(new TypeError('a bug')), arrival), /a bug/)
})
