import assert from 'node:assert/strict'
import { everyAgent } from '../../../hub/store/ask/every-agent.ts'
import type { Store } from '../../../hub/store/store.ts'
import { agentIn, arrivalOf, eventOf } from '../../support/kept-events.ts'
import { apiTokenIn, personIn } from '../../support/people.ts'
import { runHub } from '../../support/running-hub.ts'
import { NOW, testOnStores } from '../../support/stores.ts'

const YEAR = 365 * 86_400
const clock = { now: () => NOW * 1000, sleep: async () => undefined }

/** Events that came now, by the times that their clocks told. */
async function kept(store: Store, times: readonly number[]): Promise<number> {
  const agent = await agentIn(store)
  const events = times.map((time) => eventOf(agent, `${time - NOW}`, { time }))
  await store.keep(arrivalOf(agent, events))
  return agent
}

testOnStores(
  'what a wrong clock puts far ahead leads no list without an end, and is counted',
  async (store, context) => {
    await kept(store, [NOW - 60, NOW + 3599, NOW + 3600, NOW + 5 * YEAR])
    await personIn(store, 'vera', 'viewer')
    const { authorization } = await apiTokenIn(store, 'vera')
    const headers = { authorization }
    const hub = await runHub(store, context, { clock })
    const listed = async (path: string): Promise<unknown> => {
      const { json } = await hub.ask(path, { headers })
      const { events, later } = Object(json)
      return [events.map(({ id }: { id: string }) => id.replace(/^\d+\./, '')), later]
    }
    for (const path of ['/events', '/mailboxes/ann@example.com/timeline', '/addresses/192.0.2.7/timeline']) {
      const list = `/api/v1${path}`
      assert.deepEqual(await listed(list), [['3599', '-60'], 2], path)
      assert.deepEqual(await listed(`${list}?limit=1`), [['3599'], 2])
      assert.deepEqual(await listed(`${list}?from=${NOW + 2 * YEAR}`), [[], 1])
      const all = ['157680000', '3600', '3599', '-60']
      assert.deepEqual(await listed(`${list}?until=9999-12-31`), [all, undefined])
    }
    const other = '/api/v1/events?service=imap'
    assert.deepEqual(await listed(other), [[], 0], 'only what is asked for is counted')
    const facets = Object((await hub.ask('/api/v1/facets', { headers })).json)
    assert.equal(facets.total, 2)
  },
)

testOnStores('an event that came before its own time is marked by how much', async (store, context) => {
  await kept(store, [NOW - 60, NOW + 3600, NOW + 3601])
  await personIn(store, 'vera', 'viewer')
  const { authorization } = await apiTokenIn(store, 'vera')
  const headers = { authorization }
  const hub = await runHub(store, context, { clock })
  const { json } = await hub.ask('/api/v1/events?until=9999-12-31', { headers })
  const marks = Object(json).events.map((event: { clock_ahead?: number }) => event.clock_ahead)
  assert.deepEqual(marks, [3601, undefined, undefined])
})

testOnStores('a clock that is ahead does not say when a host was heard of last', async (store) => {
  const agent = await kept(store, [NOW - 60, NOW + 5 * YEAR])
  const [only] = await store.ask(everyAgent, { now: NOW })
  assert.deepEqual([only?.id, only?.last_event], [agent, NOW])
})
