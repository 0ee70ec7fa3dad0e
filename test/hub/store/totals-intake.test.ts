import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keepTotals } from '../../../hub/store/change/keep-totals.ts'
import { type Change, type Store, StoreUnavailable } from '../../../hub/store/store.ts'
import { TotalsIntake } from '../../../hub/store/totals-intake.ts'
import { type ToldTotals, toldTotals } from '../../../hub/store/totals/told-totals.ts'
import { agentIn } from '../../support/kept-events.ts'
import { NOW, testOnStores } from '../../support/stores.ts'
import { totalsOf } from '../../support/told-totals.ts'

function minutes(count: number, first = 0): readonly ToldTotals[] {
  return Array.from({ length: count }, (_, index) =>
    toldTotals(totalsOf('traffic', NOW + (first + index) * 60, { 'a.example.com': 1 })),
  )
}

/** A store, and how many periods each of its transactions kept. */
function counting(store: Store): { readonly store: Pick<Store, 'change'>; readonly commits: number[] } {
  const commits: number[] = []
  const change = async <I, O>(change: Change<I, O>, input: NoInfer<I>): Promise<O> => {
    const output = await store.change(change, input)
    if (change.name === keepTotals.name) commits.push((output as number[]).reduce((sum, each) => sum + each, 0))
    return output
  }
  return { store: { change }, commits }
}

testOnStores('what comes during a commit shares the next one, and much is divided', async (store) => {
  const agents = [
    await agentIn(store),
    await agentIn(store, 'web2.example.com'),
    await agentIn(store, 'web3.example.com'),
  ]
  const { store: counted, commits } = counting(store)
  const intake = new TotalsIntake(counted)
  const kept = await Promise.all(agents.map((agent) => intake.keep({ agent, totals: minutes(3) }, NOW)))
  assert.deepEqual(
    kept,
    [1, 2, 3].map(() => ({ kept: 3, refused: 0 })),
  )
  assert.deepEqual(commits, [3, 6])
  commits.length = 0
  assert.deepEqual(await intake.keep({ agent: agents[0] ?? 0, totals: minutes(450, 3) }, NOW), {
    kept: 450,
    refused: 0,
  })
  assert.deepEqual(commits, [200, 200, 50])
})

testOnStores('the same period twice at once is kept once', async (store) => {
  const agent = await agentIn(store)
  const intake = new TotalsIntake(store)
  const other = intake.keep({ agent, totals: minutes(1, 9) }, NOW)
  const both = await Promise.all([1, 2].map(() => intake.keep({ agent, totals: minutes(2) }, NOW)))
  await other
  assert.deepEqual(
    both.map(({ kept }) => kept),
    [2, 0],
  )
})

test('what the store refuses for a reason of its own is refused alone, and what passes is tried again', async () => {
  let isAway = false
  const change = async (_: unknown, input: unknown): Promise<never> => {
    if (isAway) throw new StoreUnavailable('away')
    const { brought } = input as { brought: { totals: { start: number }[] }[] }
    if (brought.some(({ totals }) => totals.some(({ start }) => start === NOW))) throw new Error('a bug')
    return brought.map(({ totals }) => totals.length) as never
  }
  const intake = new TotalsIntake({ change })
  assert.deepEqual(await intake.keep({ agent: 1, totals: minutes(3) }, NOW), { kept: 2, refused: 1 })
  isAway = true
  await assert.rejects(intake.keep({ agent: 1, totals: minutes(3) }, NOW), StoreUnavailable)
  assert.deepEqual([intake.isFirstFault(1), intake.isFirstFault(1), intake.isFirstFault(2)], [true, false, true])
})

test('while too much waits, more is refused at once', async () => {
  const { promise, resolve } = Promise.withResolvers<never>()
  const intake = new TotalsIntake({ change: () => promise })
  const first = intake.keep({ agent: 1, totals: minutes(20_000) }, NOW)
  await assert.rejects(intake.keep({ agent: 2, totals: minutes(1) }, NOW), { reason: 'busy' })
  resolve([200] as never)
  assert.deepEqual(await first, { kept: 20_000, refused: 0 })
  assert.deepEqual(await intake.keep({ agent: 2, totals: minutes(1) }, NOW), { kept: 200, refused: 0 })
})
