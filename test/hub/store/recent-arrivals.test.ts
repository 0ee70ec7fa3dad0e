import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nextArrivals } from '../../../hub/store/ask/next-arrivals.ts'
import { kindNumber } from '../../../hub/store/number-words.ts'
import { RecentArrivals } from '../../../hub/store/recent-arrivals.ts'
import type { Arrival, Store } from '../../../hub/store/store.ts'
import { hostsIn } from '../../support/fleet-story.ts'
import { arrivalOf, eventOf } from '../../support/kept-events.ts'
import { NOW, testOnStores } from '../../support/stores.ts'

const KINDS = [eventOf(1, 'any').kind]

/** Keeps arrivals one after the other, each in a commit of its own, and remembers them. */
async function keep(store: Store, recent: RecentArrivals, arrivals: readonly Arrival[]): Promise<void> {
  for (const arrival of arrivals) recent.committed([arrival], [await store.keep(arrival)])
}

testOnStores('what was committed last is told as the store tells it', async (store) => {
  const [first = 0, second = 0] = await hostsIn(store, 2)
  const recent = new RecentArrivals(() => 0)
  const before = (await store.ask(nextArrivals, { after: 0, kinds: KINDS, enough: 1 })).newest
  await keep(store, recent, [
    arrivalOf(first, [
      eventOf(first, 'b', { time: NOW - 1 }),
      eventOf(first, 'a'),
      eventOf(first, 'other', { kind: kindNumber('log_gap') }),
    ]),
    // Known already, and new.
    arrivalOf(first, [eventOf(first, 'a'), eventOf(first, 'c')]),
    arrivalOf(second, []),
    arrivalOf(second, [eventOf(second, 'd', { mailbox: null, ip: null })]),
  ])
  for (const enough of [1, 2, 3, 100]) {
    const wanted = { after: before, kinds: KINDS, enough }
    const told = recent.next(wanted)
    const asked = await store.ask(nextArrivals, wanted)
    assert.deepEqual(
      told?.events,
      asked.events.filter(({ arrival }) => arrival <= (told?.upTo ?? 0)),
      `${enough}`,
    )
    assert.ok(told !== undefined && told.upTo > before && told.newest === asked.newest)
  }
  const all = recent.next({ after: before, kinds: KINDS, enough: 100 })
  assert.deepEqual(
    all?.events.map(({ id }) => id),
    ['b', 'a', 'c', 'd'],
  )
})

testOnStores('what is stored otherwise than it came has to be read from the store', async (store) => {
  const [first = 0, second = 0] = await hostsIn(store, 2)
  const altered = [
    // The id is another agent's.
    arrivalOf(second, [eventOf(second, 'a')]),
    { ...arrivalOf(second, [eventOf(second, 'e')]), told: [eventOf(second, 'hub')] },
  ]
  for (const arrival of altered) {
    const recent = new RecentArrivals(() => 0)
    await keep(store, recent, [arrivalOf(first, [eventOf(first, 'a')])])
    const { newest } = await store.ask(nextArrivals, { after: 0, kinds: KINDS, enough: 1 })
    assert.equal(recent.next({ after: newest - 1, kinds: KINDS, enough: 9 })?.upTo, newest)
    await keep(store, recent, [arrival])
    assert.equal(recent.next({ after: newest, kinds: KINDS, enough: 9 }), undefined)
  }
})

test('commits that others made are not passed over', () => {
  const recent = new RecentArrivals(() => 0)
  const committed = (arrival: number): void =>
    recent.committed([arrivalOf(1, [eventOf(1, `e${arrival}`)])], [{ arrival, isNew: [true] }])
  committed(5)
  committed(6)
  const next = (after: number): number | undefined => recent.next({ after, kinds: KINDS, enough: 9 })?.upTo
  assert.deepEqual([3, 4].map(next), [undefined, 6])
  committed(8)
  assert.deepEqual([6, 7, 8].map(next), [undefined, 8, undefined])
})

test('of what nobody comes for, little is remembered', () => {
  const recent = new RecentArrivals(() => 0)
  const events = Array.from({ length: 1000 }, (_, index) => eventOf(1, `e${index}`))
  const kept = (arrival: number) => [{ arrival, isNew: events.map(() => true) }]
  for (let arrival = 1; arrival <= 25; arrival += 1) recent.committed([arrivalOf(1, events)], kept(arrival))
  const next = (after: number): number | undefined => recent.next({ after, kinds: KINDS, enough: 1e6 })?.events.length
  assert.equal(next(0), undefined)
  assert.equal(next(20), 5000)
})

test('what nobody came for in some seconds has to be read from the store, which may have erased it', () => {
  let now = 0
  const recent = new RecentArrivals(() => now)
  const committed = (arrival: number): void =>
    recent.committed([arrivalOf(1, [eventOf(1, `e${arrival}`)])], [{ arrival, isNew: [true] }])
  const next = (after: number): number | undefined => recent.next({ after, kinds: KINDS, enough: 9 })?.upTo
  committed(1)
  now = 2000
  committed(2)
  assert.equal(next(0), 2)
  now = 5001
  committed(3)
  assert.deepEqual([next(2), next(1)], [3, undefined])
  now = 9000
  assert.equal(next(2), undefined)
})

test('whoever follows what comes is told before so much came that it is forgotten', () => {
  const recent = new RecentArrivals(() => 0)
  const events = Array.from({ length: 1000 }, (_, index) => eventOf(1, `e${index}`))
  let arrival = 0
  const come = (): void => {
    arrival += 1
    recent.committed([arrivalOf(1, events)], [{ arrival, isNew: events.map(() => true) }])
  }
  const stop = new AbortController()
  let after = 0
  for (let pause = 1; pause <= 3; pause += 1) {
    const signal = recent.untilMany(stop.signal)
    assert.equal(signal.aborted, false, 'what came before does not count')
    while (!signal.aborted) come()
    const next = recent.next({ after, kinds: KINDS, enough: 1e6 })
    assert.equal(next?.events.length, (arrival - after) * events.length)
    after = arrival
  }
  const stopped = recent.untilMany(stop.signal)
  stop.abort()
  assert.ok(stopped.aborted)
})
