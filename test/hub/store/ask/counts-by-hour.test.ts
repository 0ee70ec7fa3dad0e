import assert from 'node:assert/strict'
import { countsByHour } from '../../../../hub/store/ask/counts-by-hour.ts'
import { kindNumber } from '../../../../hub/store/number-words.ts'
import { agentIn, arrivalOf, eventOf } from '../../../support/kept-events.ts'
import { NOW, testOnStores } from '../../../support/stores.ts'

testOnStores('events are counted by hour and kind, of one agent or of all, each once', async (store) => {
  const [one, two] = [await agentIn(store), await agentIn(store, 'web2.example.com')]
  const failed = kindNumber('login_failed')
  const report = arrivalOf(one, [
    eventOf(one, 'a'),
    eventOf(one, 'b', { time: NOW + 3599 }),
    eventOf(one, 'c', { time: NOW + 3600 }),
    eventOf(one, 'd', { kind: failed }),
  ])
  await store.keep(report)
  await store.keep(report)
  await store.keep(arrivalOf(two, [eventOf(two, 'e')]))
  const span = { from: NOW + 1800, until: NOW + 3601 }
  const [login, hour] = [kindNumber('login'), NOW]
  assert.deepEqual(await store.ask(countsByHour, { ...span, agent: one }), [
    { hour, kind: login, count: 2 },
    { hour, kind: failed, count: 1 },
    { hour: hour + 3600, kind: login, count: 1 },
  ])
  assert.deepEqual(await store.ask(countsByHour, { ...span, until: NOW + 3600 }), [
    { hour, kind: login, count: 3 },
    { hour, kind: failed, count: 1 },
  ])
})
