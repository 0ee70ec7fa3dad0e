import assert from 'node:assert/strict'
import { summedTotals } from '../../../../hub/store/ask/summed-totals.ts'
import { forgetTotals } from '../../../../hub/store/change/forget-totals.ts'
import { keepTotals } from '../../../../hub/store/change/keep-totals.ts'
import type { Store } from '../../../../hub/store/store.ts'
import { toldTotals } from '../../../../hub/store/totals/told-totals.ts'
import type { Totals } from '../../../../lib/totals/totals.ts'
import { agentIn } from '../../../support/kept-events.ts'
import { randomNumbers } from '../../../support/random-numbers.ts'
import { NOW, testOnStores } from '../../../support/stores.ts'
import { totalsOf } from '../../../support/told-totals.ts'

const [MINUTE, HOUR, DAY] = [60, 3600, 86_400]
const FIRST = NOW - (NOW % DAY) + 20 * HOUR

/** What a host told of a minute with its highest revision, as far as it could be taken. */
interface Taken {
  readonly agent: number
  readonly totals: Totals
  isForgotten: boolean
}

/** Minutes of some hours across midnight, each with a revision near the last one that was made of it. */
function batchOf(pick: (below: number) => number, agent: number, made: Map<string, number>): readonly Totals[] {
  const batch = new Map<number, Totals>()
  for (let count = 1 + pick(8); count > 0; count -= 1) {
    const start = FIRST + pick(300) * MINUTE
    const last = made.get(`${agent} ${start}`) ?? 0
    const revision = Math.max(0, last + pick(4) - 2)
    made.set(`${agent} ${start}`, Math.max(last, revision))
    const keys = Object.fromEntries(Array.from({ length: pick(5) }, () => [`v${pick(6)}.example.com`, pick(100)]))
    if ((batch.get(start)?.revision ?? -1) < revision) batch.set(start, totalsOf('traffic', start, keys, { revision }))
  }
  return [...batch.values()]
}

function take(taken: Map<string, Taken>, agent: number, batch: readonly Totals[]): number {
  const fresh = batch.filter(({ start, revision }) => {
    const known = taken.get(`${agent} ${start}`)
    return known === undefined || (!known.isForgotten && known.totals.revision < revision)
  })
  for (const totals of fresh) taken.set(`${agent} ${totals.start}`, { agent, totals, isForgotten: false })
  return fresh.length
}

function firsts(rows: readonly (readonly [number | string, readonly number[]])[]): Readonly<Record<string, number>> {
  return Object.fromEntries(rows.map(([name, [first = 0]]) => [name, first] as const).filter(([, first]) => first > 0))
}

function expected(taken: Iterable<Taken>, agent: number, step: number): readonly Readonly<Record<string, number>>[] {
  const [points, keys]: [Record<string, number>, Record<string, number>] = [{}, {}]
  for (const { agent: whose, totals } of taken) {
    if (whose !== agent) continue
    for (const [key, first = 0] of totals.rows) {
      const [sums, name] = key === '' ? [points, totals.start - (totals.start % step)] : [keys, key]
      sums[name] = (sums[name] ?? 0) + first
    }
  }
  return [points, keys].map((sums) => firsts(Object.entries(sums).map(([name, sum]) => [name, [sum]])))
}

async function found(store: Store, agent: number, step: number): Promise<readonly Readonly<Record<string, number>>[]> {
  const span = { from: FIRST - DAY, until: FIRST + 2 * DAY, agents: [agent] }
  const { points, keys } = await store.ask(summedTotals, { kind: 'traffic', step, ...span })
  return [firsts(points), firsts(keys)]
}

testOnStores(
  'in any order, repeated, replaced and half forgotten, hours and days are the sums of the last revisions',
  async (store) => {
    const pick = randomNumbers()
    const agents = [await agentIn(store), await agentIn(store, 'web2.example.com')]
    const [taken, made] = [new Map<string, Taken>(), new Map<string, number>()]
    let again = 0
    for (let round = 0; round < 100; round += 1) {
      const agent = agents[pick(2)] ?? 0
      const batch = batchOf(pick, agent, made)
      const fresh = take(taken, agent, batch)
      again += batch.length - fresh
      const brought = [{ agent, totals: batch.map(toldTotals) }]
      assert.deepEqual(await store.change(keepTotals, { brought, received: NOW + round }), [fresh])
      if (round % 25 !== 24) continue
      while (await store.change(forgetTotals, { minutes: NOW + round + 1, totals: 0 }));
      for (const known of taken.values()) known.isForgotten = true
    }
    assert.ok(again > 50 && taken.size > 150, `${again} came again, of ${taken.size}`)
    for (const step of [HOUR, DAY])
      for (const agent of agents)
        assert.deepEqual(await found(store, agent, step), expected(taken.values(), agent, step))
  },
)
