import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import * as v from 'valibot'
import type { TotalsAnswer } from '../../../hub/contract/totals-contract.ts'
import { keepTotals } from '../../../hub/store/change/keep-totals.ts'
import { labelAgent } from '../../../hub/store/change/label-agent.ts'
import { revokeAgent } from '../../../hub/store/change/revoke-agent.ts'
import type { Store } from '../../../hub/store/store.ts'
import { toldTotals } from '../../../hub/store/totals/told-totals.ts'
import type { Totals } from '../../../lib/totals/totals.ts'
import { agentIn } from '../../support/kept-events.ts'
import { apiTokenIn, BY, personIn } from '../../support/people.ts'
import { type AskedAnswer, runHub } from '../../support/running-hub.ts'
import { NOW, type TestedStore, testOnStores } from '../../support/stores.ts'
import { totalsOf } from '../../support/told-totals.ts'

const [HOUR, DAY] = [3600, 86_400]

const numbers = v.array(v.number())
const shown: v.GenericSchema<unknown, TotalsAnswer> = v.object({
  kind: v.string(),
  numbers: v.array(v.string()),
  step: v.number(),
  points: v.array(v.object({ time: v.number(), numbers })),
  keys: v.array(v.object({ key: v.string(), numbers })),
  hosts: v.array(v.object({ host: v.string(), label: v.string(), numbers })),
  untold: v.number(),
})

async function keep(store: Store, agent: number, totals: readonly Totals[]): Promise<void> {
  await store.change(keepTotals, { brought: [{ agent, totals: totals.map(toldTotals) }], received: NOW })
}

type Ask = (query: string) => Promise<AskedAnswer>

/** A viewer of a hub, and what is answered. */
async function viewerOf(
  store: TestedStore,
  context: TestContext,
  config = '',
): Promise<{ readonly ask: Ask; readonly taken: Ask; readonly totals: (query: string) => Promise<TotalsAnswer> }> {
  await personIn(store, 'vera', 'viewer')
  const { authorization } = await apiTokenIn(store, 'vera', { scope: 'read' })
  const hub = await runHub(store, context, { config })
  const ask: Ask = (query) => hub.ask(`/api/v1/totals?${query}`, { headers: { authorization } })
  const taken: Ask = (query) => hub.ask(`/api/v1/export/totals?${query}`, { headers: { authorization } })
  const totals = async (query: string): Promise<TotalsAnswer> => {
    const { status, json, text } = await ask(query)
    assert.equal(status, 200, text)
    return v.parse(shown, json)
  }
  return { ask, taken, totals }
}

/** Numbers of requests, without all that is zero. */
function first({ numbers: [number] }: { readonly numbers: readonly number[] }): number | undefined {
  return number
}

/** Three hosts, two of them with a label, one of which told nothing; another may not report. */
async function fleet(store: Store): Promise<void> {
  const agents: number[] = []
  for (const host of ['web1.example.com', 'web2.example.com', 'web3.example.com', 'web4.example.com'])
    agents.push(await agentIn(store, host))
  for (const host of ['web2.example.com', 'web3.example.com'])
    await store.change(labelAgent, { host, label: 'shop', now: NOW, by: BY })
  await store.change(revokeAgent, { host: 'web4.example.com', now: NOW, by: BY })
  const [one = 0, two = 0] = agents
  await keep(store, one, [totalsOf('traffic', NOW - 60, { 'a.example.com': 5, 'b.example.com': 2 })])
  await keep(store, one, [totalsOf('traffic', NOW - 3 * HOUR, { 'a.example.com': 1 })])
  await keep(store, two, [totalsOf('traffic', NOW - 60, { 'a.example.com': 10, 'c.example.com': 1 })])
}

testOnStores('what hosts counted is summed up by time, key and host', async (store, context) => {
  await fleet(store)
  const { totals } = await viewerOf(store, context)
  const answer = await totals('kind=traffic')
  assert.equal(answer.step, HOUR)
  assert.deepEqual(answer.numbers.slice(0, 3), ['requests', 'bytes', 'status_1xx'])
  assert.deepEqual(
    answer.points.map((point) => [point.time, first(point)]),
    [
      [NOW - 3 * HOUR, 1],
      [NOW - HOUR, 18],
    ],
  )
  assert.deepEqual(
    answer.keys.map((each) => [each.key, first(each)]),
    [
      ['a.example.com', 16],
      ['b.example.com', 2],
      ['c.example.com', 1],
    ],
  )
  assert.deepEqual(
    answer.hosts.map((each) => [each.host, each.label, first(each)]),
    [
      ['web2.example.com', 'shop', 11],
      ['web1.example.com', '', 8],
    ],
  )
  assert.equal(answer.untold, 1)
  assert.deepEqual(
    (await totals('kind=traffic&limit=1')).keys.map((each) => [each.key, first(each)]),
    [
      ['a.example.com', 16],
      ['(other)', 3],
    ],
  )
})

testOnStores('a host, a label or a key is asked for alone', async (store, context) => {
  await fleet(store)
  const { ask, totals } = await viewerOf(store, context)
  const asked = async (query: string): Promise<unknown> => {
    const { points, keys, hosts, untold } = await totals(`kind=traffic&${query}`)
    return { points: points.map(first), keys: keys.map(({ key }) => key), hosts: hosts.map(({ host }) => host), untold }
  }
  const [a, b, c, web1, web2] = ['a', 'b', 'c', 'web1', 'web2'].map((name) => `${name}.example.com`)
  assert.deepEqual(await asked('host=web1.example.com'), { points: [1, 7], keys: [a, b], hosts: [web1], untold: 0 })
  assert.deepEqual(await asked('label=shop'), { points: [11], keys: [a, c], hosts: [web2], untold: 1 })
  assert.deepEqual(await asked('key=b.example.com'), { points: [2], keys: [b], hosts: [web1], untold: 2 })
  assert.deepEqual(await asked('label=none'), { points: [], keys: [], hosts: [], untold: 0 })
  assert.equal((await ask('kind=traffic&host=web9.example.com')).status, 404)
})

testOnStores('the same numbers are taken away as CSV, or as one JSON object a line', async (store, context) => {
  await fleet(store)
  const { taken, totals } = await viewerOf(store, context)
  const query = 'kind=traffic&limit=1&label=shop'
  const { points, keys, hosts, numbers: names } = await totals(query)
  const rows = [
    ...points.map(({ time, numbers }) => ['period', new Date(time * 1000).toISOString(), ...numbers]),
    ...keys.map(({ key, numbers }) => ['key', key, ...numbers]),
    ...hosts.map(({ host, numbers }) => ['host', host, ...numbers]),
  ]
  assert.deepEqual([points.length, keys.length, hosts.length], [1, 2, 1])
  const head = ['kind', 'row', 'name', ...names]
  const csv = await taken(`${query}&format=csv`)
  assert.equal(csv.status, 200, csv.text)
  const lines = csv.text.trimEnd().split(/\r?\n/)
  assert.deepEqual(
    lines.map((line) => line.split(',')),
    [head, ...rows.map((row) => ['traffic', ...row.map(String)])],
  )
  const objects = (await taken(query)).text.trimEnd().split('\n')
  assert.deepEqual(
    objects.map((line): unknown => JSON.parse(line)),
    rows.map((row) => Object.fromEntries(head.map((name, index) => [name, ['traffic', ...row][index]]))),
  )
  const [bandwidth] = (await taken('kind=bandwidth&format=csv')).text.split(/\r?\n/)
  assert.match(bandwidth ?? '', /^kind,row,name,http_in,http_out,/)
  assert.equal((await taken('kind=traffic&host=web9.example.com')).status, 404)
})

testOnStores('the step is as short as is kept, and as the span allows', async (store, context) => {
  await fleet(store)
  const { ask, totals } = await viewerOf(store, context, 'retention: { minutes: 4h }')
  const step = async (kind: string, from: number, until = NOW): Promise<number> =>
    (await totals(`kind=${kind}&from=${from}&until=${until}`)).step
  assert.equal(await step('traffic', NOW - 4 * HOUR), 60)
  assert.equal(await step('traffic', NOW - 5 * HOUR), HOUR, 'minutes are not kept')
  assert.equal(await step('traffic', NOW - HOUR, NOW + 6 * HOUR), HOUR)
  assert.equal(await step('traffic', NOW - 31 * DAY), HOUR)
  assert.equal(await step('traffic', NOW - 32 * DAY), DAY)
  assert.equal(await step('mail', NOW - HOUR), HOUR)
  assert.equal(await step('senders', NOW - 32 * DAY), DAY)
  assert.equal(await step('bandwidth', NOW - HOUR), DAY)
  const minutes = await totals(`kind=traffic&from=${NOW - 3 * HOUR + 30}&until=${NOW}`)
  assert.deepEqual(minutes.points.map(first), [1, 18], 'whole steps are counted')
  for (const wrong of ['kind=weather', `kind=traffic&from=${NOW - 801 * DAY}`, 'limit=0', 'kind=mail&k=v'])
    assert.equal((await ask(wrong)).status, 400, wrong)
})

testOnStores('bandwidth is sorted by all bytes, and mail by messages', async (store, context) => {
  const agent = await agentIn(store)
  const day = totalsOf('bandwidth', NOW - (NOW % DAY), {})
  const zeros = Array.from({ length: 8 }, () => 0)
  await keep(store, agent, [
    {
      ...day,
      rows: [
        ['', 3, 9, ...zeros],
        ['ann', 3, 0, ...zeros],
        ['ben', 0, 9, ...zeros],
      ],
    },
  ])
  await keep(store, agent, [totalsOf('senders', NOW - 2 * HOUR, { 'Ann@example.com': 3, 'ben@example.com': 1 })])
  const { totals } = await viewerOf(store, context)
  assert.deepEqual(
    (await totals('kind=bandwidth')).keys.map(({ key }) => key),
    ['ben', 'ann'],
  )
  assert.deepEqual(
    (await totals('kind=senders&key=Ann@Example.com')).keys.map((each) => [each.key, first(each)]),
    [['ann@example.com', 3]],
  )
})

testOnStores('keys are the same in however few periods they are found', async (store, context) => {
  const agent = await agentIn(store)
  const today = NOW - (NOW % DAY)
  for (const hour of [-60, -49, -48, -30, -24, -1, 1, 7])
    await keep(store, agent, [
      totalsOf('traffic', today + hour * HOUR + 60 * ((hour + 60) % 60), {
        'a.example.com': 1,
        [`h${hour}.example.com`]: 100,
      }),
      totalsOf('mail', today + hour * HOUR + 1800, { ann: 1 }),
    ])
  const { totals } = await viewerOf(store, context)
  for (const [from, until, count] of [
    [today - 49 * HOUR, NOW, 7],
    [today - 48 * HOUR, today + 8 * HOUR, 6],
    [today - 31 * HOUR, today - HOUR, 2],
    [today + HOUR, today + 2 * HOUR, 1],
  ] as const) {
    const span = `from=${from}&until=${until}`
    const traffic = await totals(`kind=traffic&limit=1000&${span}`)
    const names = new Map(traffic.keys.map((each) => [each.key, first(each)]))
    assert.equal(names.get('a.example.com'), count, span)
    assert.equal(names.size, count + 1, span)
    const sum = traffic.points.reduce((all, point) => all + (first(point) ?? 0), 0)
    assert.equal(sum, count * 101, span)
    const ofMail = await totals(`kind=mail&${span}`)
    const messages = ofMail.points.reduce((all, point) => all + (first(point) ?? 0), 0)
    assert.equal(
      ofMail.keys.reduce((all, each) => all + (first(each) ?? 0), 0),
      messages,
      span,
    )
  }
})

testOnStores('only who may see asks', async (store, context) => {
  const hub = await runHub(store, context)
  for (const path of ['totals', 'export/totals'])
    assert.equal((await hub.ask(`/api/v1/${path}?kind=traffic`)).status, 401)
})
