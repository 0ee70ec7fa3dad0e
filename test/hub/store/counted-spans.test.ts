import assert from 'node:assert/strict'
import { type CountedKinds, countedSpans, type Span } from '../../../hub/store/counted-spans.ts'
import type { Change, Question } from '../../../hub/store/store.ts'
import { testOnStores } from '../../support/stores.ts'

const HOUR = 3600

/** Counts of hours, the oldest first: how many events of kind 0, and how many of kind 1. */
const countHours: Change<readonly (readonly [fitting: number, others: number])[], void> = {
  name: 'count-hours',
  run: async (db, hours) => {
    const rows = hours.flatMap((counts, index) => counts.map((count, kind) => ({ index, kind, count })))
    for (const { index, kind, count } of rows.filter((row) => row.count > 0))
      await db
        .insertInto('event_hour')
        .values({ agent: 1, hour: index * HOUR, kind, count })
        .execute()
  },
}

const spansOf: Question<CountedKinds & { limit: number }, readonly (readonly [from: number, until: number])[]> = {
  name: 'spans-of',
  run: async (db, { limit, ...counted }) => {
    const spans: Span[] = []
    for await (const span of countedSpans(db, counted, limit)) spans.push(span)
    return spans.map(({ from, until }) => [from / HOUR, until / HOUR])
  },
}

testOnStores(
  'hours with many events of which none fits are passed over, those with few are read along',
  async (store) => {
    await store.change(countHours, [
      [2, 0],
      [0, 500],
      [1, 0],
      [0, 1500],
      [0, 1500],
      [0, 9],
      [3, 7000],
      [5, 0],
      [0, 9999],
    ])
    const all = { agent: 1, kinds: [0] }
    assert.deepEqual(await store.ask(spansOf, { ...all, limit: 100 }), [
      [6, 8],
      [0, 3],
    ])
    const ofOne = [
      [7, 8],
      [6, 7],
      [2, 3],
      [0, 1],
    ]
    assert.deepEqual(await store.ask(spansOf, { ...all, limit: 1 }), ofOne)
    assert.deepEqual(await store.ask(spansOf, { ...all, limit: 100, from: 2 * HOUR + 5, until: 7 * HOUR }), [
      [6, 7],
      [2, 3],
    ])
    assert.deepEqual(await store.ask(spansOf, { ...all, limit: 9, before: { time: 2 * HOUR, id: 'x' } }), [[0, 3]])
    assert.deepEqual(await store.ask(spansOf, { ...all, kinds: [2], limit: 100 }), [])
  },
)

testOnStores('a host with events in thousands of hours is asked for in parts', async (store) => {
  await store.change(
    countHours,
    Array.from({ length: 1200 }, (_, index) => [index % 600 === 0 ? 1 : 0, 2100]),
  )
  assert.deepEqual(await store.ask(spansOf, { agent: 1, kinds: [0], limit: 100 }), [
    [600, 601],
    [0, 1],
  ])
})
