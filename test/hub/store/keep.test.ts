import assert from 'node:assert/strict'
import { countsByHour } from '../../../hub/store/ask/counts-by-hour.ts'
import { doubtfulAgents } from '../../../hub/store/ask/doubtful-agents.ts'
import { everyAgent } from '../../../hub/store/ask/every-agent.ts'
import { newestEvents } from '../../../hub/store/ask/newest-events.ts'
import { quarantinedEntries } from '../../../hub/store/ask/quarantined-entries.ts'
import { renameAgent } from '../../../hub/store/change/rename-agent.ts'
import { kindNumber } from '../../../hub/store/number-words.ts'
import { MOST_AN_HOUR } from '../../../hub/store/set-aside.ts'
import { agentIn, arrivalOf as arrival, eventOf as event } from '../../support/kept-events.ts'
import { BY } from '../../support/people.ts'
import { NOW, type TestedStore, testOnStores } from '../../support/stores.ts'

const DAY = 86_400

async function idsIn(store: TestedStore): Promise<string[]> {
  return (await store.ask(newestEvents, { limit: 1000 })).map(({ id }) => id)
}

testOnStores('an event is kept once, however often it comes', async (store) => {
  const agent = await agentIn(store)
  const first = await store.keep(arrival(agent, [event(agent, 'a'), event(agent, 'b'), event(agent, 'a')]))
  assert.deepEqual(first.isNew, [true, true, false])
  const [second, third] = await Promise.all([
    store.keep(arrival(agent, [event(agent, 'b'), event(agent, 'c')])),
    store.keep(arrival(agent, [event(agent, 'c'), event(agent, 'd')])),
  ])
  assert.deepEqual([second.isNew, third.isNew].flat().filter(Boolean).length, 2)
  assert.deepEqual((await idsIn(store)).toSorted(), ['a', 'b', 'c', 'd'])
})

testOnStores('the same id with another time is one event: its zone or its year was mended', async (store) => {
  const agent = await agentIn(store)
  await store.keep(arrival(agent, [event(agent, 'a')]))
  for (const shift of [3600, -5 * 3600, 14 * 3600, -26 * 3600, 365 * DAY, -366 * DAY]) {
    const { isNew } = await store.keep(arrival(agent, [event(agent, 'a', { time: NOW + shift })]))
    assert.deepEqual(isNew, [false], `shifted by ${shift} s`)
  }
  assert.deepEqual(await idsIn(store), ['a'])
})

testOnStores('an agent that takes the ids of another keeps none of its events out', async (store) => {
  const [liar, agent] = [await agentIn(store, 'web1.example.com'), await agentIn(store, 'web2.example.com')]
  const gap = { kind: kindNumber('log_gap') }
  const own = [
    event(agent, 'same time'),
    event(agent, 'other day', { time: NOW - DAY }),
    event(agent, 'other year', { time: NOW - 365 * DAY }),
    event(agent, 'of the far future', { time: NOW + 300 * DAY }),
    event(agent, 'gap', gap),
    event(agent, 'at once'),
  ]
  const lies = own.slice(0, -1).map(({ id, time }) => event(liar, id, { time: time < NOW ? NOW : time, ...gap }))
  await store.keep(arrival(liar, lies))
  const [, first] = await Promise.all([
    store.keep(arrival(liar, [event(liar, 'at once'), event(liar, 'of web1')])),
    store.keep(arrival(agent, [...own, event(agent, 'at once')])),
  ])
  assert.deepEqual(first.isNew, [...own.map(() => true), false])
  await store.change(renameAgent, { from: 'web2.example.com', to: 'web3.example.com', now: NOW, by: BY })
  const shifted = own.map((each) => ({ ...each, time: each.time + 3600 }))
  for (const again of [own, shifted, [event(agent, 'gap', { ...gap, time: NOW + 40 * DAY })]])
    assert.deepEqual(
      (await store.keep(arrival(agent, again))).isNew,
      again.map(() => false),
    )
  assert.deepEqual((await store.keep(arrival(liar, lies))).isNew.filter(Boolean), [])
  const kept = await store.ask(newestEvents, { limit: 100 })
  assert.equal(kept.filter((each) => each.agent === agent).length, own.length)
  assert.equal(new Set(kept.map(({ id }) => id)).size, own.length * 2 + 1, 'what names an event names one')
})

testOnStores('a gap is one event at any later time', async (store) => {
  const agent = await agentIn(store)
  const kind = kindNumber('log_gap')
  await store.keep(arrival(agent, [event(agent, 'gap', { kind })]))
  const { isNew } = await store.keep(
    arrival(agent, [event(agent, 'gap', { kind, time: NOW + 40 * DAY }), event(agent, 'x')]),
  )
  assert.deepEqual(isNew, [false, true])
})

testOnStores('events of a wrong clock are kept, and found again once their day has come', async (store) => {
  const agent = await agentIn(store)
  const times = [NOW + 400 * DAY, NOW + 5 * DAY, NOW - 80 * DAY, NOW]
  await store.keep(
    arrival(
      agent,
      times.map((time, index) => event(agent, `e${index}`, { time })),
    ),
  )
  assert.deepEqual(await idsIn(store), ['e0', 'e1', 'e3', 'e2'])
  const later = { ...arrival(agent, [event(agent, 'later', { time: NOW + 5 * DAY + 1 })]), received: NOW + 5 * DAY }
  await store.keep(later)
  assert.deepEqual(await idsIn(store), ['e0', 'later', 'e1', 'e3', 'e2'])
  assert.deepEqual((await store.keep({ ...later, events: [event(agent, 'e1', { time: NOW + 5 * DAY })] })).isNew, [
    false,
  ])
})

testOnStores('retention drops whole days, and nothing else', async (store) => {
  const agent = await agentIn(store)
  await store.keep(
    arrival(
      agent,
      [0, 1, 2, 3].map((days) => event(agent, `e${days}`, { time: NOW - days * DAY })),
    ),
  )
  assert.equal(await store.dropBefore(NOW - (NOW % DAY) - DAY), 2)
  assert.deepEqual(await idsIn(store), ['e0', 'e1'])
  await store.keep(arrival(agent, [event(agent, 'after')]))
  assert.deepEqual((await idsIn(store)).length, 3)
})

testOnStores('later commits have higher numbers', async (store) => {
  const agent = await agentIn(store)
  const kept = []
  for (const id of ['a', 'b', 'c']) kept.push(await store.keep(arrival(agent, [event(agent, id)])))
  const numbers = kept.map((each) => each.arrival)
  assert.deepEqual(
    numbers,
    numbers.toSorted((a, b) => a - b),
  )
  assert.equal(new Set(numbers).size, 3)
})

testOnStores('what goes with dropped days goes with them', async (store) => {
  const agent = await agentIn(store)
  const old = NOW - 5 * DAY
  const quarantined = [{ reason: 'invalid', detail: 'It has no time.', entry: '{}' }] as const
  const gap = event(agent, 'gap', { kind: kindNumber('log_gap'), time: old })
  await store.keep(arrival(agent, [gap, event(agent, 'new')], { received: old, quarantined }))
  await store.dropBefore(NOW - (NOW % DAY) - DAY)
  const counts = await store.ask(countsByHour, { from: 0, until: NOW + DAY })
  assert.deepEqual(counts, [{ hour: NOW - (NOW % 3600), kind: kindNumber('login'), count: 1 }])
})

testOnStores('a report may have any number of gaps and of entries in quarantine', async (store) => {
  const agent = await agentIn(store)
  const kind = kindNumber('log_gap')
  const gaps = Array.from({ length: 20_000 }, (_, index) => event(agent, `gap ${index}`, { kind, time: NOW - index }))
  const entry = { reason: 'invalid', detail: 'It has no time.' } as const
  const quarantined = Array.from({ length: 20_000 }, (_, index) => ({ ...entry, entry: `{"a":${index}}` }))
  const { isNew } = await store.keep(arrival(agent, gaps, { quarantined }))
  assert.equal(isNew.filter(Boolean).length, 20_000)
})

testOnStores('what the hub tells of a host is kept once, and is no sign of life of its agent', async (store) => {
  const agent = await agentIn(store)
  const told = [event(agent, '~told', { kind: kindNumber('host_silent'), time: NOW + 900, mailbox: null, ip: null })]
  const own = arrival(agent, [], { received: NOW + 900, told, isOwn: true })
  await store.keep(own)
  await store.keep({ ...own, received: NOW + 960 })
  assert.deepEqual(await idsIn(store), ['~told'])
  const [silent] = await store.ask(doubtfulAgents, { since: NOW + 1, now: NOW + 900 })
  assert.equal(silent?.heard, NOW)
  const [listed] = await store.ask(everyAgent, { now: NOW + 900 })
  assert.deepEqual([listed?.reports, listed?.reported, listed?.last_event], [0, null, null])
})

testOnStores('with a report the hub can tell something, which the agent hears nothing of', async (store) => {
  const agent = await agentIn(store)
  const told = [event(agent, '~told', { kind: kindNumber('foreign_host'), time: NOW + 60 })]
  const { isNew } = await store.keep(arrival(agent, [event(agent, 'a')], { told }))
  assert.deepEqual(isNew, [true])
  assert.deepEqual((await idsIn(store)).toSorted(), ['a', '~told'])
  const [listed] = await store.ask(everyAgent, { now: NOW })
  assert.deepEqual([listed?.reports, listed?.last_event], [1, NOW])
})

testOnStores('an entry that comes again is in quarantine once, and takes no room', async (store) => {
  const [one, other] = [await agentIn(store), await agentIn(store, 'web2.example.com')]
  const bad = (entry: string) => ({ reason: 'invalid', detail: 'It has no time.', entry }) as const
  const quarantined = [bad('{"a":1}'), bad('{"b":1}'), bad('{"a":1}')]
  for (const agent of [one, one, other]) await store.keep(arrival(agent, [], { quarantined }))
  await Promise.all([1, 2].map(() => store.keep(arrival(one, [], { quarantined, received: NOW + 3600 }))))
  const entries = async (agent: number): Promise<readonly string[]> =>
    (await store.ask(quarantinedEntries, { agent, limit: 10 })).map(({ entry }) => entry)
  for (const agent of [one, other]) assert.deepEqual(await entries(agent), ['{"b":1}', '{"a":1}'])
  await store.keep(arrival(one, [], { quarantined, received: NOW + 86_400 }))
  assert.equal((await entries(one)).length, 4, 'that late it is told anew')
  assert.equal((await store.ask(everyAgent, { now: NOW }))[0]?.left_out, 0)
})

testOnStores(
  'an agent fills quarantine only up to its share of an hour; beyond it entries are counted',
  async (store) => {
    const [loud, other] = [await agentIn(store, 'web1.example.com'), await agentIn(store, 'web2.example.com')]
    let made = 0
    const bad = (count: number, at = NOW) => {
      const quarantined = Array.from({ length: count }, () => {
        made += 1
        return { reason: 'invalid', detail: 'It has no time.', entry: `${made}` } as const
      })
      return { quarantined, received: at }
    }
    const counts = async (): Promise<unknown> => {
      const entries = await store.ask(quarantinedEntries, { limit: 10_000 })
      const agents = await store.ask(everyAgent, { now: NOW })
      return agents.map(({ id, left_out: leftOut }) => [entries.filter(({ agent }) => agent === id).length, leftOut])
    }
    await store.keep(arrival(loud, [event(loud, 'a')], bad(MOST_AN_HOUR - 1)))
    assert.deepEqual(await counts(), [
      [MOST_AN_HOUR - 1, 0],
      [0, 0],
    ])
    await Promise.all([
      store.keep(arrival(loud, [event(loud, 'b')], bad(5000))),
      store.keep(arrival(other, [], bad(3))),
      store.keep(arrival(loud, [event(loud, 'c')], bad(7))),
    ])
    assert.deepEqual(await counts(), [
      [MOST_AN_HOUR, 5006],
      [3, 0],
    ])
    assert.deepEqual((await idsIn(store)).toSorted(), ['a', 'b', 'c'])
    await store.keep(arrival(loud, [], bad(300, NOW + 3600)))
    assert.deepEqual(await counts(), [
      [2 * MOST_AN_HOUR, 5056],
      [3, 0],
    ])
  },
)
