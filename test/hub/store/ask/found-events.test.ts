import assert from 'node:assert/strict'
import { foundEvents } from '../../../../hub/store/ask/found-events.ts'
import { type EventPlace, newestFirst } from '../../../../hub/store/event-filter.ts'
import { kindNumber } from '../../../../hub/store/number-words.ts'
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
    const { events, reached } = await store.ask(foundEvents, { sought: { text }, limit: 10, most: 10 })
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
  const search = { sought: { text: 'it@' }, limit: 10, most: 10 }
  const first = await store.ask(foundEvents, search)
  assert.deepEqual(first, { events: [], reached: { time: NOW - 9, id: 'e9' } })
  const second = await store.ask(foundEvents, { ...search, before: { time: NOW - 9, id: 'e9' } })
  assert.deepEqual(second, { events: [], reached: { time: NOW - 19, id: 'e19' } })
  const last = await store.ask(foundEvents, { ...search, before: { time: NOW - 19, id: 'e19' } })
  assert.deepEqual([last.events.map(({ id }) => id), last.reached], [['e22'], null])
  const page = await store.ask(foundEvents, { sought: { text: '192.0.2' }, limit: 2, most: 10 })
  assert.deepEqual([page.events.length, page.reached], [2, { time: NOW - 1, id: 'e1' }])
})

testOnStores('what few kinds can have is found among those alone, page by page, each event once', async (store) => {
  const agent = await agentIn(store)
  const kinds = (['forward_added', 'forward_removed', 'filter_stored'] as const).map(kindNumber)
  const fields = '{"forward_recipient":"thief@example.net"}'
  const forwards = Array.from({ length: 12 }, (_, index) => {
    const kind = kinds[index % 3] ?? 0
    return eventOf(agent, `f${index}`, { time: NOW - 100 - (index % 5), kind, fields: index === 4 ? '{}' : fields })
  })
  const logins = Array.from({ length: 50 }, (_, index) => eventOf(agent, `l${index}`, { time: NOW - index }))
  await store.keep(arrivalOf(agent, [...forwards, ...logins]))
  const found: string[] = []
  let pages = 0
  for (let before: EventPlace | undefined, isOver = false; !isOver; pages += 1) {
    const sought = { traits: { recipient: ['thief@example.net'] } }
    const wish = { sought, limit: 4, most: 40, ...(before === undefined ? {} : { before }) }
    const { events, reached } = await store.ask(foundEvents, wish)
    found.push(...events.map(({ id }) => id))
    isOver = reached === null
    before = reached ?? undefined
  }
  const expected = forwards.filter((event) => event.fields !== '{}').toSorted(newestFirst)
  assert.deepEqual(
    found,
    expected.map(({ id }) => id),
  )
  // Fifty logins would fill the first pages; of each kind there are four at most.
  assert.ok(pages <= 8, `${pages} pages`)
  const ofHost = { agent, sought: { traits: { recipient: ['thief@example.net'] } }, limit: 99, most: 99 }
  assert.equal((await store.ask(foundEvents, ofHost)).events.length, expected.length)
  const narrow = { kinds: kinds.slice(0, 1), sought: { traits: { recipient: ['thief@example.net'] } } }
  const { events } = await store.ask(foundEvents, { ...narrow, limit: 9, most: 9 })
  assert.deepEqual(new Set(events.map(({ kind }) => kind)), new Set(kinds.slice(0, 1)))
  const none = { kinds: [kindNumber('login')], sought: narrow.sought, limit: 9, most: 9 }
  assert.deepEqual(await store.ask(foundEvents, none), { events: [], reached: null })
})
