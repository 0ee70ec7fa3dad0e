import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { acknowledgeIncident } from '../../../hub/store/change/acknowledge-incident.ts'
import { addAgent } from '../../../hub/store/change/add-agent.ts'
import { addSnooze } from '../../../hub/store/change/add-snooze.ts'
import { endSnooze } from '../../../hub/store/change/end-snooze.ts'
import { AlertScene } from '../../support/alert-scene.ts'
import { type FakeApi, startFakeApi } from '../../support/fake-api.ts'
import { type FakeMailServer, startFakeMailServer } from '../../support/fake-mail-server.ts'
import { BY } from '../../support/people.ts'
import { NOW, testOnStores } from '../../support/stores.ts'

async function chat(t: TestContext): Promise<FakeApi> {
  const server = await startFakeApi()
  t.after(() => server.close())
  server.otherwise = { status: 200, body: 'ok' }
  return server
}

async function relay(t: TestContext): Promise<FakeMailServer> {
  const server = await startFakeMailServer()
  t.after(() => server.close())
  return server
}

function webhook(server: FakeApi, more = ''): string {
  return `  channels: { chat: { webhook: { url: '${server.url}/hook', allow: 127.0.0.1 }${more} } }`
}

function mail({ port }: FakeMailServer, to = 'anna@example.com'): string {
  return `  channels: { staff: { mail: { from: spoor@example.com, to: ${to}, port: ${port} } } }`
}

const RULE = '  rules: [{ name: all, to: chat, severity: low, wait: 1m, every: 30m }]'

/** What the webhook was told: the reason and the incident. */
function toldTo(server: FakeApi): readonly string[] {
  return server.requests.map(({ json }) => {
    const { data } = Object(json)
    return `${data.reason} ${data.incident?.id ?? data.count ?? ''}`.trim()
  })
}

testOnStores(
  'an incident and its changes are told once each, at the times of the rule, with receipts',
  async (store, t) => {
    const server = await chat(t)
    const scene = await AlertScene.start(store, t, `${webhook(server)}\n${RULE}`)
    await scene.hears(1, 'opened')
    await scene.passes(59)
    assert.deepEqual(toldTo(server), [])
    await scene.hears(1, 'grew', { steps: 2 })
    await scene.passes(1)
    assert.deepEqual(toldTo(server), ['opened 1'])
    await scene.hears(1, 'grew', { steps: 3 })
    await scene.passes(600)
    await scene.hears(1, 'raised', { severity: 4 })
    await scene.passes(0)
    await scene.hears(1, 'closed', { state: 'resolved', closed: NOW + 700, closed_by: 'anna', reason: 'Mended.' })
    await scene.passes(3)
    await scene.passes(86_400)
    assert.deepEqual(toldTo(server), ['opened 1', 'raised 1', 'recovered 1'])
    assert.deepEqual(await scene.alerts(), ['opened: delivered', 'raised: delivered', 'recovered: delivered'])
    const [first] = await scene.found()
    assert.deepEqual(first?.incidents, [1])
    const [receipt] = first?.receipts ?? []
    assert.deepEqual(
      [receipt?.channel, receipt?.recipient, receipt?.tries, receipt?.delivered, receipt?.answer],
      ['chat', server.url, 1, NOW + 60, 'HTTP 200: ok'],
    )
    const [{ text = '', subject = '' } = {}] = server.requests.map(({ json }) => Object(json))
    assert.match(text, /^mailbox1@example\.com was probably taken over\.\n/)
    assert.match(text, /^https:\/\/hub\.example\.com\/api\/v1\/incidents\/1$/m)
    assert.equal(subject, '[spoor] mailbox mailbox1@example.com: signs of a takeover')
  },
)

testOnStores('what fails is tried again with the same id until it arrives', async (store, t) => {
  const server = await chat(t)
  const scene = await AlertScene.start(store, t, `${webhook(server)}\n${RULE}`)
  server.script.push({ status: 503 }, 'cut')
  await scene.hears(1, 'opened')
  await scene.passes(60)
  assert.deepEqual(await scene.alerts(), ['opened: waiting'])
  assert.deepEqual(scene.counts.outbox, { waiting: 1, oldest: 0 })
  assert.deepEqual(
    scene.notices.map(({ code, about }) => [code, about]),
    [['alert_not_sent', 'chat']],
  )
  await scene.passes(600)
  await scene.passes(600)
  const ids = new Set(server.requests.map(({ json }) => String(Object(json).id)))
  assert.deepEqual([server.requests.length, ids.size], [3, 1])
  assert.deepEqual(await scene.alerts(), ['opened: delivered'])
  assert.deepEqual(scene.counts.outbox, { waiting: 0, oldest: 0 })
  assert.deepEqual(Object.fromEntries(scene.counts.tries), { 'chat failed': 2, 'chat delivered': 1 })
})

testOnStores('what fails for three days is given up, and that is told to the journal', async (store, t) => {
  const server = await chat(t)
  const scene = await AlertScene.start(store, t, `${webhook(server)}\n${RULE}`)
  server.otherwise = { status: 500 }
  await scene.hears(1, 'opened')
  await scene.passes(60)
  await scene.passes(2 * 86_400)
  assert.deepEqual(await scene.alerts(), ['opened: waiting'])
  await scene.passes(86_400)
  assert.deepEqual(await scene.alerts(), ['opened: given_up'])
  assert.equal(scene.notices.at(-1)?.code, 'alert_given_up')
  await scene.passes(86_400)
  assert.equal(server.requests.length, 3)
})

testOnStores(
  'one recipient that is refused does not keep the mail from others, nor make it come twice',
  async (store, t) => {
    const server = await relay(t)
    const rule = '  rules: [{ name: all, to: staff, wait: 1s }]'
    const scene = await AlertScene.start(
      store,
      t,
      `${mail(server, '[gone@example.com, anna@example.com, full@example.com]')}\n${rule}`,
    )
    server.does = (line) =>
      line.includes('gone@') ? '550 no such user' : line.includes('full@') ? '452 mailbox full' : undefined
    await scene.hears(1, 'opened')
    await scene.passes(1)
    assert.deepEqual(await scene.alerts(), ['opened: refused delivered waiting'])
    server.does = () => undefined
    await scene.passes(600)
    assert.deepEqual(await scene.alerts(), ['opened: refused delivered delivered'])
    assert.deepEqual(
      server.mails.map(({ to }) => to),
      [['anna@example.com'], ['full@example.com']],
    )
    const [first, second] = server.mails.map(({ data }) => /^Message-ID: .*$/m.exec(data)?.[0])
    assert.equal(first, second)
  },
)

testOnStores('all mails about an incident are one conversation, with one subject', async (store, t) => {
  const server = await relay(t)
  const scene = await AlertScene.start(store, t, `${mail(server)}\n  rules: [{ name: all, to: staff, wait: 1s }]`)
  for (const id of [1, 2]) await scene.hears(id, 'opened')
  await scene.passes(1)
  await scene.hears(1, 'raised', { severity: 4, sentence: 'It is worse.' })
  await scene.passes(0)
  const headers = (name: string): (string | undefined)[] =>
    server.mails.map(({ data }) => new RegExp(`^${name}: ((?:.*\r\n(?: .*\r\n)*))`, 'm').exec(data)?.[1])
  for (const name of ['Subject', 'References', 'In-Reply-To']) {
    const [first, other, again] = headers(name)
    assert.equal(again, first)
    assert.notEqual(other, first)
  }
  assert.equal(new Set(headers('Message-ID')).size, 3)
})

testOnStores(
  'beyond the ceiling of a channel one message joins the rest: nothing is dropped, nothing told twice',
  async (store, t) => {
    const server = await chat(t)
    const scene = await AlertScene.start(store, t, `${webhook(server, ', per_hour: 3')}\n${RULE}`)
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
    assert.equal(joined.at(-1)?.incidents.length, 57)
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

testOnStores('a digest tells at its time what its rule would have told, once', async (store, t) => {
  const server = await chat(t)
  const rule = '  rules: [{ name: daily, to: chat, severity: low, wait: 1s, digest: 1d }]'
  const scene = await AlertScene.start(store, t, `${webhook(server)}\n${rule}`)
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
    const server = await chat(t)
    const add = { label: 'shared', identifier: 'a', digest: 'd', now: NOW }
    await store.change(addAgent, { ...add, host: 'web1.example.com' })
    const rule = '  rules: [{ name: shared, to: chat, wait: 1s, labels: shared }]'
    const scene = await AlertScene.start(store, t, `${webhook(server)}\n${rule}`)
    await scene.hears(1, 'opened')
    await scene.hears(2, 'opened', {}, 'web2.example.com')
    await scene.passes(1)
    assert.deepEqual(toldTo(server), ['opened 1'])
  },
)

testOnStores('a snooze holds back what it names until its end, or until somebody ends it', async (store, t) => {
  const server = await chat(t)
  const scene = await AlertScene.start(store, t, `${webhook(server)}\n${RULE}`)
  const snooze = { what: 'host', which: 'web1.example.com', reason: 'moves', now: NOW, by: BY } as const
  const id = await store.change(addSnooze, { ...snooze, until: NOW + 3600 })
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

testOnStores('who acknowledges takes care for all rules: no reminder comes', async (store, t) => {
  const server = await chat(t)
  const rules = ['one', 'two'].map((name) => `{ name: ${name}, to: chat, wait: 1s, remind: 1h }`)
  const scene = await AlertScene.start(store, t, `${webhook(server)}\n  rules: [${rules.join(', ')}]`)
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
  const server = await chat(t)
  const scene = await AlertScene.start(store, t, `${webhook(server)}\n${RULE}`)
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
  await scene.configure(`${webhook(server)}\n${RULE}`)
  await scene.passes(86_400)
  assert.equal(server.requests.length, 1, 'it is not told later, when the rule is back')
})

testOnStores('two outboxes at once send each message once', async (store, t) => {
  const server = await chat(t)
  const scene = await AlertScene.start(store, t, `${webhook(server)}\n${RULE}`)
  const { signal } = new AbortController()
  for (let id = 1; id <= 10; id += 1) await scene.hears(id, 'opened')
  scene.time = 60
  const outboxes = [scene.outbox, scene.anotherOutbox(), scene.anotherOutbox()]
  for (let round = 0; round < 10; round += 1) {
    await Promise.all(outboxes.map((outbox) => outbox.work(signal)))
    await Promise.all(outboxes.map((outbox) => outbox.settled()))
  }
  assert.deepEqual(
    toldTo(server).toSorted(),
    Array.from({ length: 10 }, (_, index) => `opened ${index + 1}`).toSorted(),
  )
})

testOnStores('what was taken by a hub that was killed is sent later, by whoever works then', async (store, t) => {
  const server = await chat(t)
  const scene = await AlertScene.start(store, t, `${webhook(server)}\n${RULE}`)
  server.script.push('hang')
  await scene.hears(1, 'opened')
  scene.time = 60
  // It never comes to note what became of its try.
  await scene.anotherOutbox().work(new AbortController().signal)
  await scene.passes(89)
  assert.deepEqual(await scene.alerts(), ['opened: waiting'])
  await scene.passes(1)
  assert.deepEqual(await scene.alerts(), ['opened: delivered'])
  const ids = server.requests.map(({ json }) => String(Object(json).id))
  assert.equal(ids[0], ids.at(-1))
})

testOnStores('the outbox holds no secret of a channel, whatever the server answers', async (store, t) => {
  const server = await chat(t)
  const token = 'T0ken-of-this-webhook'
  const scene = await AlertScene.start(
    store,
    t,
    `  channels: { chat: { webhook: { url: '${server.url}/${token}', allow: 127.0.0.1 } } }\n${RULE}`,
  )
  server.otherwise = { status: 403, body: `no such hook: ${token}` }
  await scene.hears(1, 'opened')
  await scene.passes(60)
  const all = JSON.stringify(await scene.found())
  assert.match(all, /HTTP 403/)
  assert.ok(!all.includes(token) && !JSON.stringify(scene.notices).includes(token))
})
