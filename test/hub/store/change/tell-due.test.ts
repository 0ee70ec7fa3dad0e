import assert from 'node:assert/strict'
import { acknowledgeIncident } from '../../../../hub/store/change/acknowledge-incident.ts'
import { addAgent } from '../../../../hub/store/change/add-agent.ts'
import { addSnooze } from '../../../../hub/store/change/add-snooze.ts'
import { addTestAlert } from '../../../../hub/store/change/add-test-alert.ts'
import { endSnooze } from '../../../../hub/store/change/end-snooze.ts'
import { CHAT_RULE, chatChannel, startChat, toldTo } from '../../../support/alert-chat.ts'
import { AlertScene } from '../../../support/alert-scene.ts'
import { BY } from '../../../support/people.ts'
import { NOW, testOnStores } from '../../../support/stores.ts'

testOnStores(
  'beyond the ceiling of a channel one message joins the rest: nothing is dropped, nothing told twice',
  async (store, t) => {
    const server = await startChat(t)
    const scene = await AlertScene.start(store, t, `${chatChannel(server, ', per_hour: 5')}\n${CHAT_RULE}`)
    for (let id = 1; id <= 60; id += 1) await scene.hears(id, 'opened')
    await scene.passes(60)
    assert.equal(server.requests.length, 3)
    await scene.passes(599)
    assert.equal(server.requests.length, 3)
    await scene.passes(1)
    assert.equal(toldTo(server).at(-1), 'joined 57')
    assert.equal(server.requests.length, 4)
    const told = server.requests.flatMap(({ json }) => {
      const { incident, incidents = [incident] } = Object(json).data
      return Array.from(incidents, (each) => Number(Object(each).id))
    })
    assert.deepEqual(
      told.toSorted((a, b) => a - b),
      Array.from({ length: 60 }, (_, index) => index + 1),
    )
    const joined = await scene.found()
    assert.equal(joined.filter(({ receipts }) => receipts[0]?.state === 'joined').length, 57)
    assert.equal(joined.at(-1)?.count, 57)
    assert.deepEqual(
      joined.at(-1)?.incidents,
      Array.from({ length: 20 }, (_, index) => 60 - index),
    )
    // The only one that is held back comes as it is.
    await scene.hears(61, 'opened')
    await scene.passes(60)
    await scene.passes(600)
    assert.equal(toldTo(server).at(-1), 'opened 61')
    // After an hour each comes at once again.
    await scene.hears(62, 'opened')
    await scene.passes(7200)
    await scene.hears(63, 'opened')
    await scene.passes(60)
    assert.deepEqual(toldTo(server).slice(-2), ['opened 62', 'opened 63'])
  },
)

testOnStores('who fills a channel leaves room for other servers, and a place in the list', async (store, t) => {
  const server = await startChat(t)
  const scene = await AlertScene.start(store, t, `${chatChannel(server, ', per_hour: 4')}\n${CHAT_RULE}`)
  for (let id = 1; id <= 250; id += 1) await scene.hears(id, 'opened', { severity: 4 }, 'liar.example.com')
  await scene.passes(60)
  assert.deepEqual(toldTo(server), ['opened 1', 'opened 2'])
  for (const id of [301, 302, 303]) await scene.hears(id, 'opened', {}, `web${id}.example.com`)
  await scene.passes(60)
  assert.deepEqual(toldTo(server).slice(2), ['opened 301', 'opened 302'], 'others are told at once')
  await scene.passes(540)
  assert.equal(toldTo(server).at(-1), 'joined 249')
  const { text, data } = Object(server.requests.at(-1)?.json)
  assert.match(
    text,
    /^liar\.example\.com: 248 incidents\n- [^]*\n… and 49 more\n\nweb303\.example\.com: 1 incident\n- /m,
  )
  assert.deepEqual(data.hosts, [
    { host: 'liar.example.com', count: 248 },
    { host: 'web303.example.com', count: 1 },
  ])
  const joined = (await scene.found()).at(-1)?.alert.id ?? 0
  const cared = await store.change(acknowledgeIncident, { what: { alert: joined }, now: NOW, by: BY })
  assert.equal(cared?.length, 200, 'nobody takes care of what he could not read')
  assert.ok(cared.includes(303))
})

testOnStores(
  'noise and tests do not hold back what is worse, not of the same server or incident either',
  async (store, t) => {
    const server = await startChat(t)
    const scene = await AlertScene.start(store, t, `${chatChannel(server, ', per_hour: 4')}\n${CHAT_RULE}`)
    const channel = { name: 'chat', recipients: ['http://127.0.0.1'], perHour: 4 }
    for (let count = 0; count < 20; count += 1) await store.change(addTestAlert, { channel, now: NOW, by: BY })
    for (let id = 1; id <= 9; id += 1) await scene.hears(id, 'opened', { severity: 1, kind: 'attack' })
    await scene.passes(60)
    assert.deepEqual(toldTo(server), ['opened 1', 'opened 2'])
    await scene.hears(20, 'opened', { severity: 3 })
    await scene.hears(9, 'raised', { severity: 4 })
    await scene.passes(60)
    assert.deepEqual(toldTo(server).slice(2), ['raised 9', 'opened 20'])
    await scene.hears(21, 'opened', { severity: 1 })
    await scene.hears(20, 'raised', { severity: 4 })
    await scene.passes(60)
    assert.deepEqual(toldTo(server).slice(4), ['raised 20'])
    // The worst have a ceiling, too; what was joined counts as the worst that it tells.
    for (let id = 30; id <= 33; id += 1) await scene.hears(id, 'opened', { severity: 4 })
    await scene.passes(60)
    assert.deepEqual(toldTo(server).slice(5), [])
    await scene.passes(3000)
    assert.deepEqual(toldTo(server).slice(5), ['joined 12'])
    await scene.passes(600)
    for (let id = 40; id <= 43; id += 1) await scene.hears(id, 'opened', { severity: 4 }, `web${id}.example.com`)
    await scene.passes(60)
    assert.deepEqual(toldTo(server).slice(6), ['opened 40', 'opened 41', 'opened 42'])
  },
)

testOnStores('a digest tells at its time what its rule would have told, once', async (store, t) => {
  const server = await startChat(t)
  const rule = '  rules: [{ name: daily, to: chat, severity: low, wait: 1s, digest: 1d }]'
  const scene = await AlertScene.start(store, t, `${chatChannel(server)}\n${rule}`)
  for (const id of [1, 2]) await scene.hears(id, 'opened')
  await scene.passes(60)
  await scene.hears(1, 'closed', { state: 'resolved', closed: NOW + 60 })
  await scene.passes(60)
  // NOW is 08:00 UTC.
  await scene.passes(16 * 3600 - 121)
  assert.deepEqual(toldTo(server), [])
  await scene.passes(1)
  assert.deepEqual(toldTo(server), ['digest 2'])
  assert.match(String(Object(server.requests[0]?.json).text), /^- \[high, resolved\] mailbox1@example\.com/m)
  await scene.passes(86_400)
  assert.equal(server.requests.length, 1)
})

testOnStores(
  'a rule with labels tells of servers that have one of them, also under a former name',
  async (store, t) => {
    const server = await startChat(t)
    const add = { label: 'shared', identifier: 'a', digest: 'd', now: NOW, by: BY }
    await store.change(addAgent, { ...add, host: 'web1.example.com' })
    const rule = '  rules: [{ name: shared, to: chat, wait: 1s, labels: shared }]'
    const scene = await AlertScene.start(store, t, `${chatChannel(server)}\n${rule}`)
    await scene.hears(1, 'opened')
    await scene.hears(2, 'opened', {}, 'web2.example.com')
    await scene.passes(1)
    assert.deepEqual(toldTo(server), ['opened 1'])
  },
)

testOnStores('a snooze holds back what it names until its end, or until somebody ends it', async (store, t) => {
  const server = await startChat(t)
  const scene = await AlertScene.start(store, t, `${chatChannel(server)}\n${CHAT_RULE}`)
  const add = { label: '', identifier: 'a', digest: 'd', now: NOW, by: BY }
  await store.change(addAgent, { ...add, host: 'web1.example.com' })
  const snooze = { what: 'host', which: 'web1.example.com', kind: null, reason: 'moves', now: NOW, by: BY } as const
  const id = (await store.change(addSnooze, { ...snooze, rules: [], until: NOW + 3600 })) ?? assert.fail()
  await scene.hears(1, 'opened')
  await scene.hears(2, 'opened', {}, 'web2.example.com')
  await scene.hears(3, 'opened')
  await scene.passes(60)
  assert.deepEqual(toldTo(server), ['opened 2'])
  await scene.hears(3, 'closed', { state: 'resolved', closed: NOW + 60 })
  assert.equal(await store.change(endSnooze, { id, now: NOW + 100, by: BY }), true)
  assert.equal(await store.change(endSnooze, { id, now: NOW + 100, by: BY }), false)
  await scene.passes(40)
  assert.deepEqual(toldTo(server), ['opened 2', 'opened 1'])
})

testOnStores(
  'what the hub does not know is not snoozed, so that no typing error is taken for silence',
  async (store) => {
    const add = { label: 'shared', identifier: 'a', digest: 'd', now: NOW, by: BY }
    await store.change(addAgent, { ...add, host: 'web1.example.com' })
    const snooze = { kind: null, until: NOW + 9, reason: '', rules: ['all'], now: NOW, by: BY }
    const known = [
      ['rule', 'all'],
      ['host', 'web1.example.com'],
      ['label', 'shared'],
      ['mailbox', 'ann@example.com'],
      ['address', '192.0.2.7'],
      ['kind', 'attack'],
    ] as const
    for (const [what, which] of known)
      assert.ok(await store.change(addSnooze, { ...snooze, what, which }), `${what} ${which}`)
    const unknown = [
      ['rule', 'al'],
      ['host', 'web2.example.com'],
      ['label', 'share'],
      ['incident', '7'],
    ] as const
    for (const [what, which] of unknown)
      assert.equal(await store.change(addSnooze, { ...snooze, what, which }), null, `${what} ${which}`)
  },
)

testOnStores('who acknowledges takes care for all rules: no reminder comes', async (store, t) => {
  const server = await startChat(t)
  const rules = ['one', 'two'].map((name) => `{ name: ${name}, to: chat, wait: 1s, remind: 1h }`)
  const scene = await AlertScene.start(store, t, `${chatChannel(server)}\n  rules: [${rules.join(', ')}]`)
  await scene.hears(1, 'opened')
  await scene.passes(1)
  await scene.passes(3600)
  assert.deepEqual(toldTo(server), ['opened 1', 'opened 1', 'reminder 1', 'reminder 1'])
  const [{ alert } = { alert: { id: 0 } }] = await scene.found()
  assert.deepEqual(await store.change(acknowledgeIncident, { what: { alert: alert.id }, now: NOW, by: BY }), [1])
  assert.equal(await store.change(acknowledgeIncident, { what: { alert: 999 }, now: NOW, by: BY }), null)
  await scene.passes(86_400)
  assert.equal(server.requests.length, 4)
  assert.deepEqual((await scene.found())[0]?.acknowledged, [{ incident: 1, by: BY.actor, at: NOW }])
})

testOnStores('a rule or channel that is taken away strands nothing', async (store, t) => {
  const server = await startChat(t)
  const scene = await AlertScene.start(store, t, `${chatChannel(server)}\n${CHAT_RULE}`)
  server.otherwise = { status: 503 }
  await scene.hears(1, 'opened')
  await scene.passes(60)
  await scene.hears(2, 'opened')
  await scene.configure('  channels: {}')
  await scene.passes(86_400)
  assert.deepEqual(await scene.alerts(), ['opened: given_up'])
  const [first] = await scene.found()
  assert.equal(first?.receipts[0]?.answer, 'The configuration has no such channel any more.')
  await scene.works()
  assert.deepEqual(scene.counts.outbox, { waiting: 0, oldest: 0 })
  await scene.configure(`${chatChannel(server)}\n${CHAT_RULE}`)
  await scene.passes(86_400)
  assert.equal(server.requests.length, 1, 'it is not told later, when the rule is back')
})

testOnStores('what is held back for a channel that is taken away is given up', async (store, t) => {
  const server = await startChat(t)
  const rule = '  rules: [{ name: daily, to: chat, severity: low, wait: 1s, digest: 1d }]'
  const scene = await AlertScene.start(store, t, `${chatChannel(server)}\n${rule}`)
  await scene.hears(1, 'opened')
  await scene.passes(60)
  assert.deepEqual(await scene.alerts(), ['opened: held'])
  await scene.configure('  channels: { staff: { mail: { from: a@example.com, to: b@example.com } } }')
  await scene.passes(86_400)
  assert.deepEqual(await scene.alerts(), ['opened: given_up'])
  assert.equal(server.requests.length, 0)
})
