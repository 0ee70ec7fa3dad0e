import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CommitQueue } from '../../../hub/store/commit-queue.ts'
import { type Arrival, type Kept, StoreUnavailable } from '../../../hub/store/store.ts'
import { arrivalOf, eventOf } from '../../support/kept-events.ts'

/** A queue whose commits wait until they are let go, with what they commit. */
function heldQueue(): { queue: CommitQueue; groups: (readonly Arrival[])[]; letGo: (error?: Error) => void } {
  const groups: (readonly Arrival[])[] = []
  let end: (error?: Error) => void = () => undefined
  const queue = new CommitQueue((arrivals) => {
    groups.push(arrivals)
    return new Promise<readonly Kept[]>((resolve, reject) => {
      end = (error) => (error === undefined ? resolve(arrivals.map(() => ({ arrival: 1, isNew: [] }))) : reject(error))
    })
  })
  return { queue, groups, letGo: (error) => end(error) }
}

/** Lets all that follows from settled promises happen. */
const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))

const large = arrivalOf(1, [eventOf(1, 'large', { fields: 'x'.repeat(3 * 1024 ** 2) })])

test('what arrives during a commit shares the next one', async () => {
  const { queue, groups, letGo } = heldQueue()
  const kept = ['a', 'b', 'c'].map((id) => queue.add(arrivalOf(1, [eventOf(1, id)])))
  letGo()
  await kept[0]
  await settled()
  letGo()
  await Promise.all(kept)
  assert.deepEqual(
    groups.map(({ length }) => length),
    [1, 2],
  )
})

test('each arrival is told once, when it begins to wait, and what is refused is not', async () => {
  const told: Arrival[] = []
  const queue = new CommitQueue(
    () => new Promise(() => undefined),
    (arrival) => void told.push(arrival),
  )
  const arrivals = [arrivalOf(1, []), arrivalOf(2, []), ...Array.from({ length: 5 }, () => ({ ...large }))]
  for (const arrival of arrivals) {
    void queue.add(arrival)
    assert.equal(told.at(-1), arrival)
  }
  await assert.rejects(queue.add({ ...large }), new StoreUnavailable('busy'))
  assert.deepEqual(told, arrivals)
})

test('what waits is bounded in bytes, and refused at once beyond', async () => {
  const { queue, letGo } = heldQueue()
  const waiting = Array.from({ length: 5 }, () => queue.add(large))
  await assert.rejects(queue.add(large), new StoreUnavailable('busy'))
  for (const one of waiting) {
    letGo()
    await one
    await settled()
  }
  const later = queue.add(large)
  letGo()
  assert.deepEqual(await later, { arrival: 1, isNew: [] })
})

test('reports without events are bounded, too', async () => {
  const { queue } = heldQueue()
  const refused: unknown[] = []
  for (let count = 0; count < 100_000; count += 1)
    queue.add(arrivalOf(1, [])).catch((error: unknown) => refused.push(error))
  await settled()
  assert.ok(refused[0] instanceof StoreUnavailable)
})

test('a report that cannot be kept takes no other with it', async () => {
  const bad = arrivalOf(2, [])
  let isFirst = true
  const queue = new CommitQueue(async (arrivals) => {
    // The others wait meanwhile.
    if (isFirst) await settled()
    isFirst = false
    if (arrivals.includes(bad)) throw new Error('no such agent')
    return arrivals.map(() => ({ arrival: 1, isNew: [] }))
  })
  const results = await Promise.allSettled(
    [arrivalOf(1, []), arrivalOf(1, []), bad, arrivalOf(3, [])].map((one) => queue.add(one)),
  )
  assert.deepEqual(
    results.map(({ status }) => status),
    ['fulfilled', 'fulfilled', 'rejected', 'fulfilled'],
  )
})

test('when the store is away, each report that waits for this commit is told so, and none is tried alone', async () => {
  const { queue, groups, letGo } = heldQueue()
  const first = queue.add(large)
  const others = [queue.add(arrivalOf(1, [])), queue.add(arrivalOf(1, []))]
  letGo()
  await first
  await settled()
  letGo(new StoreUnavailable('away'))
  for (const other of others) await assert.rejects(other, new StoreUnavailable('away'))
  assert.equal(groups.length, 2)
})
