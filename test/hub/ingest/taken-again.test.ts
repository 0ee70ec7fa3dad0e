import assert from 'node:assert/strict'
import { Turns } from '../../../hub/http/turns.ts'
import { arrivalOf } from '../../../hub/ingest/arrival.ts'
import { takeAgain, type TakenAgain } from '../../../hub/ingest/taken-again.ts'
import { auditLog } from '../../../hub/store/ask/audit-log.ts'
import { everyAgent } from '../../../hub/store/ask/every-agent.ts'
import { newestEvents } from '../../../hub/store/ask/newest-events.ts'
import { quarantinedEntries } from '../../../hub/store/ask/quarantined-entries.ts'
import { renameAgent } from '../../../hub/store/change/rename-agent.ts'
import { entryNow } from '../../support/enrolled-agent.ts'
import { agentIn } from '../../support/kept-events.ts'
import { BY } from '../../support/people.ts'
import { NOW, type TestedStore, testOnStores } from '../../support/stores.ts'

const DAY = 86_400
const turns = new Turns()
const NEW = 'web1.example.net'

async function bring(store: TestedStore, agent: number, entries: readonly unknown[]): Promise<void> {
  const credential = { agent, hosts: ['web1.example.com'], digests: [] }
  await store.keep(await arrivalOf(entries, { agent: credential, received: NOW, oldest: NOW - 9 * DAY, turns }))
}

function take(store: TestedStore, filter = {}): Promise<TakenAgain> {
  return takeAgain({ store, filter, now: NOW + 60, oldest: NOW - 9 * DAY, by: BY, turns })
}

async function idsIn(store: TestedStore): Promise<readonly string[]> {
  const events = await store.ask(newestEvents, { limit: 1000, kinds: [0] })
  return events.map(({ id }) => id.replaceAll('_', '')).toSorted()
}

testOnStores('after a rename the entries of the new name are taken, once, and leave quarantine', async (store) => {
  const agent = await agentIn(store)
  const login = (id: string, fields = {}): object => ({ ...entryNow(id, { host: NEW, ...fields }) })
  const old = login('old', { time: NOW - 10 * DAY })
  const long = login('long', { user_agent: 'x'.repeat(5000) })
  await bring(store, agent, [login('a'), login('b'), old, long, { type: 'of_a_later_version' }, 'text'])
  const before = await store.ask(quarantinedEntries, { limit: 10 })
  assert.deepEqual(await take(store), { taken: 0, left: before.length, next: null })
  await store.change(renameAgent, { from: 'web1.example.com', to: NEW, now: NOW, by: BY })
  assert.deepEqual(await take(store, { reason: 'invalid' }), { taken: 0, left: 1, next: null })
  assert.deepEqual(await take(store), { taken: 2, left: 4, next: null })
  assert.deepEqual(await idsIn(store), ['a', 'b'])
  const [note] = await store.ask(auditLog, { limit: 1 })
  assert.deepEqual([note?.action, note?.target, note?.detail], ['quarantine_taken', NEW, '2'])
  assert.deepEqual(await take(store), { taken: 0, left: 4, next: null })
  const [listed] = await store.ask(everyAgent, { now: NOW })
  assert.equal(listed?.reports, 1, 'nothing came from the agent')
})

testOnStores('what was taken and could not leave is taken again without a second event', async (store) => {
  const agent = await agentIn(store)
  await bring(store, agent, [entryNow('a', { host: NEW }), { ...entryNow('b', { host: NEW }), id: undefined }])
  await store.change(renameAgent, { from: 'web1.example.com', to: NEW, now: NOW, by: BY })
  const change = (): never => assert.fail('killed')
  const parts = { filter: {}, now: NOW, oldest: 0, by: BY, turns }
  const failing = { ask: store.ask.bind(store), keep: store.keep.bind(store), change, scrub: change, close: change }
  await assert.rejects(takeAgain({ ...parts, store: failing }), /killed/)
  const kept = await store.ask(newestEvents, { limit: 10 })
  assert.deepEqual(await take(store), { taken: 2, left: 0, next: null })
  assert.deepEqual(await store.ask(newestEvents, { limit: 10 }), kept)
})

testOnStores('a call looks at a bounded number, and says where to go on', async (store) => {
  const agent = await agentIn(store)
  for (const hour of [0, 1, 2]) {
    const entries = Array.from({ length: 250 }, (_, index) => ({ ...entryNow(`${hour}x${index}`, { host: NEW }) }))
    const credential = { agent, hosts: ['web1.example.com'], digests: [] }
    await store.keep(await arrivalOf(entries, { agent: credential, received: NOW - 3600 * hour, oldest: 0, turns }))
  }
  const first = await take(store)
  assert.deepEqual([first.taken, first.left], [0, 500])
  const second = await take(store, { before: first.next })
  assert.deepEqual(second, { taken: 0, left: 250, next: null })
})
