import assert from 'node:assert/strict'
import { keepUp } from '../../../hub/serving/upkeep.ts'
import { newestEvents } from '../../../hub/store/ask/newest-events.ts'
import { enrolAgent, entryNow } from '../../support/enrolled-agent.ts'
import { runHub } from '../../support/running-hub.ts'
import { NOW, type TestedStore, testOnStores } from '../../support/stores.ts'

const DAY = 86_400

/** One round of upkeep, when the clock shows this time. */
async function oneRound(store: TestedStore, now: number): Promise<readonly string[]> {
  const codes: string[] = []
  const stop = new AbortController()
  const clock = { now: () => now * 1000, sleep: async () => stop.abort() }
  const tell = ({ code }: { readonly code: string }): void => void codes.push(code)
  await keepUp({ store, retention: () => 10 * DAY * 1000, clock, tell, signal: stop.signal })
  return codes
}

testOnStores('events older than what is kept are deleted each hour, by one of several hubs', async (store, context) => {
  const { authorization } = await enrolAgent(store)
  const hub = await runHub(store, context)
  const entries = [0, 5, 20].map((days) => entryNow(`e${days}`, { time: NOW - days * DAY }))
  const body = JSON.stringify({ report: { entries } })
  await hub.ask('/api/reports', { method: 'POST', headers: { authorization }, body })
  const count = async (): Promise<number> => (await store.ask(newestEvents, { limit: 10 })).length
  assert.equal(await count(), 3)
  assert.deepEqual(await oneRound(store, NOW), ['days_dropped'])
  assert.equal(await count(), 2)
  // Each round here is a hub of its own: the first one has the lease for two hours.
  assert.deepEqual(await oneRound(store, NOW + 8 * DAY), [])
  assert.equal(await count(), 2)
})
