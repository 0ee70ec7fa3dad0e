import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { auditLog } from '../../../../hub/store/ask/audit-log.ts'
import { incidentNumbered } from '../../../../hub/store/ask/incident-numbered.ts'
import { newestEvents } from '../../../../hub/store/ask/newest-events.ts'
import { assessEvent } from '../../../../hub/store/change/assess-event.ts'
import { type ErasedTexts, eraseTexts, type TextPlace } from '../../../../hub/store/change/erase-texts.ts'
import { noteOnIncident } from '../../../../hub/store/change/note-on-incident.ts'
import { eraseMailbox, type Erased } from '../../../../hub/store/erasure/erase-mailbox.ts'
import { TEXT_TABLES } from '../../../../hub/store/erasure/erased-texts.ts'
import { SqliteStore } from '../../../../hub/store/sqlite/sqlite-store.ts'
import type { Change, Question, Store } from '../../../../hub/store/store.ts'
import { agentIn, arrivalOf, eventOf } from '../../../support/kept-events.ts'
import { keptIncident } from '../../../support/kept-incident.ts'
import { incidentIn } from '../../../support/kept-incidents.ts'
import { BY, personIn } from '../../../support/people.ts'
import { NOW, type TestedStore, testOnStores } from '../../../support/stores.ts'

const DAY = 86_400
const ADDRESS = 'ann@example.com'
const OTHER = 'joann@example.com'

function erase(store: TestedStore): Promise<Erased> {
  return eraseMailbox(store, { address: ADDRESS, now: NOW, until: NOW + 90 * DAY, by: BY })
}

/** A row of each table that no test support makes. */
const addRest: Change<{ incident: number; agent: number }, null> = {
  name: 'add-rest',
  run: async (db, { incident, agent }) => {
    const alert = { incident, rule: 'all', reason: 'opened', made: NOW, message: '{"text":"to\\nAnn@example.com"}' }
    const { id } = await db.insertInto('alert').values(alert).returning('id').executeTakeFirstOrThrow()
    const receipt = {
      channel: 'mail',
      bundle: '',
      released: NOW,
      joined: null,
      recipient: 'noc@example.net',
      state: 'delivered',
      tries: 1,
    }
    await db
      .insertInto('delivery')
      .values({
        host: '',
        ...receipt,
        alert: id,
        due: null,
        tried: NOW,
        delivered: NOW,
        answer: `250 told of ${ADDRESS}`,
      })
      .execute()
    const snooze = {
      what: 'mailbox',
      which: ADDRESS,
      kind: null,
      until: NOW + 9,
      made: NOW,
      who: 'anna',
      reason: '',
      ended: null,
    }
    await db.insertInto('snooze').values(snooze).execute()
    await db
      .insertInto('judging')
      .values({ name: 'rules', arrival: 1, state: `{"${ADDRESS}":{"times":[1]}}` })
      .execute()
    const place = { mailbox: ADDRESS, agent, country: 'DE', provider: 1, first: NOW, last: NOW, event_id: 'own 0' }
    await db.insertInto('mailbox_place').values(place).execute()
    const { person } = await db.selectFrom('person').select('id as person').executeTakeFirstOrThrow()
    const document = `{"views":[{"name":"hers","query":"mailbox=${encodeURIComponent(ADDRESS)}"}]}`
    await db.insertInto('preference').values({ person, revision: 1, document }).execute()
    const status = `{"warnings":["filter of ${ADDRESS}"]}`
    await db.updateTable('agent').set({ status }).where('id', '=', agent).execute()
    await db
      .insertInto('audit')
      .values({ at: NOW, ...BY, action: 'snoozed', target: ADDRESS, detail: '' })
      .execute()
    return null
  },
}

/** A store in which an address stands wherever it can; returns the incident of another that concerns it, too. */
async function fill(store: TestedStore): Promise<number> {
  const agent = await agentIn(store)
  const events = Array.from({ length: 1200 }, (_, index) =>
    eventOf(agent, `own ${index}`, {
      time: NOW - (index % 5) * DAY,
      fields: `{"user_agent":"${'x'.repeat(index % 900)}"}`,
    }),
  )
  const forward = { mailbox: OTHER, fields: `{"forward_recipient":"Ann@Example.com","n":1}` }
  const entry = `{"mailbox_address":"${ADDRESS}"}`
  await store.keep(
    arrivalOf(agent, [...events, eventOf(agent, 'forward', forward), eventOf(agent, 'other', { mailbox: OTHER })], {
      quarantined: [
        { reason: 'invalid', detail: 'It is none.', entry },
        { reason: 'invalid', detail: 'It is none.', entry: `{"mailbox_address":"${OTHER}"}` },
      ],
    }),
  )
  const place = { event_time: NOW, event_id: 'own 0' }
  await store.change(assessEvent, { ...place, value: 'confirmed_benign', who: 'anna', at: NOW, address: '' })
  await personIn(store, 'anna', 'analyst')
  await store.change(addRest, { agent, incident: await incidentIn(store, { steps: [{}], subjects: [{}] }) })
  const sentence = `203.0.113.7 got into ${ADDRESS} and ${OTHER}.`
  const attack = await incidentIn(store, {
    incident: { kind: 'attack', subject_type: 'address', subject: '203.0.113.7', sentence },
    steps: [{ event_id: 'own 0' }, { event_id: 'forward', mailbox: OTHER, fields: forward.fields }],
    subjects: [{}, { name: OTHER }],
  })
  await store.change(noteOnIncident, { id: attack, text: `called ${ADDRESS}`, now: NOW, by: BY, rules: [] })
  return attack
}

testOnStores('a mailbox is taken out wherever it stands, and what names others stays', async (store) => {
  const attack = await fill(store)
  const { isScrubbed: _, ...erased } = await erase(store)
  assert.deepEqual(erased, { events: 1200, namingEvents: 1, incidents: 1, rows: 5, texts: 7 })
  const left = await store.ask(newestEvents, { limit: 9 })
  assert.deepEqual(
    left.map(({ id, mailbox, fields }) => [id, mailbox, fields]),
    [
      ['other', OTHER, '{}'],
      ['forward', OTHER, '{"forward_recipient":"[erased]","n":1}'],
    ],
  )
  const incident = await store.ask(incidentNumbered, attack)
  assert.equal(incident?.sentence, `203.0.113.7 got into [erased] and ${OTHER}.`)
  const [noted] = await store.ask(auditLog, { limit: 1 })
  assert.match(`${noted?.action} ${noted?.target}`, /^mailbox_erased mailbox [0-9a-f]{16}$/)
  assert.equal(
    JSON.stringify(await everything(store))
      .toLowerCase()
      .replaceAll(OTHER, '')
      .includes(ADDRESS),
    false,
  )
  assert.deepEqual({ ...(await erase(store)), isScrubbed: false }, NOTHING, 'a second time finds nothing')
})

const NOTHING = { events: 0, namingEvents: 0, incidents: 0, rows: 0, texts: 0, isScrubbed: false }

/** All rows of all tables that could have it. */
async function everything(store: TestedStore): Promise<unknown> {
  const tables = [
    'agent',
    'audit',
    'quarantine',
    'assessment',
    'incident',
    'incident_step',
    'incident_subject',
  ] as const
  const more = [
    'event',
    'mailbox_place',
    'incident_change',
    'judging',
    'alert',
    'delivery',
    'snooze',
    'erased_mailbox',
  ] as const
  const all: Question<null, unknown> = {
    name: 'everything',
    run: (db) => Promise.all([...tables, ...more].map((table) => db.selectFrom(table).selectAll().execute())),
  }
  return store.ask(all, null)
}

testOnStores('what agents send again is not kept, what happens later is', async (store) => {
  const agent = await agentIn(store)
  const again = eventOf(agent, 'again', { time: NOW - 60 })
  await store.keep(arrivalOf(agent, [again]))
  await erase(store)
  const later = eventOf(agent, 'later', { time: NOW + 60 })
  const other = eventOf(agent, 'other', { time: NOW - 60, mailbox: OTHER })
  const { isNew } = await store.keep(arrivalOf(agent, [again, later, other]))
  assert.deepEqual(isNew, [false, true, true])
  const end = { received: NOW + 90 * DAY }
  assert.deepEqual((await store.keep(arrivalOf(agent, [again], end))).isNew, [true], 'it is remembered until its end')
})

testOnStores('what happens while it is erased stays, and does not keep it from ending', async (store) => {
  const agent = await agentIn(store)
  const others = Array.from({ length: 1200 }, (_, index) => eventOf(agent, `own ${index}`, { time: NOW - index }))
  await store.keep(arrivalOf(agent, [...others, eventOf(agent, 'ahead', { time: NOW + DAY })]))
  const before = eventOf(agent, 'before', { time: NOW - 1 })
  const kept: boolean[][] = []
  /** Between any two steps something more arrives. */
  const busy: Pick<Store, keyof Store> = {
    ask: (question, input) => store.ask(question, input),
    change: async (change, input) => {
      const output = await store.change(change, input)
      const after = eventOf(agent, `after ${kept.length}`, { time: NOW + 1 + kept.length })
      const naming = { mailbox: OTHER, time: NOW + 1, fields: `{"forward_recipient":"${ADDRESS}"}` }
      const events = [before, after, eventOf(agent, `naming ${kept.length}`, naming)]
      kept.push([...(await store.keep(arrivalOf(agent, events))).isNew])
      return output
    },
    keep: (arrival) => store.keep(arrival),
    scrub: () => store.scrub(),
    close: async () => undefined,
  }
  const { events } = await eraseMailbox(busy, { address: ADDRESS, now: NOW, until: NOW + 90 * DAY, by: BY })
  assert.equal(events, 1201)
  assert.ok(kept.length > 3)
  for (const isNew of kept) assert.deepEqual(isNew, [false, true, true])
  const left = await store.ask(newestEvents, { mailbox: ADDRESS, limit: 5000 })
  assert.equal(left.length, kept.length)
  const naming = await store.ask(newestEvents, { mailbox: OTHER, limit: 5000 })
  assert.ok(naming.every(({ fields }) => fields.includes(ADDRESS)))
})

testOnStores('an incident that began after the erasure stays', async (store) => {
  const opened = async (time: number): Promise<number> =>
    store.change(keptIncident, { subject: ADDRESS, first_step: time, closed: time })
  const [old, late] = [await opened(NOW), await opened(NOW + 1)]
  assert.equal((await erase(store)).incidents, 1)
  assert.equal(await store.ask(incidentNumbered, old), null)
  assert.equal((await store.ask(incidentNumbered, late))?.id, late)
})

testOnStores('texts are looked through in steps of few bytes, a long one alone', async (store) => {
  const agent = await agentIn(store)
  const entry = (index: number): string =>
    `{"mailbox_address":"${ADDRESS}","n":${index},"x":"${'x'.repeat(200 * 1024)}"}`
  const table = TEXT_TABLES.findIndex((each) => each.table === 'quarantine')
  for (let index = 0; index < 12; index += 1)
    await store.keep(
      arrivalOf(agent, [], { quarantined: [{ reason: 'invalid', detail: 'It is none.', entry: entry(index) }] }),
    )
  const deleted: number[] = []
  for (let place: TextPlace = { table, after: [] }; place !== null && place.table === table;) {
    const done: ErasedTexts = await store.change(eraseTexts, { address: ADDRESS, place })
    deleted.push(done.deleted)
    place = done.next
  }
  assert.deepEqual(deleted, [6, 6, 0])
})

/** Which files of a folder hold a text. */
function filesWith(folder: string, text: string): readonly string[] {
  return readdirSync(folder).filter((name) => readFileSync(join(folder, name), 'latin1').toLowerCase().includes(text))
}

test('nothing of it is left in the files of the embedded store, not in what was dropped before either', async (t) => {
  const folder = await tempFolder(t)
  const store = new SqliteStore({ folder })
  t.after(() => store.close())
  await store.prepare(NOW)
  await fill(store)
  const elsewhere = OTHER.replace('joann', 'carl')
  // Other rows between, so that pages hold both.
  const agent = 1
  const mixed = Array.from({ length: 3000 }, (_, index) =>
    eventOf(agent, `mixed ${index}`, {
      time: NOW - (index % 5) * DAY - index,
      mailbox: index % 3 === 0 ? ADDRESS : elsewhere,
      fields: `{"forward_recipient":"${index % 7 === 0 ? ADDRESS : elsewhere}","n":"${'y'.repeat((index * 37) % 300)}"}`,
    }),
  )
  for (let from = 0; from < mixed.length; from += 250) await store.keep(arrivalOf(agent, mixed.slice(from, from + 250)))
  assert.notDeepEqual(filesWith(folder, ADDRESS), [])
  await store.dropBefore(NOW - (NOW % DAY) - 3 * DAY)
  assert.equal((await erase(store)).isScrubbed, true)
  const own = filesWith(folder, `"${ADDRESS}`)
  assert.deepEqual(own, [])
  const text = readdirSync(folder).map((name) =>
    readFileSync(join(folder, name), 'latin1').toLowerCase().replaceAll(OTHER, ''),
  )
  assert.deepEqual(
    text.filter((content) => content.includes(ADDRESS)),
    [],
  )
  const rows = await store.ask(newestEvents, { limit: 5000 })
  assert.ok(rows.length > 1000, 'the others are there')
})

async function tempFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'spoor-hub-erase-'))
  t.after(() => rm(folder, { recursive: true }))
  return folder
}
