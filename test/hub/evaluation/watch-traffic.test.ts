import assert from 'node:assert/strict'
import * as v from 'valibot'
import type { FleetTrafficRule } from '../../../hub/config/traffic-schema.ts'
import { watchTraffic } from '../../../hub/evaluation/watch-traffic.ts'
import { newestEvents } from '../../../hub/store/ask/newest-events.ts'
import { keepTotals } from '../../../hub/store/change/keep-totals.ts'
import { labelAgent } from '../../../hub/store/change/label-agent.ts'
import { kindWord } from '../../../hub/store/number-words.ts'
import { type Store, StoreUnavailable } from '../../../hub/store/store.ts'
import { toldTotals } from '../../../hub/store/totals/told-totals.ts'
import type { Notice } from '../../../lib/notice/notice.ts'
import { foreignJson } from '../../../lib/text/foreign-json.ts'
import { judgeAll } from '../../support/fleet-story.ts'
import { incidentRows } from '../../support/incident-rows.ts'
import { agentIn } from '../../support/kept-events.ts'
import { BY } from '../../support/people.ts'
import { NOW, testOnStores } from '../../support/stores.ts'
import { totalsOf } from '../../support/told-totals.ts'

const MINUTE = 60
const RULE: FleetTrafficRule = {
  name: 'all',
  measure: 'requests',
  over: 10,
  window: MINUTE,
  clear: 0.8,
  for: 0,
  least: 100,
  sum: {},
}

/** Rounds from one second to another, after `before` was done at each; returns the notices. */
async function watched(
  store: Store,
  [from, until]: readonly [number, number],
  rules: readonly FleetTrafficRule[] = [RULE],
  before = async (_second: number): Promise<void> => undefined,
): Promise<readonly Notice[]> {
  const stop = new AbortController()
  const notices: Notice[] = []
  let second = from
  await before(second)
  const sleep = async (): Promise<void> => {
    second += 10
    if (second > until) return stop.abort()
    await before(second)
  }
  const clock = { now: () => (NOW + second) * 1000, sleep }
  await watchTraffic({
    store,
    clock,
    rules: () => rules,
    tell: (notice) => void notices.push(notice),
    signal: stop.signal,
  })
  return notices
}

/** A host tells a minute of the test, by its number. */
async function tell(
  store: Store,
  agent: number,
  minute: number,
  keys: Readonly<Record<string, number>>,
): Promise<void> {
  const totals = [toldTotals(totalsOf('traffic', NOW + minute * MINUTE, keys))]
  await store.change(keepTotals, { brought: [{ agent, totals }], received: NOW })
}

const toldFields = v.pipe(foreignJson, v.object({ rule: v.string(), value: v.number(), limit: v.number() }))

type Told = readonly [
  kind: string | undefined,
  minute: number,
  agent: number,
  rule: string,
  value: number,
  limit: number,
]

/** What was told, in its order: kind, minute, host, rule, value and limit. */
async function toldIn(store: Store): Promise<readonly Told[]> {
  const events = await store.ask(newestEvents, { limit: 100 })
  return events.toReversed().map(({ kind, time, agent, fields }) => {
    const { rule, value, limit } = v.parse(toldFields, fields)
    return [kindWord(kind), (time - NOW) / MINUTE, agent, rule, value, limit]
  })
}

const [HIGH, RECOVERED] = ['fleet_traffic_high', 'fleet_traffic_recovered']

/** The requests of two hosts by minute; 700 are more than 10 a second, and 480 are 80 % of them. */
const MINUTES = [
  [100, 50],
  [300, 400],
  [250, 350],
  [250, 240],
  [200, 280],
  [0, 0],
] as const

async function twoHosts(store: Store): Promise<readonly [number, number]> {
  return [await agentIn(store), await agentIn(store, 'web2.example.com')]
}

/** Each minute is told at its end. */
function telling(store: Store, agents: readonly [number, number]): (second: number) => Promise<void> {
  return async (second) => {
    const minute = second / MINUTE - 1
    const [one, two] = MINUTES[minute] ?? []
    if (one === undefined || two === undefined) return
    await tell(store, agents[0], minute, { 'a.example.com': one })
    await tell(store, agents[1], minute, { 'a.example.com': two })
  }
}

testOnStores(
  'too much of all hosts together is an event of the one with most of it, and so is its end',
  async (store) => {
    const agents = await twoHosts(store)
    const notices = await watched(store, [0, 400], [RULE], telling(store, agents))
    assert.deepEqual(await toldIn(store), [
      [HIGH, 2, agents[1], 'all', 700, 600],
      [RECOVERED, 5, agents[1], 'all', 480, 600],
    ])
    assert.deepEqual(
      notices.map(({ code, text }) => [code, text]),
      [
        [HIGH, 'Hosts have too much together, by the rule all: 700 requests of all hosts in 60 s, limit 600.'],
        [RECOVERED, 'Hosts no longer have too much, by the rule all: 480 requests of all hosts in 60 s, limit 600.'],
      ],
    )
  },
)

testOnStores('killed and begun anew at any time, it tells the same, once', async (store) => {
  const agents = await twoHosts(store)
  const tellMinute = telling(store, agents)
  for (let second = 0; second <= 400; second += 10) {
    await tellMinute(second)
    let isKilled = false
    /** Dies at the first event, before it is kept. */
    const dying: Store = {
      ask: (question, input) => (isKilled ? Promise.reject(new StoreUnavailable('away')) : store.ask(question, input)),
      keep: () => {
        isKilled = true
        return Promise.reject(new StoreUnavailable('away'))
      },
      scrub: () => store.scrub(),
      close: () => store.close(),
      change: (change, input) => store.change(change, input),
    }
    await watched(dying, [second, second])
    await watched(store, [second, second])
  }
  assert.deepEqual(await toldIn(store), [
    [HIGH, 2, agents[1], 'all', 700, 600],
    [RECOVERED, 5, agents[1], 'all', 480, 600],
  ])
})

testOnStores('it waits three minutes for a host that usually tells, and for none longer', async (store) => {
  const [one, two] = await twoHosts(store)
  for (const agent of [one, two]) await tell(store, agent, 0, { 'a.example.com': 1 })
  await watched(store, [60, 60])
  await tell(store, one, 1, { 'a.example.com': 700 })
  await watched(store, [120, 290])
  assert.deepEqual(await toldIn(store), [])
  await watched(store, [300, 300])
  assert.deepEqual(await toldIn(store), [[HIGH, 2, one, 'all', 700, 600]])
  await tell(store, two, 1, { 'a.example.com': 10_000 })
  await watched(store, [310, 310])
  assert.equal((await toldIn(store)).length, 1, 'what comes later counts for no rule')
})

testOnStores('a rule sums up a label, or virtual hosts by a pattern, and shares of errors', async (store) => {
  const [one, two] = await twoHosts(store)
  await store.change(labelAgent, { host: 'web1.example.com', label: 'shop', now: NOW, by: BY })
  const errors = totalsOf('traffic', NOW, { 'x.example.net': 200 })
  const rows = errors.rows.map(([key, requests = 0]) => [key, requests, 0, 0, 0, 0, 0, 30] as const)
  await store.change(keepTotals, {
    brought: [{ agent: two, totals: [toldTotals({ ...errors, rows })] }],
    received: NOW,
  })
  await tell(store, one, 0, { 'a.example.com': 650, 'b.example.com': 100, 'example.com.net': 90 })
  const rules = [
    { ...RULE, name: 'label', sum: { label: 'shop' } },
    { ...RULE, name: 'other-label', sum: { label: 'vip' } },
    { ...RULE, name: 'pattern', sum: { vhost: '*.Example.com' } },
    { ...RULE, name: 'name', sum: { vhost: 'b.example.com' } },
    { ...RULE, name: 'both', sum: { vhost: '*.example.net', label: 'shop' } },
    { ...RULE, name: 'errors', measure: 'errors', over: 0.1, sum: { vhost: 'x.*' } },
    { ...RULE, name: 'few-errors', measure: 'errors', over: 0.1, least: 201, sum: { vhost: 'x.*' } },
  ] as const
  await watched(store, [60, 60], rules)
  assert.deepEqual(
    Object.fromEntries((await toldIn(store)).map(([, , agent, rule, value, limit]) => [rule, [agent, value, limit]])),
    { label: [one, 840, 600], pattern: [one, 750, 600], errors: [two, 15, 10] },
  )
})

testOnStores('a rule that is taken away while it is high ends, and one that is changed begins anew', async (store) => {
  const [one] = await twoHosts(store)
  for (const minute of [0, 1, 2]) await tell(store, one, minute, { 'a.example.com': 700 })
  await watched(store, [60, 60])
  await watched(store, [120, 120], [{ ...RULE, over: 11 }])
  await watched(store, [180, 180], [])
  const told = (await toldIn(store)).map(([kind, minute, , , , limit]) => `${kind} ${minute} ${limit}`)
  assert.deepEqual(
    new Set(told),
    new Set([`${HIGH} 1 600`, `${RECOVERED} 2 600`, `${HIGH} 2 660`, `${RECOVERED} 3 660`]),
  )
})

testOnStores('an overload is an incident until no rule finds too much any more', async (store) => {
  const agents = await twoHosts(store)
  const rules = [RULE, { ...RULE, name: 'longer', clear: 0.5 }]
  const incident = async (now: number): Promise<unknown> => {
    await judgeAll(store, NOW + now)
    const { incidents } = await store.ask(incidentRows, null)
    return incidents.map(({ kind, subject, state, sentence, steps }) => ({ kind, subject, state, sentence, steps }))
  }
  const first = {
    kind: 'overload',
    subject: 'web2.example.com',
    sentence: 'web2.example.com has most of too much, 700 requests of all hosts in 60 s, limit 600.',
  }
  await watched(store, [0, 300], rules, telling(store, agents))
  assert.deepEqual(await incident(300), [{ ...first, state: 'open', steps: 3 }])
  await watched(store, [310, 400], rules, telling(store, agents))
  assert.deepEqual(await incident(400), [{ ...first, state: 'resolved', steps: 4 }])
})
