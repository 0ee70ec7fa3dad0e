import assert from 'node:assert/strict'
import { outboxState } from '../../../hub/store/ask/outbox-state.ts'
import { takeLease } from '../../../hub/store/change/take-lease.ts'
import { type Store, StoreUnavailable } from '../../../hub/store/store.ts'
import { Outbox } from '../../../hub/telling/outbox.ts'
import { keepTelling } from '../../../hub/telling/telling.ts'
import { CHAT_RULE, chatChannel, startChat } from '../../support/alert-chat.ts'
import { AlertScene } from '../../support/alert-scene.ts'
import { NOW, testOnStores } from '../../support/stores.ts'

/** Tells for so many rounds, each an hour after the one before. */
async function telling(scene: AlertScene, rounds: number, store: Store = scene.store): Promise<void> {
  const stop = new AbortController()
  let left = rounds
  const sleep = async (): Promise<void> => {
    scene.time += 3600
    left -= 1
    if (left === 0) stop.abort()
  }
  const { counts, notices, places } = scene
  const clock = { now: () => (NOW + scene.time) * 1000, sleep }
  const tell = (told: (typeof notices)[number]): void => void notices.push(told)
  await keepTelling({ store, clock, config: () => scene.config, counts, places, tell, signal: stop.signal })
}

testOnStores(
  'what is due is sent, what is under way at the end is waited for, and the lease is given back',
  async (store, t) => {
    const server = await startChat(t)
    const scene = await AlertScene.start(store, t, `${chatChannel(server)}\n${CHAT_RULE}`)
    await scene.hears(1, 'opened')
    scene.time = 60
    await telling(scene, 1)
    assert.deepEqual(await scene.alerts(), ['opened: delivered'])
    assert.equal(await store.change(takeLease, { name: 'telling', holder: 'another', seconds: 60 }), true)
  },
)

testOnStores('a hub without the lease sends nothing, and counts nothing that waits', async (store, t) => {
  const server = await startChat(t)
  const scene = await AlertScene.start(store, t, `${chatChannel(server)}\n${CHAT_RULE}`)
  await store.change(takeLease, { name: 'telling', holder: 'another', seconds: 60 })
  await scene.hears(1, 'opened')
  scene.time = 60
  await telling(scene, 3)
  assert.deepEqual([server.requests.length, scene.counts.outbox], [0, undefined])
  assert.equal((await store.ask(outboxState, NOW + scene.time)).threads, true)
})

testOnStores('it goes on after the store was away, and tells what will not pass by itself', async (store, t) => {
  const server = await startChat(t)
  const scene = await AlertScene.start(store, t, `${chatChannel(server)}\n${CHAT_RULE}`)
  await scene.hears(1, 'opened')
  scene.time = 60
  const faults = [new StoreUnavailable('away'), new Error('permission denied for table alert')]
  const faulty: Store = {
    ask: (question, input) => {
      const fault = faults.shift()
      return fault === undefined ? store.ask(question, input) : Promise.reject(fault)
    },
    change: (change, input) => store.change(change, input),
    keep: (arrival) => store.keep(arrival),
    scrub: () => store.scrub(),
    close: () => store.close(),
  }
  await telling(scene, 3, faulty)
  assert.equal(server.requests.length, 1)
  assert.deepEqual(
    scene.notices.map(({ code }) => code),
    ['telling_failed'],
  )
})

testOnStores('what was delivered while the store was away is noted later, and not sent again', async (store, t) => {
  const server = await startChat(t)
  const scene = await AlertScene.start(store, t, `${chatChannel(server)}\n${CHAT_RULE}`)
  await scene.hears(1, 'opened')
  scene.time = 60
  let faults = 2
  const faulty: Store = {
    ask: (question, input) => store.ask(question, input),
    change: (change, input) => {
      if (change.name !== 'note-receipts' || faults === 0) return store.change(change, input)
      faults -= 1
      return Promise.reject(new StoreUnavailable('away'))
    },
    keep: (arrival) => store.keep(arrival),
    scrub: () => store.scrub(),
    close: () => store.close(),
  }
  const { counts, config } = scene
  const clock = { now: () => (NOW + scene.time) * 1000 }
  const outbox = new Outbox({
    store: faulty,
    counts,
    places: scene.places,
    clock,
    config: () => config,
    tell: () => undefined,
  })
  const { signal } = new AbortController()
  await outbox.work(signal)
  await outbox.settled()
  assert.deepEqual([faults, await scene.alerts()], [1, ['opened: waiting']])
  // Long enough for it to be due again.
  scene.time += 3600
  await assert.rejects(outbox.work(signal), StoreUnavailable)
  await outbox.work(signal)
  await outbox.settled()
  assert.deepEqual([server.requests.length, await scene.alerts()], [1, ['opened: delivered']])
})
