import assert from 'node:assert/strict'
import { setImmediate } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { createReportClient } from '../../../agent/receivers/spoor-api/report-client.ts'
import { newestEvents } from '../../../hub/store/ask/newest-events.ts'
import { kindNumber } from '../../../hub/store/number-words.ts'
import type { Store } from '../../../hub/store/store.ts'
import { HUB_KINDS } from '../../../lib/event/hub-kinds.ts'
import { accessTo } from '../../support/api-access.ts'
import { type EnrolledAgent, enrolAgent, entryNow } from '../../support/enrolled-agent.ts'
import { type AskedAnswer, type RunningHub, runHub } from '../../support/running-hub.ts'
import { NOW, testOnStores } from '../../support/stores.ts'

const DAY = 86_400

function report(hub: RunningHub, agent: EnrolledAgent, entries: unknown, headers = {}): Promise<AskedAnswer> {
  const body = JSON.stringify({ report: { entries, metadata: { reporter: agent.host } } })
  return post(hub, agent, body, headers)
}

function post(
  { ask }: RunningHub,
  { authorization }: EnrolledAgent,
  body: string | Uint8Array,
  headers = {},
): Promise<AskedAnswer> {
  return ask('/api/reports', { method: 'POST', headers: { authorization, ...headers }, body: Buffer.from(body) })
}

/** The ids of what agents told. */
async function kept(store: Store): Promise<readonly string[]> {
  const events = await store.ask(newestEvents, { limit: 1000 })
  return events.filter(({ kind }) => kind !== kindNumber('foreign_host')).map(({ id }) => id.replaceAll('_', ''))
}

testOnStores(
  'a report is stored before it is acknowledged, and once however often it comes',
  async (store, context) => {
    const agent = await enrolAgent(store)
    const hub = await runHub(store, context)
    const entries = [entryNow('a', { mailbox_address: 'Ann@Example.com', ip: '192.0.2.7' }), entryNow('b')]
    const first = await report(hub, agent, entries)
    assert.equal(first.status, 202)
    assert.deepEqual(first.json, { kept: 2, known: 0, stale: 0, quarantined: 0 })
    const again = await report(hub, agent, [...entries, entryNow('c')], { 'idempotency-key': 'x' })
    assert.deepEqual([again.status, again.json], [202, { kept: 1, known: 2, stale: 0, quarantined: 0 }])
    assert.deepEqual((await kept(store)).toSorted(), ['a', 'b', 'c'])
    const event = (await store.ask(newestEvents, { limit: 9 })).find(({ id }) => id.startsWith('a'))
    assert.equal(event?.mailbox, 'ann@example.com')
    assert.equal(event.ip, '192.0.2.7')
    assert.equal(event.received, NOW)
  },
)

testOnStores('the agent delivers, compressed or not, and learns which fields the hub wants', async (store, context) => {
  const agent = await enrolAgent(store)
  const { url } = await runHub(store, context)
  for (const [id, compression] of [
    ['plain', undefined],
    ['packed', 'gzip'],
  ] as const) {
    const asked: string[] = []
    const access = accessTo(url, { identifier: agent.identifier, secret: agent.secret, compression })
    const client = await createReportClient(access, {
      tell: ({ text }) => assert.fail(text),
      onFields: async (header) => void asked.push(header),
    })
    context.after(() => client.close())
    const metadata = { reporter: agent.host }
    const outcome = await client.send({ id, entries: [entryNow(id)], metadata }, new AbortController().signal)
    assert.deepEqual(outcome, { result: 'accepted' })
    assert.match(asked.join(), /severity, service/)
  }
  assert.deepEqual((await kept(store)).toSorted(), ['packed', 'plain'])
})

testOnStores('App::Spoor reports: blanks in its credentials, no ids, Latin-1, no Accept', async (store, context) => {
  const agent = await enrolAgent(store)
  const hub = await runHub(store, context)
  const [scheme = '', encoded = ''] = agent.authorization.split(' ')
  const authorization = `${scheme} ${encoded.replaceAll(/(.{8})/g, '$1 ')} `
  const entry = { time: NOW, ip: '192.0.2.7', mailbox_address: 'ann@example.com', context: 'mailbox', host: agent.host }
  const bodies = [
    { ...entry, type: 'login' },
    { ...entry, type: 'forward_added_partial_ip' },
    {
      type: 'forward_added_partial_recipient',
      time: NOW,
      mailbox_address: 'j\u00fcrgen@example.com',
      forward_recipient: 'x@example.net',
      context: 'mailbox',
      host: agent.host,
    },
    { ...entry, type: 'forward_removed', forward_recipient: 'x@example.net' },
  ].map((each) => JSON.stringify({ report: { entries: [each], metadata: { reporter: agent.host } } }))
  for (let times = 0; times < 2; times += 1)
    for (const body of bodies) {
      const answer = await post(hub, agent, Buffer.from(body, 'latin1'), { authorization, accept: '' })
      assert.equal(answer.status, 202)
    }
  const events = await store.ask(newestEvents, { limit: 100 })
  assert.deepEqual(
    events.map(({ kind }) => kind).toSorted((a, b) => a - b),
    (['login', 'forward_added_partial_ip', 'forward_added_partial_recipient', 'forward_removed'] as const).map(
      kindNumber,
    ),
  )
  assert.ok(events.some(({ mailbox }) => mailbox === 'j\u00fcrgen@example.com'))
})

testOnStores('a bad entry never blocks its report, and is kept aside with the reason', async (store, context) => {
  const agent = await enrolAgent(store)
  const hub = await runHub(store, context)
  const bad = [
    null,
    7,
    'text',
    [],
    {},
    { ...entryNow('x'), time: 'yesterday' },
    { ...entryNow('x'), mailbox_address: 'a'.repeat(100_000) },
    { ...entryNow('x'), type: 'mailbox_teleported' },
    { ...entryNow('x'), type: 'constructor' },
    { ...entryNow('x'), host: 'web2.example.com' },
    { ...entryNow('x'), id: 7 },
    JSON.parse('{"__proto__": {"type": "login"}}') as unknown,
  ]
  const answer = await report(hub, agent, [...bad, entryNow('good')])
  assert.deepEqual([answer.status, answer.json], [202, { kept: 1, known: 0, stale: 0, quarantined: bad.length }])
  assert.deepEqual(await kept(store), ['good'])
  const codes = hub.notices.map(({ code }) => code).filter((code) => code !== 'listening')
  assert.deepEqual(codes, ['foreign_host', 'entries_set_aside'])
})

testOnStores('a credential speaks for its own host alone, whatever its letters', async (store, context) => {
  const agent = await enrolAgent(store)
  await enrolAgent(store, 'web2.example.com')
  const hub = await runHub(store, context)
  const foreign = await report(hub, agent, [entryNow('theirs', { host: 'web2.example.com' })])
  assert.deepEqual([foreign.status, foreign.json], [202, { kept: 0, known: 0, stale: 0, quarantined: 1 }])
  await report(hub, agent, [entryNow('own', { host: 'WEB1.example.com' })])
  assert.deepEqual(await kept(store), ['own'])
})

testOnStores('that it spoke for another host is one event of its own host an hour', async (store, context) => {
  const agent = await enrolAgent(store)
  const hub = await runHub(store, context)
  const hosts = ['web2.example.com', 'web3.example.com\0', 'x'.repeat(500)]
  for (const host of hosts) await report(hub, agent, [entryNow('theirs', { host }), entryNow('more', { host })])
  const told = await store.ask(newestEvents, { limit: 9 })
  assert.deepEqual(
    told.map(({ kind, agent: of, mailbox, fields }) => [kind, of, mailbox, JSON.parse(fields)]),
    [[kindNumber('foreign_host'), 1, null, { named_host: 'web2.example.com', since: NOW - (NOW % 3600) }]],
  )
})

testOnStores('an agent cannot tell what only the hub tells', async (store, context) => {
  const agent = await enrolAgent(store)
  const hub = await runHub(store, context)
  const entries = HUB_KINDS.map((type, index) => entryNow(`h${index}`, { type }))
  const { json } = await report(hub, agent, entries)
  assert.deepEqual(json, { kept: 0, known: 0, stale: 0, quarantined: HUB_KINDS.length })
  assert.deepEqual(await kept(store), [])
})

testOnStores('nobody takes the id of an event that another host reports without one', async (store, context) => {
  const [one, two] = [await enrolAgent(store), await enrolAgent(store, 'web2.example.com')]
  const hub = await runHub(store, context)
  const { id: _, ...entry } = entryNow('x', { host: two.host })
  await report(hub, one, [{ ...entry, host: one.host }])
  await report(hub, two, [entry])
  const [first, second] = await store.ask(newestEvents, { limit: 9 })
  assert.ok(first !== undefined && second !== undefined)
  await report(hub, one, [
    entryNow('x', { id: second.id, time: NOW + 1 }),
    entryNow('y', { id: first.id, time: NOW + 1 }),
  ])
  assert.equal((await kept(store)).length, 4)
})

testOnStores('what is older than what is kept is acknowledged and counted, and not stored', async (store, context) => {
  const agent = await enrolAgent(store)
  const hub = await runHub(store, context, { config: 'retention: { events: 10d }' })
  const entries = [entryNow('old', { time: NOW - 12 * DAY }), entryNow('young', { time: NOW - 9 * DAY })]
  assert.deepEqual((await report(hub, agent, entries)).json, { kept: 1, known: 0, stale: 1, quarantined: 0 })
  assert.deepEqual(await kept(store), ['young'])
})

testOnStores(
  'what only a wrong clock calls too old is not acknowledged; what is not old is',
  async (store, context) => {
    const agent = await enrolAgent(store)
    let ahead = 0
    const clock = { now: () => (NOW + ahead) * 1000, sleep: async () => undefined }
    const hub = await runHub(store, context, { clock })
    await hub.server.trustedClock.trusts(NOW)
    ahead = 3 * 365 * DAY
    const refused = await report(hub, agent, [entryNow('a')])
    assert.deepEqual([refused.status, Object(refused.json).code], [503, 50_304])
    assert.ok(Number(refused.headers.get('retry-after')) > 0)
    assert.equal((await report(hub, agent, [entryNow('b', { time: NOW + ahead })])).status, 202)
    ahead = 60
    assert.deepEqual((await report(hub, agent, [entryNow('a')])).json, { kept: 1, known: 0, stale: 0, quarantined: 0 })
  },
)

testOnStores('entries that share a log with the one before are whole in the store', async (store, context) => {
  const agent = await enrolAgent(store)
  const hub = await runHub(store, context)
  const place = { log: '/var/log/maillog', generation: 'g', offset: 1 }
  await report(hub, agent, [entryNow('a', place), entryNow('b', { offset: 2, log: undefined, generation: undefined })])
  const events = await store.ask(newestEvents, { limit: 9 })
  for (const { fields } of events) assert.match(fields, /"log":"\/var\/log\/maillog","generation":"g"/)
})

testOnStores(
  'only what can never be right is 400; what is too much is 413, which agents divide',
  async (store, context) => {
    const agent = await enrolAgent(store)
    const hub = await runHub(store, context)
    for (const body of ['', '{', '[]', 'null', '{"report":{}}', '{"report":{"entries":{}}}', '['.repeat(100_000)])
      assert.equal((await post(hub, agent, body)).status, 400, body.slice(0, 30))
    assert.equal((await post(hub, agent, JSON.stringify({ report: { entries: Array(5001).fill(0) } }))).status, 413)
    assert.equal((await post(hub, agent, ' '.repeat(8 * 1024 ** 2 + 1))).status, 413)
    const packed = { 'content-encoding': 'gzip' }
    assert.equal((await post(hub, agent, gzipSync(Buffer.alloc(100 * 1024 ** 2)), packed)).status, 413)
    for (const broken of ['no gzip', gzipSync('{}').subarray(0, 15)])
      assert.equal((await post(hub, agent, broken, packed)).status, 415)
    assert.equal((await post(hub, agent, '{}', { 'content-encoding': 'br' })).status, 415)
  },
)

testOnStores('a time that no calendar writes is put aside, as exports could not tell it', async (store, context) => {
  const agent = await enrolAgent(store)
  const hub = await runHub(store, context)
  const entries = [entryNow('a', { time: 253_402_300_800 }), entryNow('b', { time: Number.MAX_SAFE_INTEGER })]
  assert.deepEqual((await report(hub, agent, entries)).json, { kept: 0, known: 0, stale: 0, quarantined: 2 })
})

testOnStores('reports that one commit made durable are acknowledged in turns of their own', async (store, context) => {
  const agent = await enrolAgent(store)
  const gate = Promise.withResolvers<void>()
  let waiting = 0
  const holding: Store = {
    ask: (question, input) => store.ask(question, input),
    change: (change, input) => store.change(change, input),
    keep: async ({ events }) => {
      waiting += 1
      await gate.promise
      return { arrival: 1, isNew: events.map(() => true) }
    },
    scrub: () => store.scrub(),
    close: () => store.close(),
  }
  const hub = await runHub(holding, context)
  const reports = Array.from({ length: 12 }, (_, index) => report(hub, agent, [entryNow(`r${index}`)]))
  while (waiting < reports.length) await setImmediate()
  gate.resolve()
  const { commits } = hub.server.counts
  for (let before = 0; before < reports.length; before = commits.distribution.count) {
    await setImmediate()
    assert.ok(commits.distribution.count - before <= 1, `${commits.distribution.count - before} in one turn`)
  }
  for (const { status } of await Promise.all(reports)) assert.equal(status, 202)
})
