import assert from 'node:assert/strict'
import { coveredAgents } from '../../../../hub/store/ask/covered-agents.ts'
import type { SeenKind } from '../../../../hub/store/store.ts'
import { agentIn, arrivalOf } from '../../../support/kept-events.ts'
import { NOW, type TestedStore, testOnStores } from '../../../support/stores.ts'

async function seenIn(store: TestedStore): Promise<readonly unknown[]> {
  const [agent] = await store.ask(coveredAgents, { now: NOW, limit: 1 })
  return (agent?.seen ?? [])
    .toSorted((a, b) => a.log.localeCompare(b.log) || a.kind - b.kind)
    .map(({ log, kind, seen }) => [log, kind, seen - NOW])
}

function kind(log: string, time: number, number = 1): SeenKind {
  return { log, kind: number, time: NOW + time }
}

testOnStores(
  'of each log and kind the latest time is kept, to within minutes, and never one to come',
  async (store) => {
    const agent = await agentIn(store)
    const keep = async (received: number, ...seen: readonly SeenKind[]): Promise<void> =>
      void (await store.keep(arrivalOf(agent, [], { received: NOW + received, seen })))
    await keep(0, kind('/a', -600), kind('/a', -700), kind('/a', -100, 2), kind('', 9_999_999))
    assert.deepEqual(await seenIn(store), [
      ['', 1, 0],
      ['/a', 1, -600],
      ['/a', 2, -100],
    ])
    await keep(200, kind('/a', -301), kind('/a', -900, 2), kind('', 200))
    assert.deepEqual((await seenIn(store))[1], ['/a', 1, -600], 'a busy log writes nothing')
    await keep(400, kind('/a', -300))
    assert.deepEqual((await seenIn(store))[1], ['/a', 1, -300])
  },
)

testOnStores('what was seen is forgotten with the events, and all of an agent that makes up logs', async (store) => {
  const agent = await agentIn(store)
  await store.keep(arrivalOf(agent, [], { seen: [kind('/old', -86_400 * 3), kind('/a', 0)] }))
  await store.dropBefore(NOW - 86_400)
  assert.deepEqual(await seenIn(store), [['/a', 1, 0]])
  const many = Array.from({ length: 5001 }, (_, index) => kind(`/made-up/${index}`, 0))
  await store.keep(arrivalOf(agent, [], { seen: many }))
  assert.equal((await seenIn(store)).length, 1000)
  await store.dropBefore(NOW - 86_400)
  assert.deepEqual(await seenIn(store), [])
})
