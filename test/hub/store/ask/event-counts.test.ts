import assert from 'node:assert/strict'
import { eventCounts } from '../../../../hub/store/ask/event-counts.ts'
import { hostCounts } from '../../../../hub/store/ask/host-counts.ts'
import { kindNumber } from '../../../../hub/store/number-words.ts'
import { agentIn, arrivalOf, eventOf } from '../../../support/kept-events.ts'
import { NOW, testOnStores } from '../../../support/stores.ts'

const DAY = 86_400
const TODAY = NOW - (NOW % DAY)
const [login, failed] = [kindNumber('login'), kindNumber('login_failed')]

testOnStores('events are counted by day, by kind and by host', async (store) => {
  const [one, two] = [await agentIn(store), await agentIn(store, 'web2.example.com')]
  await agentIn(store, 'idle.example.com')
  await store.keep(
    arrivalOf(one, [
      eventOf(one, 'a', { time: TODAY - 1 }),
      eventOf(one, 'b', { time: TODAY }),
      eventOf(one, 'c', { time: TODAY + 7200 }),
    ]),
  )
  await store.keep(arrivalOf(two, [eventOf(two, 'd', { time: TODAY + 1 })]))
  await store.keep(
    arrivalOf(
      two,
      [1, 2, 3].map((id) => eventOf(two, `f${id}`, { time: TODAY + 9, kind: failed })),
    ),
  )
  const span = { from: TODAY - DAY, until: TODAY + DAY }
  assert.deepEqual(await store.ask(eventCounts, { ...span, width: DAY }), [
    { time: TODAY - DAY, kind: login, count: 1 },
    { time: TODAY, kind: login, count: 3 },
    { time: TODAY, kind: failed, count: 3 },
  ])
  assert.deepEqual(await store.ask(eventCounts, { ...span, width: 3600, agent: one, kinds: [login] }), [
    { time: TODAY - 3600, kind: login, count: 1 },
    { time: TODAY, kind: login, count: 1 },
    { time: TODAY + 7200, kind: login, count: 1 },
  ])
  assert.deepEqual(await store.ask(hostCounts, { ...span, limit: 9 }), [
    { host: 'web2.example.com', count: 4 },
    { host: 'web1.example.com', count: 3 },
  ])
  assert.deepEqual(await store.ask(hostCounts, { ...span, kinds: [login], limit: 1 }), [
    { host: 'web1.example.com', count: 3 },
  ])
})
