import assert from 'node:assert/strict'
import { auditLog } from '../../../hub/store/ask/audit-log.ts'
import { eventCounts } from '../../../hub/store/ask/event-counts.ts'
import { foundIncidents } from '../../../hub/store/ask/found-incidents.ts'
import { newestEvents } from '../../../hub/store/ask/newest-events.ts'
import { quarantinedEntries } from '../../../hub/store/ask/quarantined-entries.ts'
import { storeContents } from '../../../hub/store/ask/store-contents.ts'
import { summedTotals } from '../../../hub/store/ask/summed-totals.ts'
import { forgetOld } from '../../../hub/store/change/forget-old.ts'
import { keepTotals } from '../../../hub/store/change/keep-totals.ts'
import { noteFailedLogin } from '../../../hub/store/change/note-failed-login.ts'
import { notePlaces } from '../../../hub/store/change/note-places.ts'
import { noteTime } from '../../../hub/store/change/note-time.ts'
import { takeLease } from '../../../hub/store/change/take-lease.ts'
import { kindNumber } from '../../../hub/store/number-words.ts'
import { type KeptStore, StoreUnavailable } from '../../../hub/store/store.ts'
import type { NewEvent } from '../../../hub/store/tables.ts'
import { toldTotals } from '../../../hub/store/totals/told-totals.ts'
import { keepStore, type Retention } from '../../../hub/store/upkeep.ts'
import type { Kind } from '../../../lib/event/catalogue.ts'
import { agentIn, arrivalOf, eventOf } from '../../support/kept-events.ts'
import { incidentIn } from '../../support/kept-incidents.ts'
import { placeRows } from '../../support/place-rows.ts'
import { NOW, type TestedStore, testOnStores } from '../../support/stores.ts'
import { totalsOf } from '../../support/told-totals.ts'

const DAY = 86_400

const RETENTION = {
  events: 2 * DAY * 1000,
  kinds: {},
  incidents: 90 * DAY * 1000,
  quarantine: 30 * DAY * 1000,
  audit: 365 * DAY * 1000,
  minutes: 2 * DAY * 1000,
  totals: 400 * DAY * 1000,
}

/** Keeps the store for so many rounds; returns what was told, and what the store said in each pause. */
async function kept(
  store: KeptStore,
  rounds: number,
  inPause = async (): Promise<void> => undefined,
  retention: Partial<Retention> = {},
  trusts = async (): Promise<boolean> => true,
): Promise<string[]> {
  const stop = new AbortController()
  const told: string[] = []
  let left = rounds
  const sleep = async (): Promise<void> => {
    await inPause()
    left -= 1
    if (left === 0) stop.abort()
  }
  const clock = { now: () => NOW * 1000, sleep }
  const tell = ({ text }: { text: string }): void => void told.push(text)
  await keepStore({
    store,
    clock,
    trustedClock: { trusts },
    retention: () => ({ ...RETENTION, ...retention }),
    placeMemory: () => 3 * DAY,
    beforeDrop: async () => undefined,
    tell,
    signal: stop.signal,
  })
  return told
}

async function keepDays(store: TestedStore): Promise<void> {
  const agent = await agentIn(store)
  const days = [0, 1, 2, 3, 4]
  await store.keep(
    arrivalOf(
      agent,
      days.map((day) => eventOf(agent, `${day} days old`, { time: NOW - day * DAY })),
    ),
  )
}

async function idsIn(store: TestedStore): Promise<string[]> {
  return (await store.ask(newestEvents, { limit: 100 })).map(({ id }) => id)
}

testOnStores(
  'upkeep drops the days before the retention, holds its lease meanwhile, and gives it back',
  async (store) => {
    await keepDays(store)
    const served: boolean[] = []
    const told = await kept(store, 2, async () => void served.push((await store.ask(storeContents, null)).isServed))
    assert.deepEqual(await idsIn(store), ['0 days old', '1 days old', '2 days old'])
    assert.deepEqual(told, ['Events older than retention.events were dropped, of 2 days.'])
    assert.deepEqual(served, [true, true])
    assert.equal((await store.ask(storeContents, null)).isServed, false)
  },
)

testOnStores('upkeep drops minutes of totals after they came, and hours and days by their own time', async (store) => {
  const agent = await agentIn(store)
  const keep = async (received: number, day: number): Promise<void> => {
    const totals = [toldTotals(totalsOf('traffic', NOW - day * DAY, { 'a.example.com': 1 }))]
    await store.change(keepTotals, { brought: [{ agent, totals }], received })
  }
  // The minute that came in time, one that came late, and a day that is too old.
  await keep(NOW - 3 * DAY, 3)
  await keep(NOW - 60, 4)
  await keep(NOW - 60, 500)
  assert.equal((await store.ask(storeContents, null)).totals.periods, 9)
  await kept(store, 1)
  assert.equal((await store.ask(storeContents, null)).totals.periods, 6)
  const span = { kind: 'traffic', from: NOW - 600 * DAY, until: NOW, agents: [agent] } as const
  const starts = async (step: number): Promise<readonly number[]> =>
    (await store.ask(summedTotals, { ...span, step })).points.map(([time]) => Math.round((NOW - time) / DAY))
  assert.deepEqual((await starts(60)).toSorted(ascending), [4, 500])
  assert.deepEqual((await starts(3600)).toSorted(ascending), [3, 4])
  assert.deepEqual((await starts(DAY)).toSorted(ascending), [3, 4])
})

function ascending(one: number, other: number): number {
  return one - other
}

testOnStores('a hub without the lease drops nothing', async (store) => {
  await keepDays(store)
  await store.change(takeLease, { name: 'upkeep', holder: 'another hub', seconds: 60 })
  assert.deepEqual(await kept(store, 2), [])
  assert.equal((await idsIn(store)).length, 5)
  assert.equal((await store.ask(storeContents, null)).isServed, true, 'the lease of the other is left alone')
})

testOnStores('upkeep goes on after the store was away, and tells what will not pass by itself', async (store) => {
  await keepDays(store)
  const faults = [new StoreUnavailable('away'), new Error('permission denied for table event')]
  const faulty: KeptStore = {
    ask: (question, input) => store.ask(question, input),
    change: (change, input) => store.change(change, input),
    keep: (arrival) => store.keep(arrival),
    dropBefore: (day) => store.dropBefore(day),
    prepareDays: (now) => {
      const fault = faults.shift()
      return fault === undefined ? store.prepareDays(now) : Promise.reject(fault)
    },
    scrub: async () => 'done' as const,
    close: () => store.close(),
  }
  assert.deepEqual(await kept(faulty, 3), [
    'Old events cannot be dropped, or room for the next days not made (permission denied for table event); the hub tries again.',
    'Events older than retention.events were dropped, of 2 days.',
  ])
})

/** Rows of every sort that retention knows, some days old. */
async function keepOfEach(store: TestedStore): Promise<void> {
  const agent = await agentIn(store)
  const aged = (id: string, days: number, kind: Kind): NewEvent =>
    eventOf(agent, id, { time: NOW - days * DAY, kind: kindNumber(kind) })
  const events = Array.from({ length: 1200 }, (_, index) => aged(`login ${index}`, 3 + (index % 3), 'login'))
  const others = [aged('new login', 1, 'login'), aged('forward', 5, 'forward_added'), aged('failed', 5, 'login_failed')]
  await store.keep(arrivalOf(agent, [...events, ...others]))
  for (const days of [1, 5]) {
    const at = NOW - days * DAY
    const entry = { reason: 'invalid', detail: `${days} days old`, entry: '{}' } as const
    await store.keep(arrivalOf(agent, [], { received: at, quarantined: [entry] }))
    await incidentIn(store, {
      incident: { subject: `m${days}@example.com`, state: 'resolved', closed: at, opened: at - DAY },
      steps: [{}],
      subjects: [{}],
    })
    await store.change(noteFailedLogin, { name: 'x', now: at, address: `192.0.2.${days}` })
  }
  await incidentIn(store, { incident: { subject: 'open@example.com', opened: NOW - 50 * DAY } })
}

testOnStores('each sort of what is kept has an age of its own, and counts stay with the days', async (store) => {
  await keepOfEach(store)
  const counted = await store.ask(eventCounts, { from: NOW - 9 * DAY, until: NOW, width: DAY })
  const old = 2 * DAY * 1000
  const kinds = { login: old }
  const retention = { events: 9 * DAY * 1000, kinds, incidents: old, quarantine: old, audit: old }
  await kept(store, 1, undefined, retention)
  assert.deepEqual((await idsIn(store)).toSorted(), ['failed', 'forward', 'new login'])
  const incidents = await store.ask(foundIncidents, { order: 'opened', limit: 9 })
  assert.deepEqual(
    incidents.map(({ subject }) => subject),
    ['open@example.com', 'm1@example.com'],
  )
  const quarantined = await store.ask(quarantinedEntries, { limit: 9 })
  assert.deepEqual(
    quarantined.map(({ detail }) => detail),
    ['1 days old'],
  )
  const logins = (await store.ask(auditLog, { limit: 9 })).filter(({ action }) => action === 'login_failed')
  assert.deepEqual(
    logins.map(({ address }) => address),
    ['192.0.2.1'],
  )
  assert.deepEqual(await store.ask(eventCounts, { from: NOW - 9 * DAY, until: NOW, width: DAY }), counted)
})

testOnStores('what is old is deleted in small steps, so that nothing else waits for long', async (store) => {
  await keepOfEach(store)
  const ages = {
    kinds: [[kindNumber('login'), NOW - 2 * DAY]],
    incidents: 0,
    quarantine: 0,
    audit: 0,
    now: NOW,
  } as const
  assert.equal(await store.change(forgetOld, ages), true)
  assert.equal((await store.ask(newestEvents, { limit: 2000 })).length, 203)
  assert.equal(await store.change(forgetOld, ages), false)
  assert.equal((await store.ask(newestEvents, { limit: 2000 })).length, 3)
})

testOnStores('upkeep forgets places that were not used for long', async (store) => {
  const uses = [2, 3, 4].map((days) => {
    const [mailbox, time] = [`${days}@example.com`, NOW - days * DAY]
    return { mailbox, time, agent: 0, country: 'DE', provider: 0, eventId: 'a' }
  })
  await store.change(notePlaces, { uses, learning: 0, memory: 90 * DAY })
  await kept(store, 1)
  assert.deepEqual(
    (await store.ask(placeRows, null)).map(({ mailbox }) => mailbox),
    ['2@example.com', '3@example.com'],
  )
})

testOnStores('by a clock that is not trusted nothing of any sort is dropped', async (store) => {
  await keepOfEach(store)
  const old = { events: DAY * 1000, kinds: { login: 1000 }, incidents: 1000, quarantine: 1000, audit: 1000 }
  await kept(store, 2, undefined, old, async () => false)
  assert.equal((await store.ask(newestEvents, { limit: 2000 })).length, 1203)
  assert.equal((await store.ask(foundIncidents, { order: 'opened', limit: 9 })).length, 3)
  assert.equal((await store.ask(quarantinedEntries, { limit: 9 })).length, 2)
  assert.equal((await store.ask(auditLog, { limit: 9 })).length, 3)
})

testOnStores('rows that a clock ahead of its time noted first keep no others', async (store) => {
  const agent = await agentIn(store)
  const of = (at: number, detail: string): Promise<unknown> => {
    const quarantined = Array.from(
      { length: 1000 },
      (_, number) => ({ reason: 'invalid', detail, entry: `{"n":${number}}` }) as const,
    )
    return store.keep(arrivalOf(agent, [], { received: at, quarantined }))
  }
  await of(NOW + 100 * DAY, 'ahead')
  await of(NOW - 40 * DAY, 'old')
  await kept(store, 1)
  const left = await store.ask(quarantinedEntries, { limit: 2000 })
  assert.deepEqual([...new Set(left.map(({ detail }) => detail))], ['ahead'])
})

testOnStores('events of the far future are kept no longer than others, by when they came', async (store) => {
  const agent = await agentIn(store)
  const time = NOW + 3000 * DAY
  await store.keep(
    arrivalOf(agent, [
      eventOf(agent, 'came long ago', { time, received: NOW - 9 * DAY }),
      eventOf(agent, 'came now', { time: time + DAY }),
      eventOf(agent, 'of a hub that was behind', { received: NOW - 9 * DAY }),
    ]),
  )
  await store.change(noteTime, { now: NOW })
  await kept(store, 1)
  assert.deepEqual(await idsIn(store), ['came now', 'of a hub that was behind'])
  const { days } = await store.ask(storeContents, null)
  assert.equal(days.length, 2)
})
