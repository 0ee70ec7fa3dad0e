import assert from 'node:assert/strict'
import { type Summing, summedTotals } from '../../../../hub/store/ask/summed-totals.ts'
import { forgetAgent } from '../../../../hub/store/change/forget-agent.ts'
import { forgetTotals } from '../../../../hub/store/change/forget-totals.ts'
import { keepTotals } from '../../../../hub/store/change/keep-totals.ts'
import { revokeAgent } from '../../../../hub/store/change/revoke-agent.ts'
import { eraseMailbox } from '../../../../hub/store/erasure/erase-mailbox.ts'
import type { Store } from '../../../../hub/store/store.ts'
import { toldTotals } from '../../../../hub/store/totals/told-totals.ts'
import type { Totals } from '../../../../lib/totals/totals.ts'
import { agentIn } from '../../../support/kept-events.ts'
import { BY } from '../../../support/people.ts'
import { NOW, testOnStores } from '../../../support/stores.ts'
import { totalsOf } from '../../../support/told-totals.ts'

const [MINUTE, HOUR, DAY] = [60, 3600, 86_400]
const TODAY = NOW - (NOW % DAY)

async function keep(store: Store, agent: number, totals: readonly Totals[], received = NOW): Promise<number> {
  const brought = [{ agent, totals: totals.map(toldTotals) }]
  const [kept = 0] = await store.change(keepTotals, { brought, received })
  return kept
}

/** The first numbers of the sums of a day: by the beginning of each step, by key, and by agent. */
async function sums(store: Store, asked: Pick<Summing, 'step' | 'agents'> & Partial<Summing>): Promise<unknown> {
  const found = await store.ask(summedTotals, { kind: 'traffic', from: TODAY, until: TODAY + DAY, ...asked })
  const first = (rows: readonly (readonly [number | string, readonly number[]])[]): unknown =>
    Object.fromEntries(rows.map(([name, [number]]) => [name, number]))
  return { points: first(found.points), keys: first(found.keys), agents: first(found.agents) }
}

testOnStores('what comes twice counts once, and a higher revision replaces what came before', async (store) => {
  const agent = await agentIn(store)
  const first = totalsOf('traffic', NOW, { 'a.example.com': 5, 'b.example.com': 2 })
  assert.equal(await keep(store, agent, [first]), 1)
  assert.equal(await keep(store, agent, [first]), 0)
  assert.equal(await keep(store, agent, [totalsOf('traffic', NOW, { 'a.example.com': 7 }, { revision: 3 })]), 1)
  assert.equal(await keep(store, agent, [totalsOf('traffic', NOW, { 'a.example.com': 9 }, { revision: 2 })]), 0)
  await keep(store, agent, [totalsOf('traffic', NOW + MINUTE, { 'a.example.com': 1 })])
  const hour = NOW - (NOW % HOUR)
  assert.deepEqual(await sums(store, { step: MINUTE, agents: [agent] }), {
    points: { [NOW]: 7, [NOW + MINUTE]: 1 },
    keys: { 'a.example.com': 8 },
    agents: { [agent]: 8 },
  })
  const summed = { keys: { 'a.example.com': 8, 'b.example.com': 0 }, agents: { [agent]: 8 } }
  assert.deepEqual(await sums(store, { step: HOUR, agents: [agent] }), { points: { [hour]: 8 }, ...summed })
  assert.deepEqual(await sums(store, { step: DAY, agents: [agent] }), { points: { [TODAY]: 8 }, ...summed })
})

testOnStores('each host has its own, and a key is summed up over hosts', async (store) => {
  const [one, two] = [await agentIn(store), await agentIn(store, 'web2.example.com')]
  await keep(store, one, [totalsOf('traffic', NOW, { 'a.example.com': 5, 'b.example.com': 2 })])
  await keep(store, two, [totalsOf('traffic', NOW, { 'a.example.com': 10, 'c.example.com': 1 })])
  for (const step of [MINUTE, HOUR, DAY]) {
    const time = NOW - (NOW % step)
    assert.deepEqual(await sums(store, { step, agents: [one, two] }), {
      points: { [time]: 18 },
      keys: { 'a.example.com': 15, 'b.example.com': 2, 'c.example.com': 1 },
      agents: { [one]: 7, [two]: 11 },
    })
    assert.deepEqual(await sums(store, { step, agents: [one, two], key: 'b.example.com' }), {
      points: { [time]: 2 },
      keys: { 'b.example.com': 2 },
      agents: { [one]: 2 },
    })
  }
  assert.deepEqual(await sums(store, { step: DAY, agents: [] }), { points: {}, keys: {}, agents: {} })
})

testOnStores('a local hour or day counts in that of UTC in which its middle lies', async (store) => {
  const agent = await agentIn(store)
  // Half past, as in India; and a day that begins the evening before, as in Europe.
  await keep(store, agent, [totalsOf('mail', TODAY + 10 * HOUR - 1800, { ann: 3 })])
  await keep(store, agent, [totalsOf('mail', TODAY + DAY - HOUR, { ann: 4 })])
  await keep(store, agent, [totalsOf('bandwidth', TODAY - HOUR, { ann: 6 }, { seconds: DAY + HOUR })])
  const agents = [agent]
  assert.deepEqual(await sums(store, { kind: 'mail', step: HOUR, agents }), {
    points: { [TODAY + 10 * HOUR]: 3, [TODAY + 23 * HOUR]: 4 },
    keys: { ann: 7 },
    agents: { [agent]: 7 },
  })
  for (const [kind, number] of [
    ['mail', 7],
    ['bandwidth', 6],
  ] as const)
    assert.deepEqual(await sums(store, { kind, step: DAY, agents }), {
      points: { [TODAY]: number },
      keys: { ann: number },
      agents: { [agent]: number },
    })
})

testOnStores('of many keys the highest are kept, the others together, and the whole is exact', async (store) => {
  const agent = await agentIn(store)
  const keys = (prefix: string): Record<string, number> =>
    Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`${prefix}${index}.example.com`, index + 1]))
  for (const [minute, prefix] of ['a', 'b', 'c'].entries())
    await keep(store, agent, [totalsOf('traffic', NOW + minute * MINUTE, keys(prefix))])
  const minute = await store.ask(summedTotals, {
    kind: 'traffic',
    step: MINUTE,
    from: NOW,
    until: NOW + 1,
    agents: [agent],
  })
  const ofMinute = new Map(minute.keys)
  assert.equal(ofMinute.size, 201)
  assert.deepEqual([ofMinute.get('a299.example.com')?.[0], ofMinute.get('(other)')?.[0]], [300, (100 * 101) / 2])
  const hour = await store.ask(summedTotals, {
    kind: 'traffic',
    step: HOUR,
    from: TODAY,
    until: TODAY + DAY,
    agents: [agent],
  })
  assert.equal(hour.keys.length, 401)
  const all = (3 * (300 * 301)) / 2
  assert.equal(hour.points[0]?.[1][0], all)
  assert.equal(
    hour.keys.reduce((sum, [, [first = 0]]) => sum + first, 0),
    all,
  )
})

testOnStores('minutes go by when they came, hours and days by when they were', async (store) => {
  const agent = await agentIn(store)
  const late = totalsOf('traffic', NOW - 5 * DAY, { 'a.example.com': 5 })
  await keep(store, agent, [late, totalsOf('mail', NOW - 5 * DAY, { ann: 1 }), totalsOf('mail', NOW, { ann: 1 })])
  const forget = (minutes: number, totals: number): Promise<boolean> => store.change(forgetTotals, { minutes, totals })
  const whenever = { from: NOW - 9 * DAY, until: NOW + DAY, agents: [agent] }
  assert.equal(await forget(NOW, NOW - 9 * DAY), false)
  assert.equal((await store.ask(summedTotals, { kind: 'traffic', step: MINUTE, ...whenever })).points.length, 1)
  await forget(NOW + 1, NOW - 9 * DAY)
  assert.equal((await store.ask(summedTotals, { kind: 'traffic', step: MINUTE, ...whenever })).points.length, 0)
  assert.equal(await keep(store, agent, [late]), 0, 'its hour knows it')
  assert.equal((await store.ask(summedTotals, { kind: 'traffic', step: HOUR, ...whenever })).points.length, 1)
  await forget(NOW, NOW - DAY)
  assert.equal((await store.ask(summedTotals, { kind: 'traffic', step: HOUR, ...whenever })).points.length, 0)
  assert.equal((await store.ask(summedTotals, { kind: 'mail', step: HOUR, ...whenever })).points.length, 1)
})

testOnStores('a forgotten host takes its totals along', async (store) => {
  const [one, two] = [await agentIn(store), await agentIn(store, 'web2.example.com')]
  for (const agent of [one, two]) await keep(store, agent, [totalsOf('traffic', NOW, { 'a.example.com': 5 })])
  await store.change(revokeAgent, { host: 'web1.example.com', now: NOW, by: BY })
  await store.change(forgetAgent, { host: 'web1.example.com', now: NOW, by: BY })
  for (const step of [MINUTE, HOUR, DAY])
    assert.deepEqual(await sums(store, { step, agents: [one, two] }), {
      points: { [NOW - (NOW % step)]: 5 },
      keys: { 'a.example.com': 5 },
      agents: { [two]: 5 },
    })
})

testOnStores('a mailbox that is erased is in no totals, also when they come again', async (store) => {
  const agent = await agentIn(store)
  const before = { 'Ann@example.com': 5, 'joann@example.com': 2 }
  await keep(store, agent, [totalsOf('senders', NOW - HOUR, before), totalsOf('mail', NOW - HOUR, { ann: 7 })])
  await eraseMailbox(store, { address: 'ann@example.com', now: NOW, until: NOW + 90 * DAY, by: BY })
  const again = totalsOf('senders', NOW - HOUR, { ...before, 'ann@example.com': 1 }, { revision: 2 })
  assert.equal(await keep(store, agent, [again]), 1)
  const after = totalsOf('senders', NOW + HOUR, { 'ann@example.com': 4 })
  await keep(store, agent, [after])
  const past = await store.ask(summedTotals, { kind: 'senders', step: HOUR, from: TODAY, until: NOW, agents: [agent] })
  const names = (found: typeof past): unknown => Object.fromEntries(found.keys.map(([key, [first]]) => [key, first]))
  assert.deepEqual(names(past), { '[erased]': 6, 'joann@example.com': 2 })
  const day = await store.ask(summedTotals, {
    kind: 'senders',
    step: DAY,
    from: TODAY,
    until: TODAY + DAY,
    agents: [agent],
  })
  assert.deepEqual(names(day), { '[erased]': 6, 'ann@example.com': 4, 'joann@example.com': 2 })
})
