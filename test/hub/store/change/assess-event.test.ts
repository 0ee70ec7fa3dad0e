import assert from 'node:assert/strict'
import { assessedEvents } from '../../../../hub/store/ask/assessed-events.ts'
import { assessmentsOf } from '../../../../hub/store/ask/assessments-of.ts'
import { assessEvent } from '../../../../hub/store/change/assess-event.ts'
import { agentIn, arrivalOf, eventOf } from '../../../support/kept-events.ts'
import { NOW, testOnStores } from '../../../support/stores.ts'

const DAY = 86_400

testOnStores('what was said last of an event counts, and is forgotten with it', async (store) => {
  const agent = await agentIn(store)
  await store.keep(arrivalOf(agent, [eventOf(agent, 'a', { time: NOW - DAY }), eventOf(agent, 'b')]))
  const assess = (time: number, id: string, value: string): Promise<boolean> =>
    store.change(assessEvent, { event_time: time, event_id: id, value, who: 'ann', at: NOW, address: '' })
  assert.equal(await assess(NOW - DAY, 'a', 'confirmed_benign'), true)
  assert.equal(await assess(NOW - DAY, 'a', 'confirmed_malicious'), true)
  assert.equal(await assess(NOW, 'b', 'confirmed_malicious'), true)
  assert.equal(await assess(NOW + 1, 'b', 'confirmed_benign'), false)
  const malicious = { value: 'confirmed_malicious', limit: 9 }
  const ids = async (filter: typeof malicious & { agent?: number }): Promise<readonly string[]> =>
    (await store.ask(assessedEvents, filter)).map(({ id }) => id)
  assert.deepEqual(await ids(malicious), ['b', 'a'])
  assert.deepEqual(await ids({ ...malicious, agent: agent + 1 }), [])
  assert.deepEqual(await ids({ ...malicious, value: 'confirmed_benign' }), [])
  await store.dropBefore(NOW - (NOW % DAY))
  assert.deepEqual(await ids(malicious), ['b'])
  const places = [
    { time: NOW - DAY, id: 'a' },
    { time: NOW, id: 'b' },
  ]
  assert.deepEqual(await store.ask(assessmentsOf, places), [
    { event_time: NOW, event_id: 'b', agent, value: 'confirmed_malicious', who: 'ann', at: NOW },
  ])
})
