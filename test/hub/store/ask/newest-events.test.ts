import assert from 'node:assert/strict'
import { newestEvents } from '../../../../hub/store/ask/newest-events.ts'
import { type EventFilter, newestFirst } from '../../../../hub/store/event-filter.ts'
import { agentIn, arrivalOf, eventOf } from '../../../support/kept-events.ts'
import { NOW, testOnStores } from '../../../support/stores.ts'

const HOUR = 3600

/** More than are looked through, of ten days: a busy host has few of kind 0, and all others have many. */
const EVENTS = 18_000

testOnStores('the newest events of a host and of kinds are found, however rare they are there', async (store) => {
  const busy = await agentIn(store, 'busy.example.com')
  const other = await agentIn(store, 'other.example.com')
  const events = Array.from({ length: EVENTS }, (_, index) => {
    const agent = index % 3 === 0 ? busy : other
    const kind = agent === other || index % 2001 === 0 ? 0 : index % 1000 === 999 ? 11 : 1
    const severity = kind === 11 ? 3 : 0
    return eventOf(agent, `e${index}`, { kind, severity, time: NOW - Math.floor((index * 240 * HOUR) / EVENTS) })
  })
  for (let first = 0; first < EVENTS; first += 6000)
    await store.keep(arrivalOf(busy, events.slice(first, first + 6000)))
  const fitting = ({ agent, kinds, minSeverity = 0, from = 0, until = Infinity }: EventFilter): readonly string[] =>
    events
      .filter((event) => agent === undefined || event.agent === agent)
      .filter((event) => kinds === undefined || kinds.includes(event.kind))
      .filter(({ severity, time }) => severity >= minSeverity && time >= from && time < until)
      .sort(newestFirst)
      .map(({ id }) => id)
  const asked: readonly EventFilter[] = [
    { agent: busy, kinds: [0] },
    { agent: busy, kinds: [0, 11] },
    { agent: busy, kinds: [11] },
    { agent: busy, kinds: [40] },
    { agent: busy, kinds: [0], from: NOW - 100 * HOUR + 7, until: NOW - 30 * HOUR - 9 },
    { agent: busy, kinds: [1], minSeverity: 3 },
    { agent: busy, minSeverity: 1 },
    { kinds: [0, 11], minSeverity: 3 },
    { minSeverity: 3, from: NOW - 100 * HOUR },
  ]
  for (const filter of asked) {
    const found: string[] = []
    for (let before: { time: number; id: string } | undefined; ;) {
      const page = await store.ask(newestEvents, { ...filter, limit: 3, ...(before !== undefined && { before }) })
      found.push(...page.map(({ id }) => id))
      before = page.at(-1)
      if (page.length < 3) break
    }
    assert.deepEqual(found, fitting(filter), JSON.stringify(filter))
  }
})
