import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { assessEvent, type NewAssessment } from '../../../hub/store/change/assess-event.ts'
import type { Store } from '../../../hub/store/store.ts'
import type { Clock } from '../../../lib/system/clock.ts'
import { apiScene } from '../../support/api-scenario.ts'
import { agentIn, arrivalOf, eventOf } from '../../support/kept-events.ts'
import { runHub } from '../../support/running-hub.ts'
import { NOW, testOnStores } from '../../support/stores.ts'

const STREAMS = 100

/** A clock that stands until it ticks, which wakes all who sleep. */
class TickingClock implements Pick<Clock, 'now' | 'sleep'> {
  readonly #sleepers: (() => void)[] = []
  #now = NOW * 1000

  get sleeping(): number {
    return this.#sleepers.length
  }

  now(): number {
    return this.#now
  }

  sleep(_: number, signal?: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    signal?.addEventListener('abort', () => resolve(), { once: true })
    this.#sleepers.push(resolve)
    return promise
  }

  /** A second passes; resolves once so many sleep again. */
  async tick(sleepers: number): Promise<void> {
    this.#now += 1000
    for (const wake of this.#sleepers.splice(0)) wake()
    while (this.sleeping < sleepers) await setImmediate()
  }
}

/** A store that counts what it is asked, by name, and the rows of the largest answer. */
function counting(store: Store): { readonly store: Store; readonly asked: Map<string, number>; most: number } {
  const counted = { asked: new Map<string, number>(), most: 0 }
  return Object.assign(counted, {
    store: {
      ask: async (question, input) => {
        counted.asked.set(question.name, (counted.asked.get(question.name) ?? 0) + 1)
        const answer = await store.ask(question, input)
        if (Array.isArray(answer)) counted.most = Math.max(counted.most, answer.length)
        return answer
      },
      change: (change, input) => store.change(change, input),
      keep: (arrival) => store.keep(arrival),
      scrub: () => store.scrub(),
      close: async () => undefined,
    } satisfies Store,
  })
}

function assessmentOf(id: string): NewAssessment {
  return { event_id: id, event_time: NOW, value: 'confirmed_malicious', who: 'ann', at: NOW, address: '' }
}

/** A hub with open streams, of which each filters in another way. */
async function watched(store: Store, context: TestContext, paths: readonly string[]) {
  const askers = await apiScene(store)
  const [clock, counted] = [new TickingClock(), counting(store)]
  const stop = new AbortController()
  // Before the hub ends, which would wait for them.
  context.after(() => stop.abort())
  const hub = await runHub(counted.store, context, { clock })
  const headers = { authorization: askers.viewer['authorization'] ?? '' }
  const streams = await Promise.all(
    paths.map(async (path) => {
      const response = await fetch(`${hub.url}/api/v1/stream?${path}`, { headers, signal: stop.signal })
      assert.equal(response.status, 200)
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
      let text = ''
      return async (part: string): Promise<string> => {
        while (!text.includes(part)) text += (await reader?.read())?.value ?? assert.fail(`it ended: ${text}`)
        return text
      }
    }),
  )
  while (clock.sleeping < paths.length) await setImmediate()
  return { clock, counted, streams, agent: await agentIn(store, 'web3.example.com') }
}

testOnStores('a hundred streams ask the store as often as one, whatever each filters for', async (store, context) => {
  const paths = Array.from({ length: STREAMS }, (_, number) =>
    number % 2 === 0 ? 'mailbox=ann%40example.com' : `not_mailbox=user${number}%40example.com&min_severity=info`,
  )
  const { clock, counted, streams, agent } = await watched(store, context, paths)
  for (const name of ['a', 'b', 'c']) {
    await store.keep(arrivalOf(agent, [eventOf(agent, name), eventOf(agent, `${name}2`)]))
    counted.asked.clear()
    await clock.tick(STREAMS)
    await Promise.all(streams.map((until) => until(`.${name}2"`)))
    assert.deepEqual(Object.fromEntries(counted.asked), { 'newest-arrival': 1, 'arrived-events': 1, 'hosts-of': 1 })
  }
})

testOnStores(
  'a stream takes large reports piece by piece, and tells their end once it is there',
  async (store, context) => {
    const { clock, counted, streams, agent } = await watched(store, context, [
      '',
      'kind=login',
      'mailbox=bob%40example.com',
    ])
    const mailbox = (number: number): string => (number === 0 ? 'bob@example.com' : 'ann@example.com')
    const events = Array.from({ length: 1001 }, (_, number) =>
      eventOf(agent, `large-${String(number).padStart(4, '0')}`, { mailbox: mailbox(number) }),
    )
    const { arrival } = await store.keep(arrivalOf(agent, events))
    await store.keep(arrivalOf(agent, [eventOf(agent, 'end', { mailbox: 'bob@example.com' })]))
    const [, ...texts] = await Promise.all([clock.tick(streams.length), ...streams.map((until) => until('.end"'))])
    for (const [index, text] of texts.entries()) {
      const ids = [...text.matchAll(/"id":"\d+\.(large-\d+)"/g)].map(([, id]) => id)
      assert.equal(ids.length, index < 2 ? events.length : 1)
      assert.equal(new Set(ids).size, ids.length)
      if (index < 2) assert.match(text, new RegExp(`\\nid: ${arrival}\\ndata: {"id":"\\d+\\.large-1000"`))
      assert.equal(text.match(new RegExp(`^id: ${arrival}$`, 'gm'))?.length ?? 0, index < 2 ? 1 : 0)
    }
    assert.ok(counted.most <= 201, `${counted.most} rows at once`)
  },
)

testOnStores('a stream by what people said of events tells only those', async (store, context) => {
  const { clock, streams, agent } = await watched(store, context, [
    'assessed=no',
    'assessed=yes&mailbox=x',
    'assessed=yes',
  ])
  const [unseen, , seen] = streams
  await store.keep(arrivalOf(agent, [eventOf(agent, 'plain'), eventOf(agent, 'judged')]))
  await store.change(assessEvent, assessmentOf('judged'))
  await store.keep(arrivalOf(agent, [eventOf(agent, 'last')]))
  await store.change(assessEvent, assessmentOf('last'))
  await clock.tick(streams.length)
  assert.doesNotMatch((await seen?.('.last"')) ?? '', /plain/)
  await store.keep(arrivalOf(agent, [eventOf(agent, 'after')]))
  await clock.tick(streams.length)
  const text = (await unseen?.('.after"')) ?? ''
  assert.match(text, /\.plain"/)
  assert.doesNotMatch(text, /judged|last/)
})
