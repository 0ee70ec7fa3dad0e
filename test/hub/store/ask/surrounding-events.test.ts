import assert from 'node:assert/strict'
import { surroundingEvents } from '../../../../hub/store/ask/surrounding-events.ts'
import { agentIn, arrivalOf, eventOf } from '../../../support/kept-events.ts'
import { NOW, testOnStores } from '../../../support/stores.ts'

testOnStores('the nearest events before and after one are told, newest first, without that one', async (store) => {
  const [agent, other] = [await agentIn(store), await agentIn(store, 'web2.example.com')]
  const at = (id: string, seconds: number): ReturnType<typeof eventOf> => eventOf(agent, id, { time: NOW + seconds })
  await store.keep(
    arrivalOf(agent, [at('a', -901), at('b', -900), at('c', -1), at('d', 0), at('m', 0), at('x', 0), at('y', 5)]),
  )
  await store.keep(arrivalOf(agent, [at('z', 900), at('zz', 901), eventOf(other, 'o')]))
  const around = { time: NOW, id: 'm' }
  const ids = async (limit: number): Promise<readonly string[]> =>
    (await store.ask(surroundingEvents, { around, seconds: 900, limit, agent })).map(({ id }) => id)
  assert.deepEqual(await ids(10), ['z', 'y', 'x', 'd', 'c', 'b'])
  assert.deepEqual(await ids(2), ['y', 'x', 'd', 'c'])
  const all = await store.ask(surroundingEvents, { around, seconds: 0, limit: 9, ip: '192.0.2.7' })
  assert.deepEqual(
    all.map(({ id }) => id),
    ['x', 'o', 'd'].toSorted().toReversed(),
  )
})
