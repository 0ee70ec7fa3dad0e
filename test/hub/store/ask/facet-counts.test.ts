import assert from 'node:assert/strict'
import { facetCounts } from '../../../../hub/store/ask/facet-counts.ts'
import { serviceNumber } from '../../../../hub/store/number-words.ts'
import type { Sought } from '../../../../hub/store/sought.ts'
import { agentIn, arrivalOf, eventOf } from '../../../support/kept-events.ts'
import { NOW, testOnStores } from '../../../support/stores.ts'

testOnStores('facets count the newest events, and say whether these are all', async (store) => {
  const agent = await agentIn(store)
  const events = Array.from({ length: 10 }, (_, index) =>
    eventOf(agent, `e${index}`, { time: NOW - index, mailbox: `m${index % 3}@example.com`, ip: null }),
  )
  await store.keep(arrivalOf(agent, events))
  const ask = (most: number, top = 10): Promise<unknown> => store.ask(facetCounts, { most, top })
  const mailboxes = (counts: readonly (readonly [string, number])[]): object[] => [
    { facet: 'severity', value: '0', count: counts.reduce((sum, [, count]) => sum + count, 0) },
    { facet: 'kind', value: '0', count: counts.reduce((sum, [, count]) => sum + count, 0) },
    { facet: 'agent', value: String(agent), count: counts.reduce((sum, [, count]) => sum + count, 0) },
    ...counts.map(([value, count]) => ({ facet: 'mailbox', value: `${value}@example.com`, count })),
  ]
  const all = {
    total: 10,
    spans: [],
    whole: true,
    counts: mailboxes([
      ['m0', 4],
      ['m1', 3],
      ['m2', 3],
    ]),
  }
  assert.deepEqual(await ask(11), all)
  assert.deepEqual(await ask(10), all)
  assert.deepEqual(await ask(4), {
    total: 4,
    spans: [],
    whole: false,
    counts: mailboxes([
      ['m0', 2],
      ['m1', 1],
      ['m2', 1],
    ]),
  })
  const { counts } = await store.ask(facetCounts, { most: 10, top: 1 })
  assert.deepEqual(counts.filter(({ facet }) => facet === 'mailbox').length, 1)
})

testOnStores('ways in are counted, and what is sought is looked for in the newest events alone', async (store) => {
  const agent = await agentIn(store)
  const services = ['imap', 'imap', 'smtp', undefined, 'webmail', 'imap']
  await store.keep(
    arrivalOf(
      agent,
      services.map((service, index) =>
        eventOf(agent, `e${index}`, { time: NOW - index, fields: JSON.stringify({ service }) }),
      ),
    ),
  )
  const counted = async (most: number, sought: Sought = {}): Promise<object> => {
    const { total, whole, counts } = await store.ask(facetCounts, { sought, most, top: 5 })
    const ways = counts.filter(({ facet }) => facet === 'service').map(({ value, count }) => [value, count])
    return { total, whole, ways }
  }
  const number = (service: string): number => serviceNumber(service) ?? -1
  const [imap, smtp, webmail] = ['imap', 'smtp', 'webmail'].map((word) => String(number(word)))
  assert.deepEqual(await counted(9), {
    total: 6,
    whole: true,
    ways: [
      [imap, 3],
      [smtp, 1],
      [webmail, 1],
    ],
  })
  const sought = { traits: { service: [number('imap'), number('webmail')] } }
  assert.deepEqual(await counted(4, sought), { total: 2, whole: false, ways: [[imap, 2]] })
  const without = { without: { service: [number('imap')] } }
  assert.deepEqual(await counted(3, without), { total: 1, whole: false, ways: [[smtp, 1]] })
})

testOnStores('a text is looked for in the newest events alone', async (store) => {
  const agent = await agentIn(store)
  await store.keep(
    arrivalOf(agent, [
      eventOf(agent, 'new', { time: NOW, mailbox: 'new@example.com' }),
      eventOf(agent, 'old', { time: NOW - 9, mailbox: 'old@example.com' }),
    ]),
  )
  const found = async (text: string): Promise<object> => {
    const { total, whole } = await store.ask(facetCounts, { sought: { text }, most: 1, top: 5 })
    return { total, whole }
  }
  assert.deepEqual(await found('new@'), { total: 1, whole: false })
  assert.deepEqual(await found('old@'), { total: 0, whole: false })
})
