import assert from 'node:assert/strict'
import { nextArrivals } from '../../../../hub/store/ask/next-arrivals.ts'
import { kindNumber } from '../../../../hub/store/number-words.ts'
import { agentIn, arrivalOf, eventOf } from '../../../support/kept-events.ts'
import { NOW, testOnStores } from '../../../support/stores.ts'

testOnStores('arrivals are read whole and in their order, whatever the times of their events', async (store) => {
  const agent = await agentIn(store)
  const ids = [['a', 'b'], ['c'], ['d', 'e', 'f'], ['g']]
  for (const [index, some] of ids.entries())
    await store.keep(
      arrivalOf(
        agent,
        some.map((id) => eventOf(agent, id, { time: NOW - index * 86_400 })),
      ),
    )
  const next = async (after: number, enough: number): Promise<string> => {
    const { events, upTo, newest } = await store.ask(nextArrivals, { after, kinds: [kindNumber('login')], enough })
    assert.equal(newest, 4)
    return `${events.map(({ id }) => id).join('')} ${upTo}`
  }
  assert.equal(await next(0, 100), 'abcdefg 4')
  assert.equal(await next(0, 6), 'abcdef 3')
  assert.equal(await next(0, 4), 'abc 2')
  assert.equal(await next(0, 3), 'abc 2')
  assert.equal(await next(0, 2), 'ab 1')
  assert.equal(await next(0, 1), 'ab 1', 'a single arrival is whole')
  assert.equal(await next(2, 1), 'def 3')
  assert.equal(await next(4, 1), ' 4')
})

testOnStores('arrivals without an event of these kinds are passed over', async (store) => {
  const agent = await agentIn(store)
  await store.keep(arrivalOf(agent, [eventOf(agent, 'a')]))
  await store.keep(arrivalOf(agent, []))
  const wanted = { after: 0, kinds: [kindNumber('log_gap')], enough: 9 }
  assert.deepEqual(await store.ask(nextArrivals, wanted), { events: [], upTo: 2, newest: 2 })
})
