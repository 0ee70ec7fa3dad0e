import assert from 'node:assert/strict'
import { setImmediate } from 'node:timers/promises'
import type { ForwardTarget } from '../../../hub/config/forward-schema.ts'
import { forwardAll, tellMissed } from '../../../hub/forwarding/forward-all.ts'
import { HubCounts } from '../../../hub/samples/hub-counts.ts'
import { everyForwarding } from '../../../hub/store/ask/every-forwarding.ts'
import { beginForwarding } from '../../../hub/store/change/begin-forwarding.ts'
import type { Notice } from '../../../lib/notice/notice.ts'
import { agentIn, arrivalOf, eventOf } from '../../support/kept-events.ts'
import { NOW, testOnStores } from '../../support/stores.ts'
import { startSyslogServer } from '../../support/syslog-server.ts'

function targetAt(port: number, name = 'siem'): ForwardTarget {
  return { name, to: { host: '127.0.0.1', port, tls: false }, format: 'text', severity: 'info' }
}

testOnStores('targets come, change and go with the configuration', async (store, context) => {
  const [one, other] = [await startSyslogServer(context), await startSyslogServer(context)]
  const [stop, counts] = [new AbortController(), new HubCounts()]
  const clock = { now: () => NOW * 1000, sleep: async () => setImmediate() }
  const agent = await agentIn(store)
  const parts = { store, clock, counts, tell: () => undefined }
  let targets: readonly ForwardTarget[] = [targetAt(one.port)]
  const done = forwardAll(() => targets, parts, stop.signal)
  const begun = async (names: number): Promise<void> => {
    while ((await store.ask(everyForwarding, null)).length < names) await setImmediate()
  }
  await begun(1)
  await store.keep(arrivalOf(agent, [eventOf(agent, 'a')]))
  await one.until(1)
  targets = [targetAt(other.port), targetAt(one.port, 'second')]
  await begun(2)
  await store.keep(arrivalOf(agent, [eventOf(agent, 'b')]))
  await Promise.all([one.until(2), other.until(1)])
  targets = []
  while ([...counts.forwarding.values()].some(({ isConnected }) => isConnected)) await setImmediate()
  stop.abort()
  await done
  assert.deepEqual([one.messages.length, other.messages.length], [2, 1])
})

testOnStores('what retention drops before it was sent is counted and told', async (store) => {
  const agent = await agentIn(store)
  const notices: Notice[] = []
  const parts = { store, tell: (told: Notice) => void notices.push(told) }
  await store.keep(arrivalOf(agent, [eventOf(agent, 'sent')]))
  await store.change(beginForwarding, 'siem')
  await store.change(beginForwarding, 'only-incidents')
  const events = ['old', 'older'].map((id, index) => eventOf(agent, id, { time: NOW - 100 - index }))
  await store.keep(arrivalOf(agent, [...events, eventOf(agent, 'new')]))
  const targets = [targetAt(1), { ...targetAt(1, 'only-incidents'), kinds: ['incident'] }, targetAt(1, 'unknown')]
  await tellMissed(targets, parts, NOW - 200)
  await tellMissed([], parts, NOW)
  assert.deepEqual(notices, [])
  await tellMissed(targets, parts, NOW)
  assert.deepEqual(
    notices.map(({ text }) => text),
    ['forward siem: retention dropped 2 events before that server got them.'],
  )
  const missed = (await store.ask(everyForwarding, null)).map((row) => [row.name, row.missed])
  assert.deepEqual(missed, [
    ['only-incidents', 0],
    ['siem', 2],
  ])
})
