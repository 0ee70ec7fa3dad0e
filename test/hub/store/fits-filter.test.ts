import assert from 'node:assert/strict'
import { arrivedEvents } from '../../../hub/store/ask/arrived-events.ts'
import { foundEvents } from '../../../hub/store/ask/found-events.ts'
import { fitsFilter, type OwnFilter } from '../../../hub/store/fits-filter.ts'
import { agentIn, arrivalOf, eventOf } from '../../support/kept-events.ts'
import { NOW, testOnStores } from '../../support/stores.ts'

const FILTERS: readonly OwnFilter[] = [
  {},
  { agent: 1 },
  { mailbox: 'ann@example.com' },
  { ip: '192.0.2.7', context: 0 },
  { kinds: [1] },
  { kinds: [0, 2], agent: 2 },
  { severities: [0, 4] },
  { minSeverity: 2 },
  { minSeverity: 3, kinds: [2] },
  { from: NOW + 10, until: NOW + 20 },
  { without: { mailbox: ['ann@example.com'], ip: ['192.0.2.7'] } },
  { without: { agent: [2], kind: [0, 1], severity: [3] } },
]

testOnStores('an event fits a filter here exactly if the store finds it by that', async (store) => {
  const agents = [await agentIn(store), await agentIn(store, 'web2.example.com')]
  const [boxes, addresses] = [
    ['ann@example.com', 'bob@example.com', null],
    ['192.0.2.7', '2001:db8::7', null],
  ]
  const events = Array.from({ length: 300 }, (_, number) =>
    eventOf(agents[number % 2] ?? 0, `e${number}`, {
      time: NOW + (number % 30),
      kind: number % 3,
      context: number % 4 === 0 ? 1 : 0,
      severity: number % 5,
      mailbox: boxes[number % 7] ?? null,
      ip: addresses[number % 11] ?? null,
    }),
  )
  await store.keep(arrivalOf(agents[0] ?? 0, events))
  const span = { after: 0, upTo: 9 }
  const all = await store.ask(arrivedEvents, span)
  assert.equal(all.length, events.length)
  for (const filter of FILTERS) {
    const found = await store.ask(arrivedEvents, { ...span, ...filter })
    const fitting = all.filter((event) => fitsFilter(event, filter))
    assert.deepEqual(fitting, found, JSON.stringify(filter))
    assert.ok(found.length > 0)
    assert.ok(found.length < all.length || Object.keys(filter).length === 0)
  }
})

testOnStores('an event has a text here exactly if the store finds it by that', async (store) => {
  const agent = await agentIn(store)
  const fields = '{"forward_recipient":"Thief_100%@example.net"}'
  await store.keep(
    arrivalOf(agent, [
      eventOf(agent, 'field', { fields }),
      eventOf(agent, 'address', { ip: '2001:db8::ab' }),
      eventOf(agent, 'mailbox', { mailbox: 'thief@example.com', ip: null }),
      eventOf(agent, 'none', { mailbox: null, ip: null }),
    ]),
  )
  const all = await store.ask(arrivedEvents, { after: 0, upTo: 9 })
  for (const [text, count] of [
    ['THIEF', 2],
    ['thief_1', 1],
    ['0%@', 1],
    ['2001:DB8::AB', 1],
    ['example', 3],
    ['nothing', 0],
  ] as const) {
    const { events } = await store.ask(foundEvents, { sought: { text }, limit: 9, most: 9 })
    const ids = (some: typeof events): readonly string[] => some.map(({ id }) => id).toSorted()
    assert.deepEqual(ids(all.filter((event) => fitsFilter(event, { sought: { text } }))), ids(events), text)
    assert.equal(events.length, count, text)
  }
})

testOnStores('arrivals are read on behind an event of one of them, so many at once', async (store) => {
  const agent = await agentIn(store)
  const of = (letter: string): ReturnType<typeof eventOf>[] =>
    [2, 1, 3].map((number) => eventOf(agent, `${letter}${number}`, { time: NOW + number }))
  const first = await store.keep(arrivalOf(agent, of('a')))
  await store.keep(arrivalOf(agent, of('b')))
  const after = first.arrival - 1
  const read = async (behind: number, limit: number): Promise<readonly string[]> => {
    const from = behind === 0 ? {} : { behind: { time: NOW + behind, id: `a${behind}` } }
    return (await store.ask(arrivedEvents, { after, upTo: first.arrival + 1, limit, ...from })).map(({ id }) => id)
  }
  assert.deepEqual(await read(0, 2), ['a1', 'a2'])
  assert.deepEqual(await read(2, 2), ['a3', 'b1'])
  assert.deepEqual(await read(3, 9), ['b1', 'b2', 'b3'])
})
