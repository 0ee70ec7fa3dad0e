import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { Evaluator } from '../../../hub/evaluation/evaluator.ts'
import { NewPlaces } from '../../../hub/evaluation/new-places.ts'
import { GeoPlaces } from '../../../hub/places/geo-places.ts'
import type { PlaceNumbers } from '../../../hub/places/place-memory.ts'
import { arrivedEvents } from '../../../hub/store/ask/arrived-events.ts'
import { everyAgent } from '../../../hub/store/ask/every-agent.ts'
import { newestArrival } from '../../../hub/store/ask/newest-arrival.ts'
import { notePlaces } from '../../../hub/store/change/note-places.ts'
import { kindNumber, kindWord, serviceNumber, severityNumber, severityWord } from '../../../hub/store/number-words.ts'
import { type Store, StoreUnavailable } from '../../../hub/store/store.ts'
import type { KeptEvent, NewEvent } from '../../../hub/store/tables.ts'
import { incidentRows } from '../../support/incident-rows.ts'
import { agentIn, arrivalOf, eventOf } from '../../support/kept-events.ts'
import { placeFiles } from '../../support/place-files.ts'
import { placeRows } from '../../support/place-rows.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'
import { NOW, type TestedStore, testOnStores } from '../../support/stores.ts'

const DAY = 86_400
const numbers = (): PlaceNumbers => ({ learning: 7 * DAY, memory: 90 * DAY })

/** An address in Germany at Example Telecom, in France, in the Netherlands at Example Hosting, and only there. */
const [GERMAN, FRENCH, DUTCH, HOSTED] = ['192.0.2.7', '198.51.100.7', '203.0.113.7', '203.0.113.200'] as const

async function geoPlaces(context: TestContext): Promise<GeoPlaces> {
  const places = new GeoPlaces(() => undefined)
  await places.renew(await placeFiles(await temporaryFolder(context)))
  return places
}

/** Events as they arrive, and what the hub says of them. */
async function arrive(store: Store, hub: NewPlaces, events: readonly NewEvent[]): Promise<readonly KeptEvent[]> {
  const before = await store.ask(newestArrival, null)
  for (const each of events) await store.keep(arrivalOf(each.agent, [each]))
  const arrived = await arrivedSince(store, before)
  await hub.hear(arrived)
  return (await arrivedSince(store, before)).slice(arrived.length)
}

async function arrivedSince(store: Store, after: number): Promise<readonly KeptEvent[]> {
  return store.ask(arrivedEvents, { after, upTo: Number.MAX_SAFE_INTEGER })
}

function login(agent: number, day: number, ip: string, fields: Partial<NewEvent> = {}): NewEvent {
  const time = NOW - DAY * day
  return eventOf(agent, `${day} days ago from ${ip}`, { time, received: time, ip, ...fields })
}

testOnStores('a mailbox used from a new country is told as an event of its host', async (store, context) => {
  const [web1, web2] = [await agentIn(store), await agentIn(store, 'web2.example.com')]
  const hub = new NewPlaces({ store, places: await geoPlaces(context), numbers })
  const line = { service: 'imap', log: '/var/log/maillog', generation: 'g', offset: 7, session: 'secret' }
  const told = await arrive(store, hub, [
    login(web1, 20, GERMAN),
    login(web1, 10, GERMAN),
    // The mailbox has moved to another server meanwhile.
    login(web2, 1, DUTCH, { fields: JSON.stringify(line) }),
    login(web2, 0, HOSTED),
  ])
  const [{ id, arrival: _, kind, severity, fields, ...others } = assert.fail(), ...more] = told
  assert.deepEqual(more, [])
  assert.match(id, /^~/)
  assert.deepEqual([kindWord(kind), severityWord(severity)], ['login_new_country', 'medium'])
  const when = { time: NOW - DAY, received: NOW - DAY }
  assert.deepEqual(others, {
    context: 0,
    service: serviceNumber('imap'),
    agent: web2,
    mailbox: 'ann@example.com',
    ip: DUTCH,
    ...when,
  })
  assert.deepEqual(JSON.parse(fields), {
    country: 'NL',
    as_number: 64_511,
    as_name: 'Example? Hosting',
    known_days: 19,
    parts: `1 days ago from ${DUTCH}`,
    service: 'imap',
    log: '/var/log/maillog',
    generation: 'g',
    offset: 7,
  })
  assert.deepEqual(
    (await store.ask(everyAgent, { now: NOW })).map(({ reports }) => reports),
    [2, 2],
    'what the hub says is no report of the agent',
  )
})

testOnStores(
  'who else logs in, with which service, and from where nobody knows, is told nothing of',
  async (store, context) => {
    const [web1, web2] = [await agentIn(store), await agentIn(store, 'web2.example.com')]
    const hub = new NewPlaces({ store, places: await geoPlaces(context), numbers })
    const kind = (name: 'login_failed' | 'session_opened' | 'mail_submitted'): number => kindNumber(name)
    const told = await arrive(store, hub, [
      login(web1, 20, GERMAN),
      login(web1, 9, '127.0.0.1'),
      login(web1, 8, FRENCH, { mailbox: 'bob@example.com' }),
      login(web1, 7, FRENCH, { kind: kind('login_failed') }),
      login(web1, 6, FRENCH, { kind: kind('session_opened'), fields: '{"session_method":"transfer"}' }),
      login(web1, 5, FRENCH, { fields: '{"service":"ftp"}' }),
      // Accounts of the same name on two hosts are two.
      login(web1, 20, GERMAN, { mailbox: 'shop', id: 'a', context: 1 }),
      login(web2, 4, FRENCH, { mailbox: 'shop', context: 1 }),
      login(web1, 3, DUTCH, { mailbox: 'shop', kind: kind('session_opened'), fields: '{"session_method":"login"}' }),
      login(web1, 2, FRENCH, { kind: kind('mail_submitted') }),
    ])
    assert.deepEqual(
      told.map(({ mailbox, agent, ip, kind }) => [mailbox, agent, ip, kindWord(kind)]),
      [
        ['shop', web1, DUTCH, 'login_new_country'],
        ['ann@example.com', web1, FRENCH, 'login_new_country'],
      ],
    )
  },
)

/** A store that breaks off at one of its steps. */
function breaking(store: TestedStore, at: number): Store {
  let step = 0
  const next = (): void => {
    step += 1
    if (step === at) throw new StoreUnavailable('away')
  }
  return {
    ask: (question, input) => store.ask(question, input),
    change: async (change, input) => {
      next()
      const output = await store.change(change, input)
      next()
      return output
    },
    keep: async (arrival) => {
      next()
      const kept = await store.keep(arrival)
      next()
      return kept
    },
    scrub: () => store.scrub(),
    close: () => store.close(),
  }
}

testOnStores(
  'what breaks off anywhere is heard again, by another hub too: all is told once',
  async (store, context) => {
    const places = await geoPlaces(context)
    const agent = await agentIn(store)
    await arrive(store, new NewPlaces({ store, places, numbers }), [login(agent, 20, GERMAN)])
    const before = await store.ask(newestArrival, null)
    for (const each of [login(agent, 2, DUTCH), login(agent, 1, FRENCH)]) await store.keep(arrivalOf(agent, [each]))
    const events = await arrivedSince(store, before)
    for (const at of [1, 2, 3, 4])
      await assert.rejects(new NewPlaces({ store: breaking(store, at), places, numbers }).hear(events), {
        reason: 'away',
      })
    const [one, other] = [new NewPlaces({ store, places, numbers }), new NewPlaces({ store, places, numbers })]
    await Promise.all([one.hear(events), other.hear(events), one.hear(events)])
    const told = (await arrivedSince(store, before)).filter(({ id }) => id.startsWith('~'))
    assert.deepEqual(
      new Set(told.map(({ ip, kind }) => `${ip} ${kindWord(kind)}`)),
      new Set([FRENCH, DUTCH].map((ip) => `${ip} login_new_country`)),
    )
    assert.equal(told.length, 2)
    assert.equal((await store.ask(placeRows, null)).length, 3)
  },
)

testOnStores('logins like those before cost the store nothing', async (store, context) => {
  const agent = await agentIn(store)
  let changes = 0
  const counting: Store = {
    ...breaking(store, 0),
    change: (change, input) => {
      changes += change.name === notePlaces.name ? 1 : 0
      return store.change(change, input)
    },
  }
  const hub = new NewPlaces({ store: counting, places: await geoPlaces(context), numbers })
  for (let index = 0; index < 20; index += 1)
    await arrive(store, hub, [login(agent, 1 - index / 20, GERMAN), login(agent, 1 - index / 20, DUTCH)])
  assert.equal(changes, 1)
  await arrive(store, hub, [login(agent, 0, GERMAN)])
  assert.equal(changes, 2)
})

testOnStores('a clock that is wrong makes no mailbox learn for years', async (store, context) => {
  const agent = await agentIn(store)
  const hub = new NewPlaces({ store, places: await geoPlaces(context), numbers })
  const wrong = { time: NOW + 900 * DAY, received: NOW - 20 * DAY }
  const told = await arrive(store, hub, [login(agent, 0, GERMAN, wrong), login(agent, 1, FRENCH)])
  assert.deepEqual(
    told.map(({ kind }) => kindWord(kind)),
    ['login_new_country'],
  )
})

testOnStores(
  'the evaluator lets it hear each arrival, and adds what it says to the incident',
  async (store, context) => {
    const agent = await agentIn(store)
    const newPlaces = new NewPlaces({ store, places: await geoPlaces(context), numbers })
    const takeover = { kind: kindNumber('mailbox_takeover'), severity: severityNumber('critical'), ip: null }
    const fields = '{"summary":"Somebody logged in.","parts":"a b"}'
    for (const event of [
      login(agent, 20, GERMAN),
      login(agent, 0, DUTCH),
      login(agent, 0, '', { ...takeover, fields }),
    ])
      await store.keep(arrivalOf(agent, [{ ...event, received: NOW }]))
    const evaluator = await Evaluator.start({ store, rules: () => [], tell: () => assert.fail(), newPlaces })
    for (let round = 0; round < 3; round += 1) await evaluator.round(NOW)
    const { incidents, steps } = await store.ask(incidentRows, null)
    assert.deepEqual(
      incidents.map(({ subject }) => subject),
      ['ann@example.com'],
    )
    assert.deepEqual(
      new Set(steps.map(({ kind }) => kindWord(kind))),
      new Set(['mailbox_takeover', 'login_new_country']),
    )
  },
)
