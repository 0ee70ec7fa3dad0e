import assert from 'node:assert/strict'
import { watchSight } from '../../../hub/coverage/watch-sight.ts'
import { doubtfulAgents } from '../../../hub/store/ask/doubtful-agents.ts'
import { newestEvents } from '../../../hub/store/ask/newest-events.ts'
import { noteStatus } from '../../../hub/store/change/note-status.ts'
import { takeLease } from '../../../hub/store/change/take-lease.ts'
import { kindWord } from '../../../hub/store/number-words.ts'
import { type Store, StoreUnavailable } from '../../../hub/store/store.ts'
import type { Notice } from '../../../lib/notice/notice.ts'
import { agentIn, arrivalOf } from '../../support/kept-events.ts'
import { NOW, testOnStores } from '../../support/stores.ts'

/** Looks at these times, after `before` was done at each; returns the notices. */
async function watched(
  store: Store,
  times: readonly number[],
  before = async (_now: number): Promise<void> => undefined,
): Promise<readonly Notice[]> {
  const stop = new AbortController()
  const notices: Notice[] = []
  const left = [...times]
  let now = left.shift() ?? 0
  await before(now)
  const sleep = async (): Promise<void> => {
    const next = left.shift()
    if (next === undefined) return stop.abort()
    now = next
    await before(now)
  }
  const clock = { now: () => now * 1000, sleep }
  const tell = (notice: Notice): void => void notices.push(notice)
  await watchSight({ store, clock, silence: () => 900_000, tell, signal: stop.signal })
  return notices
}

/** Every 20 seconds from one to another. */
function rounds(from: number, to: number): readonly number[] {
  return Array.from({ length: (to - from) / 20 + 1 }, (_, index) => NOW + from + 20 * index)
}

async function toldIn(store: Store): Promise<readonly unknown[]> {
  const events = await store.ask(newestEvents, { limit: 100 })
  return events.toReversed().map(({ kind, time, agent }) => [kindWord(kind), time - NOW, agent])
}

testOnStores('a silent host is an event of it, once, and so is that it is heard again', async (store) => {
  const [silent, heard] = [await agentIn(store), await agentIn(store, 'web2.example.com')]
  const report = async (agent: number, received: number): Promise<void> =>
    void (await store.keep(arrivalOf(agent, [], { received })))
  const notices = await watched(store, rounds(0, 1800), async (now) => {
    if ((now - NOW) % 600 === 0) await report(heard, now)
    if (now === NOW + 1200) await report(silent, now)
  })
  assert.deepEqual(await toldIn(store), [
    ['host_silent', 900, silent],
    ['host_heard', 1200, silent],
  ])
  assert.deepEqual(
    notices.map(({ code, text }) => [code, text]),
    [
      ['blind_spot', 'web1.example.com was not heard for 15 min. See: spoor-hub coverage web1.example.com'],
      ['blind_spot_over', 'web1.example.com is heard again, after 20 min.'],
    ],
  )
})

testOnStores('a hub that was killed before it noted what it told tells no second event', async (store) => {
  const agent = await agentIn(store)
  const failing: Store = {
    ask: (question, input) => store.ask(question, input),
    keep: (arrival) => store.keep(arrival),
    scrub: () => store.scrub(),
    close: () => store.close(),
    change: async (change, input) => {
      if (change.name === 'note-unseen') throw new StoreUnavailable('away')
      return store.change(change, input)
    },
  }
  await watched(failing, rounds(0, 960))
  assert.deepEqual(await toldIn(store), [['host_silent', 900, agent]])
  await watched(store, rounds(980, 1200))
  assert.deepEqual(await toldIn(store), [['host_silent', 900, agent]])
})

testOnStores(
  'a hub that starts after a downtime, or beside one that has the lease, tells nothing at once',
  async (store) => {
    await agentIn(store)
    await watched(store, rounds(0, 20))
    await watched(store, rounds(5000, 5880))
    assert.deepEqual(await toldIn(store), [])
    await store.change(takeLease, { name: 'coverage', holder: 'another', seconds: 3600 })
    await watched(store, rounds(5900, 6100))
    assert.deepEqual(await toldIn(store), [])
  },
)

testOnStores('a blind log is told in the words of its agent, and forgotten a day after it was read', async (store) => {
  const agent = await agentIn(store)
  const unread = JSON.stringify([{ source: 'login', path: '/logs/login_log', problem: 'is not there' }])
  const said = { agent, status: '{}', version: '0.2.0', health: 'degraded', lag: 0 }
  await watched(store, rounds(0, 1200), async (now) => {
    if ((now - NOW) % 300 === 0) await store.change(noteStatus, { ...said, at: now, unread })
  })
  const [event] = await store.ask(newestEvents, { limit: 1 })
  assert.equal(kindWord(event?.kind ?? -1), 'source_blind')
  assert.deepEqual(JSON.parse(event?.fields ?? ''), {
    source: 'login',
    log: '/logs/login_log',
    problem: 'is not there',
    since: NOW,
    seconds: 900,
  })
  const later = NOW + 1220
  await watched(store, [later, later + 86_400], (now) =>
    store.change(noteStatus, { ...said, at: now, unread: null }).then(() => undefined),
  )
  assert.deepEqual((await toldIn(store)).at(-1), ['source_seen', 1220, agent])
  assert.deepEqual(await store.ask(doubtfulAgents, { since: NOW, now: later }), [])
})
