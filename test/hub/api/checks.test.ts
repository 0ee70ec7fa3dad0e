import assert from 'node:assert/strict'
import * as v from 'valibot'
import { addAgent } from '../../../hub/store/change/add-agent.ts'
import { noteStatus, type NotedStatus } from '../../../hub/store/change/note-status.ts'
import { revokeAgent } from '../../../hub/store/change/revoke-agent.ts'
import type { Store } from '../../../hub/store/store.ts'
import { apiScene } from '../../support/api-scenario.ts'
import { agentIn } from '../../support/kept-events.ts'
import { BY } from '../../support/people.ts'
import { runHub } from '../../support/running-hub.ts'
import { NOW, testOnStores } from '../../support/stores.ts'

type NotedCheck = NonNullable<NotedStatus['checks']>[number]

function checkOf(name: string, change: Partial<NotedCheck> = {}): NotedCheck {
  const times = { since: NOW - 600, ran: NOW - 20, certificate: null }
  return { name, type: 'tcp', state: 'up', finding: 'connected', recent: '[3,4]', target: null, ...times, ...change }
}

async function told(store: Store, agent: number, checks: readonly NotedCheck[], at = NOW): Promise<void> {
  const said = { status: '{}', version: '', health: 'healthy', lag: 0, unread: null }
  await store.change(noteStatus, { agent, at, ...said, checks })
}

const answer = v.object({
  counts: v.record(v.string(), v.number()),
  checks: v.array(v.looseObject({ host: v.string(), check: v.string(), state: v.string(), silent: v.boolean() })),
  next: v.nullable(v.string()),
})

testOnStores('checks are shown by host and name, page by page, and their counts are of all', async (store, context) => {
  const { viewer: headers } = await apiScene(store)
  const [mx, web] = [await agentIn(store, 'mx1.example.com'), await agentIn(store, 'web9.example.com')]
  const ends = NOW + 86_400
  await told(store, mx, [
    checkOf('smtp', { certificate: ends }),
    checkOf('imap', { state: 'down', finding: 'refused' }),
  ])
  await told(store, web, [checkOf('site', { state: 'late', target: 'www.example.com:443' })])
  const hub = await runHub(store, context)
  const ask = async (query = ''): Promise<v.InferOutput<typeof answer>> =>
    v.parse(answer, (await hub.ask(`/api/v1/checks${query}`, { headers })).json)
  const names = (page: v.InferOutput<typeof answer>): readonly string[] =>
    page.checks.map(({ host, check, state }) => `${host} ${check} ${state}`)
  const first = await ask('?limit=2')
  assert.deepEqual(names(first), ['mx1.example.com imap down', 'mx1.example.com smtp up'])
  const { down, late, up, unknown } = first.counts
  assert.deepEqual({ down, late, up, unknown }, { down: 1, late: 1, up: 1, unknown: 0 })
  assert.deepEqual(names(await ask(`?limit=2&after=${first.next}`)), ['web9.example.com site late'])
  assert.deepEqual(first.checks[1], {
    host: 'mx1.example.com',
    check: 'smtp',
    type: 'tcp',
    state: 'up',
    since: NOW - 600,
    finding: 'connected',
    ran: NOW - 20,
    recent: [3, 4],
    certificate: ends,
    target: null,
    told: NOW,
    silent: false,
  })
  assert.deepEqual(names(await ask('?state=down')), ['mx1.example.com imap down'])
  assert.deepEqual(names(await ask('?state=down,late')), ['mx1.example.com imap down', 'web9.example.com site late'])
  assert.deepEqual(names(await ask('?state=down,late&limit=1&after=mx1.example.com%20imap')), [
    'web9.example.com site late',
  ])
  assert.deepEqual(names(await ask(`?ends_before=${ends + 1}`)), ['mx1.example.com smtp up'])
  assert.deepEqual(names(await ask(`?ends_before=${ends}`)), [])
  assert.deepEqual(names(await ask('?check=smtp')), ['mx1.example.com smtp up'])
  assert.deepEqual(names(await ask('?host=web9.example.com')), ['web9.example.com site late'])
  assert.deepEqual(names(await ask('?target=www.example.com:443')), ['web9.example.com site late'])
  assert.equal((await hub.ask('/api/v1/checks?state=dead', { headers })).status, 400)
})

testOnStores('what an agent tells no more, or may tell no more, is not shown', async (store, context) => {
  const { viewer: headers } = await apiScene(store)
  const agent = await agentIn(store, 'mx1.example.com')
  await told(store, agent, [checkOf('smtp'), checkOf('imap')])
  const hub = await runHub(store, context)
  const names = async (): Promise<readonly string[]> =>
    v.parse(answer, (await hub.ask('/api/v1/checks', { headers })).json).checks.map(({ check }) => check)
  assert.deepEqual(await names(), ['imap', 'smtp'])
  await told(store, agent, [checkOf('imap')])
  assert.deepEqual(await names(), ['imap'])
  await store.change(revokeAgent, { host: 'mx1.example.com', now: NOW, by: BY })
  assert.deepEqual(await names(), [])
})

testOnStores('of a host that is silent nobody knows how its checks are', async (store, context) => {
  const { viewer: headers } = await apiScene(store)
  const before = NOW - 86_400
  const host = { host: 'mx1.example.com', label: '', identifier: 'of mx1', digest: 'd', by: BY }
  await told(
    store,
    await store.change(addAgent, { ...host, now: before }),
    [checkOf('imap', { state: 'down' })],
    before,
  )
  const hub = await runHub(store, context)
  const { counts, checks } = v.parse(answer, (await hub.ask('/api/v1/checks', { headers })).json)
  assert.deepEqual([counts['down'], counts['unknown']], [0, 1])
  assert.deepEqual([checks[0]?.state, checks[0]?.silent], ['down', true])
  for (const [query, count] of [
    ['state=down', 0],
    ['state=unknown', 1],
    ['state=late,unknown', 1],
  ] as const) {
    const answered = await hub.ask(`/api/v1/checks?${query}`, { headers })
    assert.equal(v.parse(answer, answered.json).checks.length, count, query)
  }
})
