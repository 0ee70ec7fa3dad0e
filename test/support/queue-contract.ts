import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Queue } from '../../agent/spool/queue.ts'
import type { WaitingReport } from '../../agent/spool/reports/waiting-report.ts'

/** A queue under test. */
export interface QueueScene {
  /** Opens the queue as the next process finds it after the previous one died. */
  readonly open: () => Promise<Queue>
  /** Seals a report of three entries, newer than all before; resolves with its id. */
  readonly seal: () => Promise<string>
}

const ignore = (): void => undefined

async function taken(queue: Queue): Promise<WaitingReport> {
  return (await queue.next()) ?? assert.fail('nothing waits')
}

/** The ids of all waiting reports, in order; accepts each. */
async function drained(queue: Queue): Promise<string[]> {
  const ids: string[] = []
  for (let report = await queue.next(); report !== undefined; report = await queue.next()) {
    ids.push(report.id)
    await queue.accepted(report, ignore)
  }
  return ids
}

/** Every way to settle a report. */
const SETTLE: Readonly<Record<string, (queue: Queue, report: WaitingReport, moved: () => void) => Promise<void>>> = {
  accepted: (queue, report, moved) => queue.accepted(report, moved),
  rejected: (queue, report, moved) => queue.rejected(report, 'HTTP 400.', moved),
  divided: (queue, report, moved) =>
    queue.divided(report, [{ first: 1, entries: report.entries.slice(1, 2), reason: 'HTTP 422.' }], moved),
}

/** Tests that a queue keeps the contract of `Queue`. */
export function testQueue(kind: string, create: (t: TestContext) => Promise<QueueScene>): void {
  testOrder(kind, create)
  testSettling(kind, create)
  testRestart(kind, create)
}

function testOrder(kind: string, create: (t: TestContext) => Promise<QueueScene>): void {
  test(`${kind}: reports come oldest first and once each, even those sealed meanwhile`, async (t) => {
    const { open, seal } = await create(t)
    const queue = await open()
    assert.equal(await queue.next(), undefined)
    const ids = [await seal(), await seal()]
    const first = await taken(queue)
    ids.push(await seal())
    const others = [await taken(queue), await taken(queue)]
    assert.deepEqual(
      [first, ...others].map(({ id }) => id),
      ids,
    )
    assert.equal(await queue.next(), undefined)
  })

  test(`${kind}: returned reports come again in their old order, before all waiting ones`, async (t) => {
    const { open, seal } = await create(t)
    const queue = await open()
    const ids = [await seal(), await seal(), await seal()]
    const [first, second] = [await taken(queue), await taken(queue)]
    queue.giveBack(second)
    queue.giveBack(first)
    assert.deepEqual(await taken(queue), first)
    queue.giveBack(first)
    assert.deepEqual(await drained(queue), ids)
  })

  test(`${kind}: a postponed report comes after all others, even those sealed meanwhile`, async (t) => {
    const { open, seal } = await create(t)
    const queue = await open()
    const [first, second] = [await seal(), await seal()]
    queue.postpone(await taken(queue))
    const third = await seal()
    assert.deepEqual(await drained(queue), [second, third, first])
  })

  test(`${kind}: a report postponed to the front comes before the other postponed ones`, async (t) => {
    const { open, seal } = await create(t)
    const queue = await open()
    const [first, second, third] = [await seal(), await seal(), await seal()]
    queue.postpone(await taken(queue))
    queue.postpone(await taken(queue), 'first')
    assert.deepEqual(await drained(queue), [third, second, first])
  })
}

function testSettling(kind: string, create: (t: TestContext) => Promise<QueueScene>): void {
  for (const [how, settle] of Object.entries(SETTLE)) {
    test(`${kind}: a report that was ${how} does not come again, in this process or the next`, async (t) => {
      const { open, seal } = await create(t)
      const queue = await open()
      const ids = [await seal(), await seal(), await seal()]
      const [first, second] = [await taken(queue), await taken(queue)]
      let moves = 0
      // Out of order: the older one is still in flight.
      const settled = settle(queue, second, () => (moves += 1)).then(() => moves)
      assert.equal(await settled, 1, 'moved is called once, before the move has reached the disk')
      queue.giveBack(first)
      assert.deepEqual(await taken(queue), first)
      assert.deepEqual(await drained(await open()), [ids[0], ids[2]])
      assert.deepEqual(await drained(await open()), [])
    })
  }

  test(`${kind}: a postponed report that is settled later does not come again`, async (t) => {
    const { open, seal } = await create(t)
    const queue = await open()
    await seal()
    queue.postpone(await taken(queue))
    await queue.accepted(await taken(queue), ignore)
    assert.equal(await queue.next(), undefined)
  })
}

function testRestart(kind: string, create: (t: TestContext) => Promise<QueueScene>): void {
  test(`${kind}: in-flight, returned and postponed reports wait unchanged for the next process`, async (t) => {
    const { open, seal } = await create(t)
    const queue = await open()
    for (let count = 0; count < 3; count += 1) await seal()
    const reports = [await taken(queue), await taken(queue), await taken(queue)]
    queue.giveBack(reports[1] ?? assert.fail())
    queue.postpone(reports[0] ?? assert.fail())
    const next = await open()
    assert.deepEqual([await taken(next), await taken(next), await taken(next)], reports)
  })

  test(`${kind}: the next process knows a noted division, and forgets it once its report is settled`, async (t) => {
    const { open, seal } = await create(t)
    const queue = await open()
    const [id, other] = [await seal(), await seal()]
    await Promise.all([
      queue.divisions.note(id, id),
      queue.divisions.note(id, 'part'),
      queue.divisions.note(other, other),
    ])
    const next = await open()
    assert.deepEqual([...(await next.divisions.of(id))].toSorted(), [id, 'part'].toSorted())
    await next.accepted(await taken(next), ignore)
    const last = await open()
    assert.deepEqual([...(await last.divisions.of(id))], [])
    assert.deepEqual([...(await last.divisions.of(other))], [other])
  })
}
