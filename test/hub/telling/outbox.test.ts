import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { kindNumber } from '../../../hub/store/number-words.ts'
import { type Store, StoreUnavailable } from '../../../hub/store/store.ts'
import { CHAT_RULE, chatChannel, startChat, toldTo } from '../../support/alert-chat.ts'
import { AlertScene } from '../../support/alert-scene.ts'
import { type FakeMailServer, startFakeMailServer } from '../../support/fake-mail-server.ts'
import { told } from '../../support/incident-evidence.ts'
import { agentIn, arrivalOf } from '../../support/kept-events.ts'
import { stepsIn } from '../../support/kept-incidents.ts'
import { placeFiles } from '../../support/place-files.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'
import { NOW, testOnStores } from '../../support/stores.ts'

async function relay(t: TestContext): Promise<FakeMailServer> {
  const server = await startFakeMailServer()
  t.after(() => server.close())
  return server
}

function mail({ port }: FakeMailServer, to = 'anna@example.com'): string {
  return `  channels: { staff: { mail: { from: spoor@example.com, to: ${to}, port: ${port} } } }`
}

testOnStores(
  'an incident and its changes are told once each, at the times of the rule, with receipts',
  async (store, t) => {
    const server = await startChat(t)
    const scene = await AlertScene.start(store, t, `${chatChannel(server)}\n${CHAT_RULE}`)
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
    assert.match(text, /^https:\/\/hub\.example\.com\/incidents\/1$/m)
    assert.equal(subject, '[spoor] mailbox mailbox1@example.com: signs of a takeover')
  },
)

testOnStores('a message tells where addresses are, and the lines that a conclusion follows from', async (store, t) => {
  const server = await startChat(t)
  const scene = await AlertScene.start(store, t, `${chatChannel(server)}\n${CHAT_RULE}`)
  await scene.places.renew(await placeFiles(await temporaryFolder(t)))
  const agent = await agentIn(store)
  const line = '{"log":"/var/log/maillog","offset":4711}'
  const guesses = Array.from({ length: 7 }, (_, index) =>
    told(agent, 'login_failed', `guess${index}`, { time: NOW - 20 + index, ip: '203.0.113.7', fields: line }),
  )
  await store.keep(arrivalOf(agent, guesses))
  await scene.hears(1, 'opened')
  const burst = { kind: kindNumber('login_burst'), fields: '{"counted":"failures","count":50,"seconds":600}' }
  await stepsIn(store, 1, [{ ...burst, event_time: NOW, ip: '203.0.113.7' }])
  await scene.passes(60)
  const [{ text = '', data = {} } = {}] = server.requests.map(({ json }) => Object(json))
  assert.match(
    text,
    /the hub: ann@example\.com \(203\.0\.113\.7, Netherlands, Example.? Hosting \(AS64511\)\) many logins/,
  )
  const from =
    /^ {6}from 2026-11-20 07:59:\d\d UTC {2}web1\.example\.com: .*\n {8}\/var\/log\/maillog, byte 4711; event .*guess(\d)$/gm
  assert.deepEqual(
    Array.from(text.matchAll(from), ([, number]) => number),
    ['2', '3', '4', '5', '6'],
  )
  assert.equal(data.steps[0].from.length, 5)
  assert.match(data.steps[0].place, /^Netherlands/)
})

testOnStores('what fails is tried again with the same id until it arrives', async (store, t) => {
  const server = await startChat(t)
  const scene = await AlertScene.start(store, t, `${chatChannel(server)}\n${CHAT_RULE}`)
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
  const server = await startChat(t)
  const scene = await AlertScene.start(store, t, `${chatChannel(server)}\n${CHAT_RULE}`)
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
  'a clock that is not believed gives nothing up, and what is tried again then arrives',
  async (store, t) => {
    const server = await startChat(t)
    const scene = await AlertScene.start(store, t, `${chatChannel(server)}\n${CHAT_RULE}`)
    server.otherwise = { status: 500 }
    await scene.hears(1, 'opened')
    await scene.passes(60)
    scene.isTrusted = false
    await scene.passes(30 * 86_400)
    assert.deepEqual(await scene.alerts(), ['opened: waiting'])
    server.otherwise = { status: 200, body: 'ok' }
    scene.isTrusted = true
    await scene.passes(-30 * 86_400)
    await scene.passes(600)
    assert.deepEqual(await scene.alerts(), ['opened: delivered'])
  },
)

testOnStores('what a clock that was ahead put off is told soon after it is put right', async (store, t) => {
  const server = await startChat(t)
  const rules = `rules: [
    { name: all, to: chat, severity: low, kinds: compromise, wait: 1m, every: 30m, remind: 4h },
    { name: daily, to: chat, severity: low, kinds: attack, wait: 1m, every: 30m, digest: 1d }]`
  const scene = await AlertScene.start(store, t, `${chatChannel(server, ', per_hour: 4')}\n  ${rules}`)
  const month = 30 * 86_400
  await scene.passes(month)
  await scene.hears(1, 'opened')
  for (const id of [2, 3]) await scene.hears(id, 'opened', { kind: 'attack' })
  await scene.passes(60)
  await scene.hears(1, 'grew', { steps: 2 })
  await scene.hears(4, 'opened')
  assert.deepEqual(toldTo(server), ['opened 1'])
  await scene.passes(-month)
  await scene.passes(1800)
  assert.deepEqual(toldTo(server).slice(1).toSorted(), ['changed 1', 'opened 4'])
  await scene.passes(86_400)
  assert.ok(toldTo(server).includes('digest 2'), String(toldTo(server)))
  assert.ok(toldTo(server).includes('reminder 1'))
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

testOnStores('two outboxes at once send each message once', async (store, t) => {
  const server = await startChat(t)
  const scene = await AlertScene.start(store, t, `${chatChannel(server)}\n${CHAT_RULE}`)
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
  const server = await startChat(t)
  const scene = await AlertScene.start(store, t, `${chatChannel(server)}\n${CHAT_RULE}`)
  server.script.push('hang')
  await scene.hears(1, 'opened')
  scene.time = 60
  // It never comes to note what became of its try.
  await scene.anotherOutbox().work(new AbortController().signal)
  await server.arrived(1)
  await scene.passes(89)
  assert.deepEqual(await scene.alerts(), ['opened: waiting'])
  await scene.passes(1)
  assert.deepEqual(await scene.alerts(), ['opened: delivered'])
  const ids = server.requests.map(({ json }) => String(Object(json).id))
  assert.equal(ids[0], ids.at(-1))
})

testOnStores('the outbox holds no secret of a channel, whatever the server answers', async (store, t) => {
  const server = await startChat(t)
  const token = 'T0ken-of-this-webhook'
  const scene = await AlertScene.start(
    store,
    t,
    `  channels: { chat: { webhook: { url: '${server.url}/${token}', allow: 127.0.0.1 } } }\n${CHAT_RULE}`,
  )
  server.otherwise = { status: 403, body: `no such hook: ${token}` }
  await scene.hears(1, 'opened')
  await scene.passes(60)
  const all = JSON.stringify(await scene.found())
  assert.match(all, /HTTP 403/)
  assert.ok(!all.includes(token) && !JSON.stringify(scene.notices).includes(token))
})

testOnStores('on a full disk no message is made, and those that are there are sent', async (store, t) => {
  const server = await startChat(t)
  const isFull = new Set<string>()
  const change: Store['change'] = (what, input) =>
    isFull.has(what.name) ? Promise.reject(new StoreUnavailable('full')) : store.change(what, input)
  const filling: Store = {
    ask: (question, input) => store.ask(question, input),
    change,
    keep: (arrival) => store.keep(arrival),
    scrub: () => store.scrub(),
    close: async () => undefined,
  }
  const scene = await AlertScene.start(filling, t, `${chatChannel(server)}\n${CHAT_RULE}`)
  server.script.push({ status: 503 })
  await scene.hears(1, 'opened')
  await scene.passes(60)
  isFull.add('tell-due')
  await scene.hears(2, 'opened')
  await scene.passes(600)
  assert.deepEqual(toldTo(server), ['opened 1', 'opened 1'])
  isFull.clear()
  await scene.passes(1)
  assert.deepEqual(toldTo(server), ['opened 1', 'opened 1', 'opened 2'])
})
