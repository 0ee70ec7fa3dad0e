import assert from 'node:assert/strict'
import { foundEvents } from '../../../../hub/store/ask/found-events.ts'
import { agentIn, arrivalOf, eventOf } from '../../../support/kept-events.ts'
import { NOW, testOnStores } from '../../../support/stores.ts'

testOnStores('a text is found in the mailbox, the address and the other fields, as a part of them', async (store) => {
  const agent = await agentIn(store)
  await store.keep(
    arrivalOf(agent, [
      eventOf(agent, 'mailbox', { mailbox: 'a_n%x@example.com', ip: null, time: NOW - 3 }),
      eventOf(agent, 'ip', { mailbox: null, ip: '2001:db8::1', time: NOW - 2 }),
      eventOf(agent, 'field', { mailbox: null, ip: null, fields: '{"forward_recipient":"Me@Example.net"}', time: NOW }),
    ]),
  )
  const found = async (text: string): Promise<readonly string[]> => {
    const { events, reached } = await store.ask(foundEvents, { text, limit: 10, most: 10 })
    assert.equal(reached, null)
    return events.map(({ id }) => id)
  }
  assert.deepEqual(await found('ME@example'), ['field'])
  assert.deepEqual(await found('example'), ['field', 'mailbox'])
  assert.deepEqual(await found('db8:'), ['ip'])
  assert.deepEqual(await found('a_n%'), ['mailbox'])
  for (const none of ['a%@', 'a__', String.raw`\_`, "' or 1=1 --"]) assert.deepEqual(await found(none), [], none)
})

testOnStores('it looks through so many events at once, and says how far it came', async (store) => {
  const agent = await agentIn(store)
  const events = Array.from({ length: 25 }, (_, index) =>
    eventOf(agent, `e${index}`, { time: NOW - index, mailbox: index === 22 ? 'it@example.com' : null }),
  )
  await store.keep(arrivalOf(agent, events))
  const search = { text: 'it@', limit: 10, most: 10 }
  const first = await store.ask(foundEvents, search)
  assert.deepEqual(first, { events: [], reached: { time: NOW - 9, id: 'e9' } })
  const second = await store.ask(foundEvents, { ...search, before: { time: NOW - 9, id: 'e9' } })
  assert.deepEqual(second, { events: [], reached: { time: NOW - 19, id: 'e19' } })
  const last = await store.ask(foundEvents, { ...search, before: { time: NOW - 19, id: 'e19' } })
  assert.deepEqual([last.events.map(({ id }) => id), last.reached], [['e22'], null])
  const page = await store.ask(foundEvents, { text: '192.0.2', limit: 2, most: 10 })
  assert.deepEqual([page.events.length, page.reached], [2, { time: NOW - 1, id: 'e1' }])
})
