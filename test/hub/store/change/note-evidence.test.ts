import assert from 'node:assert/strict'
import { evidenceOf } from '../../../../hub/incidents/evidence.ts'
import { changeIncident } from '../../../../hub/store/change/change-incident.ts'
import { noteEvidence } from '../../../../hub/store/change/note-evidence.ts'
import { heardOf } from '../../../../hub/store/heard-of.ts'
import { judged, told } from '../../../support/incident-evidence.ts'
import { incidentRows } from '../../../support/incident-rows.ts'
import { agentIn } from '../../../support/kept-events.ts'
import { NOW, testOnStores, type TestedStore } from '../../../support/stores.ts'

const ATTACKER = '203.0.113.7'

/** A burst of failed logins of an address. */
function burst(agent: number, id: string, time = NOW): ReturnType<typeof told> {
  const fields = JSON.stringify({ counted: 'failures', count: 50, seconds: 600 })
  return told(agent, 'login_burst', id, { time, mailbox: null, ip: ATTACKER, fields })
}

testOnStores('a takeover opens an incident that begins with what happened to the mailbox before', async (store) => {
  const agent = await agentIn(store)
  await judged(store, [
    told(agent, 'forward_added', 'forward', { time: NOW - 60, fields: '{"forward_recipient":"x@mail.example"}' }),
    told(agent, 'login', 'login', { time: NOW - 90, ip: ATTACKER }),
    told(agent, 'login_new_place', 'long ago', { time: NOW - 2 * 86_400 }),
    told(agent, 'forward_added', 'of another', { time: NOW - 60, mailbox: 'bob@example.com' }),
  ])
  assert.deepEqual((await store.ask(incidentRows, null)).incidents, [])
  const fields = JSON.stringify({ summary: 'Somebody logged in from a new place.', parts: 'login forward' })
  await judged(store, [told(agent, 'mailbox_takeover', 'takeover', { fields })])
  const { incidents, steps, subjects, history } = await store.ask(incidentRows, null)
  assert.deepEqual(
    incidents.map(({ kind, subject, state, severity, sentence, first_step, last_step, steps: count, revision }) => [
      [kind, subject, state, severity, sentence],
      [first_step - NOW, last_step - NOW, count, revision],
    ]),
    [
      [
        [
          'compromise',
          'ann@example.com',
          'open',
          4,
          'ann@example.com was probably taken over. Somebody logged in from a new place.',
        ],
        [-90, 0, 3, 1],
      ],
    ],
  )
  assert.deepEqual(
    steps.map(({ event_id }) => event_id),
    ['login', 'forward', 'takeover'],
  )
  assert.deepEqual(
    subjects.map(({ type, name, steps: count }) => [type, name, count]),
    [
      ['address', '192.0.2.7', 2],
      ['address', ATTACKER, 1],
      ['host', 'web1.example.com', 3],
      ['mailbox', 'ann@example.com', 3],
    ],
  )
  assert.deepEqual(history, [`${incidents[0]?.id} opened: ${incidents[0]?.sentence}`])
})

testOnStores('the attack of one address on many hosts is one incident, and its failures are no rows', async (store) => {
  const [one, two] = [await agentIn(store), await agentIn(store, 'web2.example.com')]
  const failed = (agent: number, id: string, mailbox: string): ReturnType<typeof told> =>
    told(agent, 'login_failed', id, { mailbox, ip: ATTACKER })
  await judged(store, [failed(one, 'before', 'ann@example.com'), failed(one, 'again', 'ann@example.com')])
  await judged(store, [burst(one, 'burst'), failed(one, 'with it', 'bob@example.com')])
  const many = Array.from({ length: 300 }, (_, index) => failed(two, `${index}`, `m${index % 3}@example.net`))
  await judged(store, [...many, told(two, 'login', 'in', { mailbox: 'm1@example.net', ip: ATTACKER })])
  const { incidents, steps, subjects } = await store.ask(incidentRows, null)
  const [attack, ...others] = incidents
  assert.deepEqual(others, [])
  assert.equal(attack?.sentence, '203.0.113.7 tries passwords: 2 hosts, 5 mailboxes, 1 success.')
  assert.deepEqual(
    steps.map(({ event_id }) => event_id),
    ['burst', 'in'],
  )
  assert.deepEqual(
    subjects
      .filter(({ type }) => type === 'mailbox')
      .map(({ name, steps: count, successes }) => [name, count, successes]),
    [
      ['ann@example.com', 2, 0],
      ['bob@example.com', 1, 0],
      ['m0@example.net', 100, 0],
      ['m1@example.net', 101, 1],
      ['m2@example.net', 100, 0],
    ],
  )
})

testOnStores('of two evaluators that judge the same, the slower one notes nothing', async (store) => {
  const agent = await agentIn(store)
  assert.equal(await judged(store, [burst(agent, 'burst')]), true)
  const before = await store.ask(incidentRows, null)
  const again = { from: 0, upTo: 1, evidence: [], now: NOW + 5, rules: [] }
  assert.equal(await store.change(noteEvidence, again), false)
  assert.deepEqual(await store.ask(incidentRows, null), before)
})

testOnStores('what comes later raises an incident, and never lowers it', async (store) => {
  const agent = await agentIn(store)
  const parts = '{"parts":"a b"}'
  await judged(store, [told(agent, 'mail_burst', 'much mail', { fields: '{"counted":"recipients","count":500}' })])
  await judged(store, [told(agent, 'login_after_burst', 'guessed', { fields: parts, ip: null })], NOW + 60)
  await judged(store, [told(agent, 'mail_burst', 'more mail', { time: NOW + 9 })], NOW + 120)
  const { incidents, history } = await store.ask(incidentRows, null)
  assert.deepEqual(
    incidents.map(({ severity, revision, updated, steps }) => [severity, revision, updated - NOW, steps]),
    [[3, 3, 120, 3]],
  )
  assert.match(history[1] ?? '', /raised: From medium to high: logged in after many failed logins$/)
})

async function resolve(store: TestedStore, now: number): Promise<void> {
  const wish = {
    id: 1,
    seen: null,
    wanted: { state: 'resolved' },
    by: { actor: 'anna', address: '' },
    rules: [],
  } as const
  assert.equal(await store.change(changeIncident, { ...wish, now }), 'done')
}

testOnStores('a takeover that comes after the end opens an incident again, whatever the clocks said', async (store) => {
  const agent = await agentIn(store)
  const taken = (id: string, time: number): ReturnType<typeof told> =>
    told(agent, 'mailbox_takeover', id, { time, received: NOW + 5000 })
  await judged(store, [taken('first', NOW)])
  const states = async (): Promise<unknown[]> =>
    (await store.ask(incidentRows, null)).incidents.map(({ state, closed, steps }) => [state, closed, steps])
  await resolve(store, NOW + 600)
  await judged(store, [taken('of a slow clock', NOW + 590)], NOW + 700)
  assert.deepEqual(await states(), [['open', null, 2]])
  // The hub's clock was a day ahead.
  await resolve(store, NOW + 90_000)
  await judged(store, [taken('next', NOW + 1200)], NOW + 1300)
  assert.deepEqual(await states(), [['open', null, 3]])
})

testOnStores('what an incident that has ended knows is no step of the next one', async (store) => {
  const agent = await agentIn(store)
  const first = told(agent, 'mailbox_takeover', 'first')
  await judged(store, [first])
  await resolve(store, NOW + 600)
  await judged(store, [told(agent, 'mailbox_takeover', 'second', { time: NOW + 900, received: NOW + 900 })], NOW + 900)
  const [from, upTo] = [2, 2]
  const evidence = evidenceOf(heardOf({ ...first, arrival: 1 }, 'web1.example.com'))
  assert.equal(await store.change(noteEvidence, { from, upTo, evidence, now: NOW + 999, rules: [] }), true)
  const { incidents } = await store.ask(incidentRows, null)
  assert.deepEqual(
    incidents.map(({ state, steps, previous }) => [state, steps, previous]),
    [
      ['resolved', 1, null],
      ['open', 1, 1],
    ],
  )
})

testOnStores(
  'an incident keeps a bounded number of steps: the first, the newest, and those of each host',
  async (store) => {
    const [one, two] = [await agentIn(store), await agentIn(store, 'web2.example.com')]
    const step = (agent: number, id: string, time: number): ReturnType<typeof told> =>
      told(agent, 'mail_burst', id, { time, received: time })
    await judged(store, [step(one, 'first', NOW - 60)], NOW - 60)
    await judged(store, [step(two, 'of another host', NOW - 30)], NOW - 30)
    for (const round of [0, 1]) {
      const junk = Array.from({ length: 600 }, (_, index) => step(one, `junk ${round} ${index}`, NOW + round))
      await judged(store, junk, NOW + round)
    }
    await judged(store, [step(one, 'newest', NOW + 60)], NOW + 60)
    const { incidents, steps } = await store.ask(incidentRows, null)
    assert.deepEqual([incidents.map((incident) => incident.steps), steps.length], [[1203], 1000])
    const kept = new Set(steps.map(({ event_id }) => event_id))
    for (const id of ['first', 'of another host', 'newest']) assert.ok(kept.has(id), id)
    // What is judged again is known, as it is among the newest.
    const evidence = evidenceOf(heardOf({ ...step(one, 'newest', NOW + 60), arrival: 5 }, 'web1.example.com'))
    await store.change(noteEvidence, { from: 5, upTo: 5, evidence, now: NOW + 99, rules: [] })
    assert.equal((await store.ask(incidentRows, null)).incidents[0]?.steps, 1203)
  },
)
