import assert from 'node:assert/strict'
import { test } from 'node:test'
import { storeContents } from '../../../hub/store/ask/store-contents.ts'
import { beginForwarding } from '../../../hub/store/change/begin-forwarding.ts'
import { keepTotals } from '../../../hub/store/change/keep-totals.ts'
import { noteEvidence } from '../../../hub/store/change/note-evidence.ts'
import { noteForwarding } from '../../../hub/store/change/note-forwarding.ts'
import { noteMissed } from '../../../hub/store/change/note-missed.ts'
import { noteTime } from '../../../hub/store/change/note-time.ts'
import { takeLease } from '../../../hub/store/change/take-lease.ts'
import { SqliteStore } from '../../../hub/store/sqlite/sqlite-store.ts'
import { toldTotals } from '../../../hub/store/totals/told-totals.ts'
import { chatChannel, startChat } from '../../support/alert-chat.ts'
import { AlertScene } from '../../support/alert-scene.ts'
import { createHubScene } from '../../support/hub-command.ts'
import { agentIn, arrivalOf, eventOf } from '../../support/kept-events.ts'
import { NOW, testOnStores } from '../../support/stores.ts'
import { totalsOf } from '../../support/told-totals.ts'

const DAY = 86_400

testOnStores('the contents of a store are told by day', async (store) => {
  const agent = await agentIn(store)
  const quarantined = [{ reason: 'invalid', detail: 'It has no time.', entry: '{}' }] as const
  const times = [NOW, NOW + 7, NOW - DAY]
  const events = times.map((time) => eventOf(agent, `at ${time}`, { time }))
  await store.keep(arrivalOf(agent, events, { quarantined }))
  const totals = [toldTotals(totalsOf('traffic', NOW, { 'a.example.com': 5 }))]
  await store.change(keepTotals, { brought: [{ agent, totals }], received: NOW })
  const today = NOW - (NOW % DAY)
  assert.deepEqual(await store.ask(storeContents, null), {
    made: NOW,
    days: [
      { day: today, events: 2 },
      { day: today - DAY, events: 1 },
    ],
    oldest: NOW - DAY,
    newest: NOW + 7,
    agents: 1,
    quarantined: 1,
    totals: { periods: 3, bytes: 156 },
    judging: { arrivals: 1, since: NOW },
    isServed: false,
    movedTo: null,
  })
  await store.change(takeLease, { name: 'upkeep', holder: 'hub 1', seconds: 60 })
  assert.equal((await store.ask(storeContents, null)).isServed, true)
})

test('status tells people and scripts what the store holds, and what is wrong', async (t) => {
  const scene = await createHubScene(t, 'min_free: 1000000GiB')
  const store = new SqliteStore({ folder: scene.store })
  await store.prepare(NOW)
  const agent = await agentIn(store)
  await store.keep(arrivalOf(agent, [eventOf(agent, 'a')]))
  assert.match(
    await scene.run('status'),
    /^! The disk has less room than a quarter of min_free: no reports are taken, nothing is judged[^]*\nHub +down\nStore +embedded, [^]*\nAgents +1\n/,
  )
  assert.match(await scene.run('status'), /\nJudged +what arrived before 2026-11-20T08:00:00Z\n/)
  await store.change(takeLease, { name: 'upkeep', holder: 'hub 1', seconds: 60 })
  assert.match(await scene.run('status'), /^! What arrived since 2026-11-20T08:00:00Z is in no incident yet/m)
  const judged = { from: 0, upTo: 1, evidence: [], now: NOW, rules: [] }
  assert.equal(await store.change(noteEvidence, judged), true)
  assert.match(await scene.run('status'), /\nJudged +all that arrived\n/)
  const told = JSON.parse(await scene.run('status', { json: true }))
  assert.equal(told.health, 'degraded')
  assert.deepEqual([told.contents.served, told.contents.moved_to], [true, null])
  assert.doesNotMatch(JSON.stringify(told), /"\w*[a-z][A-Z]\w*":/, 'keys are spelled as in the API')
  assert.equal(told.contents.days[0].events, 1)
  await store.close()
})

test('status tells for a day that the store is new', async (t) => {
  const scene = await createHubScene(t)
  const store = new SqliteStore({ folder: scene.store })
  t.after(() => store.close())
  await store.prepare(Math.floor(Date.now() / 1000) - DAY + 600)
  assert.match(
    (await scene.run('status')).replaceAll(/\s+/g, ' '),
    / Made 20\S+Z; if the hub had a store before, its disk/,
  )
  const old = await createHubScene(t)
  const before = new SqliteStore({ folder: old.store })
  t.after(() => before.close())
  await before.prepare(Math.floor(Date.now() / 1000) - DAY)
  assert.doesNotMatch(await old.run('status'), /^Made/m)
})

test('status tells that the hub doubts its clock, and only while one runs', async (t) => {
  const scene = await createHubScene(t)
  const store = new SqliteStore({ folder: scene.store })
  const now = Math.floor(Date.now() / 1000)
  await store.prepare(now)
  await store.change(noteTime, { now: now - 30 * DAY })
  assert.doesNotMatch(await scene.run('status'), /clock/)
  await store.change(takeLease, { name: 'upkeep', holder: 'hub 1', seconds: 60 })
  assert.match(await scene.run('status'), /^! The clock says 20[^]*, but the store knew 20[^]*nothing is dropped/)
  await store.change(noteTime, { now: now - 3600 })
  assert.doesNotMatch(await scene.run('status'), /clock/)
  await store.close()
})

test('status tells how far each configured server of syslog is, and why nothing goes there', async (t) => {
  const forward = ['forward:', '  - { name: siem, to: "tls://siem.example.com" }']
  const scene = await createHubScene(t, ...forward)
  const store = new SqliteStore({ folder: scene.store })
  await store.prepare(NOW)
  assert.doesNotMatch(await scene.run('status'), /siem/)
  for (const name of ['siem', 'of-old']) await store.change(beginForwarding, name)
  const agent = await agentIn(store)
  await store.keep(arrivalOf(agent, [eventOf(agent, 'a')]))
  const news = { name: 'siem', arrival: 0, incidentChange: 0 }
  await store.change(noteForwarding, { ...news, sent: 1200, fault: null, now: NOW })
  await store.change(noteMissed, [{ name: 'siem', missed: 3 }])
  await store.change(noteForwarding, { ...news, sent: 0, fault: 'It\u001B is down.', now: NOW + 60 })
  const text = await scene.run('status')
  assert.match(text, /^! Nothing goes to forward siem since 2026-11-20T08:01:00Z\. It\? is down\.$/m)
  assert.match(text, /^Forward siem +1,200 sent, the last at 2026-11-20T08:00:00Z, 3 missed, 1 arrival\s+behind$/m)
  assert.doesNotMatch(text, /of-old/)
  const told = JSON.parse(await scene.run('status', { json: true }))
  assert.equal(told.forward[0].missed, 3)
  await store.close()
})

test('status tells what is collected, and warns of what nobody is told of on all servers', async (t) => {
  const server = await startChat(t)
  const lines = `${chatChannel(server)}\n  rules: [{ name: daily, to: chat, wait: 1s, digest: 1d }]`
  const scene = await createHubScene(t, 'alerts:', lines)
  const store = new SqliteStore({ folder: scene.store })
  t.after(() => store.close())
  await store.prepare(NOW)
  assert.match(await scene.run('status'), /^Alerts +all sent$/m)
  const alerts = await AlertScene.start(store, t, lines)
  await alerts.hears(1, 'opened')
  await alerts.passes(1)
  assert.match(
    await scene.run('status'),
    /^Alerts +1 message held back, to come with others at 2026-11-21 00:00:00\s+\+0000$/m,
  )
  await scene.run('alerts snooze mailbox ann@example.com')
  assert.doesNotMatch(await scene.run('status'), /^!.*snoozed/m)
  await scene.run('alerts snooze kind compromise', { for: '89d', reason: 'noise' })
  await scene.run('alerts snooze rule daily', { for: '1d' })
  const text = await scene.run('status')
  assert.match(text, /^Snoozed +3 things; see: spoor-hub alerts snoozes$/m)
  assert.match(
    text,
    /^! The kind compromise is snoozed by .* until .* \(noise\), so nobody is told; to end that: .* 2$/m,
  )
  assert.match(text, /^! The rule daily is snoozed by .* until .*, so nobody is told; to end that: .* 3$/m)
  assert.equal(JSON.parse(await scene.run('status', { json: true })).snoozes.length, 3)
})
