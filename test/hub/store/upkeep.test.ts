import assert from 'node:assert/strict'
import { newestEvents } from '../../../hub/store/ask/newest-events.ts'
import { storeContents } from '../../../hub/store/ask/store-contents.ts'
import { notePlaces } from '../../../hub/store/change/note-places.ts'
import { takeLease } from '../../../hub/store/change/take-lease.ts'
import { type KeptStore, StoreUnavailable } from '../../../hub/store/store.ts'
import { keepStore } from '../../../hub/store/upkeep.ts'
import { agentIn, arrivalOf, eventOf } from '../../support/kept-events.ts'
import { placeRows } from '../../support/place-rows.ts'
import { NOW, type TestedStore, testOnStores } from '../../support/stores.ts'

const DAY = 86_400

/** Keeps the store for so many rounds; returns what was told, and what the store said in each pause. */
async function kept(
  store: KeptStore,
  rounds: number,
  inPause = async (): Promise<void> => undefined,
): Promise<string[]> {
  const stop = new AbortController()
  const told: string[] = []
  let left = rounds
  const sleep = async (): Promise<void> => {
    await inPause()
    left -= 1
    if (left === 0) stop.abort()
  }
  const clock = { now: () => NOW * 1000, sleep }
  const tell = ({ text }: { text: string }): void => void told.push(text)
  await keepStore({
    store,
    clock,
    retention: () => 2 * DAY * 1000,
    placeMemory: () => 3 * DAY,
    beforeDrop: async () => undefined,
    tell,
    signal: stop.signal,
  })
  return told
}

async function keepDays(store: TestedStore): Promise<void> {
  const agent = await agentIn(store)
  const days = [0, 1, 2, 3, 4]
  await store.keep(
    arrivalOf(
      agent,
      days.map((day) => eventOf(agent, `${day} days old`, { time: NOW - day * DAY })),
    ),
  )
}

async function idsIn(store: TestedStore): Promise<string[]> {
  return (await store.ask(newestEvents, { limit: 100 })).map(({ id }) => id)
}

testOnStores(
  'upkeep drops the days before the retention, holds its lease meanwhile, and gives it back',
  async (store) => {
    await keepDays(store)
    const served: boolean[] = []
    const told = await kept(store, 2, async () => void served.push((await store.ask(storeContents, null)).isServed))
    assert.deepEqual(await idsIn(store), ['0 days old', '1 days old', '2 days old'])
    assert.deepEqual(told, ['Events older than retention.events were dropped, of 2 days.'])
    assert.deepEqual(served, [true, true])
    assert.equal((await store.ask(storeContents, null)).isServed, false)
  },
)

testOnStores('a hub without the lease drops nothing', async (store) => {
  await keepDays(store)
  await store.change(takeLease, { name: 'upkeep', holder: 'another hub', seconds: 60 })
  assert.deepEqual(await kept(store, 2), [])
  assert.equal((await idsIn(store)).length, 5)
  assert.equal((await store.ask(storeContents, null)).isServed, true, 'the lease of the other is left alone')
})

testOnStores('upkeep goes on after the store was away, and tells what will not pass by itself', async (store) => {
  await keepDays(store)
  const faults = [new StoreUnavailable('away'), new Error('permission denied for table event')]
  const faulty: KeptStore = {
    ask: (question, input) => store.ask(question, input),
    change: (change, input) => store.change(change, input),
    keep: (arrival) => store.keep(arrival),
    dropBefore: (day) => store.dropBefore(day),
    prepareDays: (now) => {
      const fault = faults.shift()
      return fault === undefined ? store.prepareDays(now) : Promise.reject(fault)
    },
    close: () => store.close(),
  }
  assert.deepEqual(await kept(faulty, 3), [
    'Old events cannot be dropped, or room for the next days not made (permission denied for table event); the hub tries again.',
    'Events older than retention.events were dropped, of 2 days.',
  ])
})

testOnStores('upkeep forgets places that were not used for long', async (store) => {
  const uses = [2, 3, 4].map((days) => {
    const [mailbox, time] = [`${days}@example.com`, NOW - days * DAY]
    return { mailbox, time, agent: 0, country: 'DE', provider: 0, eventId: 'a' }
  })
  await store.change(notePlaces, { uses, learning: 0, memory: 90 * DAY })
  await kept(store, 1)
  assert.deepEqual(
    (await store.ask(placeRows, null)).map(({ mailbox }) => mailbox),
    ['2@example.com', '3@example.com'],
  )
})
