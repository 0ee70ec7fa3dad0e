import assert from 'node:assert/strict'
import { gzipSync } from 'node:zlib'
import { summedTotals } from '../../../hub/store/ask/summed-totals.ts'
import { type Store, StoreUnavailable } from '../../../hub/store/store.ts'
import { type EnrolledAgent, enrolAgent } from '../../support/enrolled-agent.ts'
import { type AskedAnswer, type RunningHub, runHub } from '../../support/running-hub.ts'
import { NOW, testOnStores } from '../../support/stores.ts'
import { totalsOf } from '../../support/told-totals.ts'

const DAY = 86_400
const MINUTE = totalsOf('traffic', NOW - 60, { 'a.example.com': 5, 'b.example.com': 2 })

function tell(hub: RunningHub, agent: EnrolledAgent, totals: unknown, headers = {}): Promise<AskedAnswer> {
  return post(hub, agent, JSON.stringify({ totals }), headers)
}

function post(
  { ask }: RunningHub,
  { authorization }: EnrolledAgent,
  body: string | Uint8Array,
  headers = {},
): Promise<AskedAnswer> {
  return ask('/api/totals', { method: 'POST', headers: { authorization, ...headers }, body: Buffer.from(body) })
}

/** The requests that an agent told of the last days. */
async function requests(store: Store, { agent }: EnrolledAgent): Promise<number> {
  const span = { from: NOW - 9 * DAY, until: NOW + 9 * DAY, agents: [agent] }
  const { points } = await store.ask(summedTotals, { kind: 'traffic', step: DAY, ...span })
  return points.reduce((sum, [, [first = 0]]) => sum + first, 0)
}

testOnStores(
  'totals are stored before they are acknowledged, and count once however often they come',
  async (store, context) => {
    const agent = await enrolAgent(store)
    const hub = await runHub(store, context)
    const first = await tell(hub, agent, [MINUTE])
    assert.deepEqual([first.status, first.json], [202, { kept: 1, known: 0 }])
    const body = gzipSync(JSON.stringify({ totals: [MINUTE, totalsOf('traffic', NOW - 120, { 'a.example.com': 1 })] }))
    const again = await post(hub, agent, body, { 'content-encoding': 'gzip' })
    assert.deepEqual([again.status, again.json], [202, { kept: 1, known: 1 }])
    const replaced = totalsOf('traffic', NOW - 60, { 'a.example.com': 9 }, { revision: 2 })
    assert.deepEqual((await tell(hub, agent, [MINUTE, replaced])).json, { kept: 1, known: 1 })
    assert.equal(await requests(store, agent), 10)
  },
)

testOnStores(
  'an agent speaks for the host of its credential alone, and without one for none',
  async (store, context) => {
    const [one, two] = [await enrolAgent(store), await enrolAgent(store, 'web2.example.com')]
    const hub = await runHub(store, context)
    await tell(hub, one, [MINUTE])
    await tell(hub, two, [totalsOf('traffic', NOW - 60, { 'a.example.com': 1 })])
    assert.deepEqual([await requests(store, one), await requests(store, two)], [7, 1])
    assert.equal((await tell(hub, { ...one, authorization: 'Basic eDp5' }, [MINUTE])).status, 401)
  },
)

testOnStores('what is no period never blocks the others, and is told once for each agent', async (store, context) => {
  const agent = await enrolAgent(store)
  const hub = await runHub(store, context)
  const bad = [
    null,
    'text',
    { ...MINUTE, kind: 'weather' },
    { ...MINUTE, seconds: 61 },
    { ...MINUTE, start: NOW - 61 },
    { ...MINUTE, rows: [] },
    { ...MINUTE, rows: [['', 1]] },
    { ...MINUTE, rows: [['a\0', 1, 1, 1, 1, 1, 1, 1]] },
    { ...MINUTE, more: 'x'.repeat(10_000) },
    { ...totalsOf('mail', NOW, {}), start: NOW + 60 },
    { ...totalsOf('bandwidth', NOW, {}), seconds: 3600 },
    totalsOf('traffic', NOW + 3 * DAY - (NOW % 60), {}),
  ]
  for (let times = 0; times < 2; times += 1) assert.equal((await tell(hub, agent, [...bad, MINUTE])).status, 202)
  assert.equal(await requests(store, agent), 7)
  const told = hub.notices.filter(({ code }) => code === 'totals_refused').map(({ text }) => text)
  assert.equal(told.length, 1)
  assert.match(told[0] ?? '', /web1\.example\.com told 12 periods of totals.* The first: It is none/)
  assert.deepEqual(hub.server.counts.totals.get('refused'), 24)
})

testOnStores('what is no such document is refused, and what is too large is to be divided', async (store, context) => {
  const agent = await enrolAgent(store)
  const hub = await runHub(store, context)
  for (const body of ['', '[]', '{}', '{"totals":7}', '{"totals":[', `{"totals":${'['.repeat(100)}`])
    assert.deepEqual([body, (await post(hub, agent, body)).status], [body, 400])
  const many = Array.from({ length: 2001 }, () => 0)
  assert.equal((await tell(hub, agent, many)).status, 413)
  assert.equal((await post(hub, agent, ' '.repeat(8 * 1024 ** 2 + 1))).status, 413)
  const packed = gzipSync(' '.repeat(8 * 1024 ** 2 + 1))
  assert.equal((await post(hub, agent, packed, { 'content-encoding': 'gzip' })).status, 413)
})

testOnStores(
  'totals that are older than what is kept are acknowledged, if the clock is believed',
  async (store, context) => {
    const agent = await enrolAgent(store)
    const old = totalsOf('traffic', NOW - 401 * DAY, { 'a.example.com': 5 })
    const hub = await runHub(store, context)
    assert.deepEqual((await tell(hub, agent, [old, MINUTE])).json, { kept: 1, known: 1 })
    let now = NOW
    const clock = { now: () => now * 1000, sleep: async () => undefined }
    const doubtful = await runHub(store, context, { clock })
    assert.equal((await tell(doubtful, agent, [old])).status, 202)
    now = NOW + 500 * DAY
    const refused = await tell(doubtful, agent, [MINUTE])
    assert.equal(refused.status, 503)
    assert.match(refused.headers.get('retry-after') ?? '', /^\d+$/)
    now = NOW - 500 * DAY
    assert.equal((await tell(doubtful, agent, [MINUTE])).status, 503)
  },
)

testOnStores('while the store takes nothing, an agent is to come again', async (store, context) => {
  const agent = await enrolAgent(store)
  for (const reason of ['full', 'busy'] as const) {
    const closed: Store = {
      ask: (question, input) => store.ask(question, input),
      change: () => Promise.reject(new StoreUnavailable(reason)),
      keep: (arrival) => store.keep(arrival),
      scrub: () => store.scrub(),
      close: async () => undefined,
    }
    const hub = await runHub(closed, context)
    const answer = await tell(hub, agent, [MINUTE])
    assert.equal(answer.status, 503)
    assert.match(answer.headers.get('retry-after') ?? '', /^\d+$/)
  }
  assert.equal(await requests(store, agent), 0)
})
