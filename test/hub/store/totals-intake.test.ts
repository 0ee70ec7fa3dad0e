import assert from 'node:assert/strict'
import { keepTotals } from '../../../hub/store/change/keep-totals.ts'
import { type Store, StoreUnavailable } from '../../../hub/store/store.ts'
import { type KeptTotals, TotalsIntake } from '../../../hub/store/totals-intake.ts'
import { type ToldTotals, toldTotals } from '../../../hub/store/totals/told-totals.ts'
import { agentIn } from '../../support/kept-events.ts'
import { NOW, testOnStores } from '../../support/stores.ts'
import { totalsOf } from '../../support/told-totals.ts'

function minutes(count: number, first = 0): readonly ToldTotals[] {
  return Array.from({ length: count }, (_, index) =>
    toldTotals(totalsOf('traffic', NOW + (first + index) * 60, { 'a.example.com': 1 })),
  )
}

/** An intake, and what happens before each transaction, with what it brings as JSON. */
function intakeOf(store: Store, before: (brought: string) => Promise<unknown>): TotalsIntake {
  return new TotalsIntake({
    change: async (change, input) => {
      assert.equal(change.name, keepTotals.name)
      await before(JSON.stringify(input))
      return store.change(change, input)
    },
  })
}

function periodsIn(brought: string): number {
  return brought.split('"start":').length - 1
}

function all(kept: number): KeptTotals {
  return { kept, refused: 0 }
}

testOnStores('what comes during a commit shares the next one, and much is divided', async (store) => {
  const agents: number[] = []
  for (const host of ['web1.example.com', 'web2.example.com', 'web3.example.com'])
    agents.push(await agentIn(store, host))
  const commits: number[] = []
  const intake = intakeOf(store, async (brought) => commits.push(periodsIn(brought)))
  const kept = await Promise.all(agents.map((agent) => intake.keep({ agent, totals: minutes(3) }, NOW)))
  assert.deepEqual(kept, [all(3), all(3), all(3)])
  assert.deepEqual(commits, [3, 6])
  commits.length = 0
  assert.deepEqual(await intake.keep({ agent: agents[0] ?? 0, totals: minutes(450, 3) }, NOW), all(450))
  assert.deepEqual(commits, [200, 200, 50])
})

testOnStores('the same period twice at once is kept once', async (store) => {
  const agent = await agentIn(store)
  const intake = new TotalsIntake(store)
  const other = intake.keep({ agent, totals: minutes(1, 9) }, NOW)
  const both = await Promise.all([1, 2].map(() => intake.keep({ agent, totals: minutes(2) }, NOW)))
  await other
  assert.deepEqual(both, [all(2), all(0)])
})

testOnStores(
  'what the store refuses for a reason of its own is refused alone; what passes comes again',
  async (store) => {
    const agent = await agentIn(store)
    let isAway = false
    const intake = intakeOf(store, async (brought) => {
      if (isAway) throw new StoreUnavailable('away')
      if (brought.includes(`"start":${NOW},`)) throw new Error('a bug')
    })
    assert.deepEqual(await intake.keep({ agent, totals: minutes(3) }, NOW), { kept: 2, refused: 1 })
    isAway = true
    await assert.rejects(intake.keep({ agent, totals: minutes(3) }, NOW), StoreUnavailable)
    assert.deepEqual([intake.isFirstFault(1), intake.isFirstFault(1), intake.isFirstFault(2)], [true, false, true])
  },
)

testOnStores('while too much waits, more is refused at once', async (store) => {
  const agent = await agentIn(store)
  const { promise, reject } = Promise.withResolvers<undefined>()
  let before: Promise<unknown> = promise
  const intake = intakeOf(store, () => before)
  const first = intake.keep({ agent, totals: minutes(20_000) }, NOW)
  await assert.rejects(intake.keep({ agent, totals: minutes(1) }, NOW), { reason: 'busy' })
  reject(new StoreUnavailable('away'))
  await assert.rejects(first, { reason: 'away' })
  before = Promise.resolve()
  assert.deepEqual(await intake.keep({ agent, totals: minutes(1) }, NOW), all(1))
})
