import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { apiScene } from '../../support/api-scenario.ts'
import { agentIn, arrivalOf, eventOf } from '../../support/kept-events.ts'
import { incidentIn } from '../../support/kept-incidents.ts'
import { type RunningHub, runHub } from '../../support/running-hub.ts'
import { NOW, type TestedStore, testOnStores } from '../../support/stores.ts'

interface Scene {
  readonly hub: RunningHub
  readonly agent: number
  readonly authorization: string
  /** Opens a stream; `until` reads on until the text has that. */
  readonly open: (
    path?: string,
    lastEventId?: string,
  ) => Promise<{ readonly until: (part: string) => Promise<string>; readonly close: () => Promise<void> }>
}

/** A hub whose seconds pass at once. */
async function scene(store: TestedStore, context: TestContext): Promise<Scene> {
  const askers = await apiScene(store)
  let now = NOW * 1000
  const clock = {
    now: () => now,
    sleep: async (milliseconds: number) => {
      now += milliseconds
      await setImmediate()
    },
  }
  const hub = await runHub(store, context, { clock })
  const authorization = askers.viewer['authorization'] ?? ''
  const open: Scene['open'] = async (path = '/api/v1/stream', lastEventId = '') => {
    const headers = { authorization, 'last-event-id': lastEventId }
    const response = await fetch(`${hub.url}${path}`, { headers })
    assert.deepEqual([response.status, response.headers.get('content-type')], [200, 'text/event-stream'])
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    return {
      until: async (part) => {
        while (!text.includes(part)) {
          const piece = await reader?.read()
          if (piece === undefined || piece.done) throw new Error(`the stream ended after ${text}`)
          text += piece.value
        }
        return text
      },
      close: async () => reader?.cancel(),
    }
  }
  return { hub, agent: await agentIn(store, 'web3.example.com'), authorization, open }
}

testOnStores('a stream tells events as they come, whole arrivals in their order', async (store, context) => {
  const { agent, open } = await scene(store, context)
  const stream = await open()
  await stream.until('id: 2\n\n')
  await store.keep(arrivalOf(agent, [eventOf(agent, 'b', { time: NOW + 1 }), eventOf(agent, 'a')]))
  await store.keep(arrivalOf(agent, [eventOf(agent, 'c', { mailbox: 'x\r\ny@example.com' })]))
  const text = await stream.until('.c"')
  await stream.close()
  const frames = text.split('\n\n').filter((frame) => frame.includes('data: '))
  assert.deepEqual(
    frames.map((frame) => [/^id: (\d+)$/m.exec(frame)?.[1], /"id":"\d+\.(\w+)"/.exec(frame)?.[1]]),
    [
      [undefined, 'a'],
      ['3', 'b'],
      ['4', 'c'],
    ],
  )
  assert.ok(!text.includes('.login'), 'what came before is not told')
  assert.ok(!text.includes('\r'), 'nobody who names a mailbox writes lines of the stream')
})

testOnStores(
  'a stream tells only what has the text, and lies in the time, that was asked for',
  async (store, context) => {
    const { agent, open } = await scene(store, context)
    const stream = await open(`/api/v1/stream?q=ANN&from=${NOW}&until=${NOW + 60}`)
    await stream.until('id: 2\n\n')
    await store.keep(
      arrivalOf(agent, [
        eventOf(agent, 'early', { time: NOW - 1 }),
        eventOf(agent, 'late', { time: NOW + 60 }),
        eventOf(agent, 'other', { mailbox: 'bob@example.com' }),
        eventOf(agent, 'fits', { time: NOW + 59 }),
      ]),
    )
    const text = await stream.until('.fits"')
    await stream.close()
    assert.doesNotMatch(text, /\.(?:early|late|other)"/)
  },
)

testOnStores('a stream tells only the ways in, networks and recipients that were asked for', async (store, context) => {
  const { agent, open } = await scene(store, context)
  const path = '/api/v1/stream?service=imap,smtp&network=192.0.2.0/24&not_recipient=thief@example.net'
  const stream = await open(path)
  await stream.until('id: 2\n\n')
  const fields = '{"service":"imap","forward_recipient":"Thief@example.net"}'
  await store.keep(
    arrivalOf(agent, [
      eventOf(agent, 'none'),
      eventOf(agent, 'way', { fields: '{"service":"ssh"}' }),
      eventOf(agent, 'net', { fields: '{"service":"imap"}', ip: '198.51.100.7' }),
      eventOf(agent, 'forward', { fields }),
      eventOf(agent, 'zfits', { fields: '{"service":"smtp"}' }),
    ]),
  )
  const text = await stream.until('.zfits"')
  await stream.close()
  assert.doesNotMatch(text, /\.(?:none|way|net|forward)"/)
})

testOnStores('Last-Event-ID continues after that arrival, with the same filter', async (store, context) => {
  const { agent, open } = await scene(store, context)
  await store.keep(arrivalOf(agent, [eventOf(agent, 'a'), eventOf(agent, 'b', { ip: '198.51.100.4' })]))
  const stream = await open('/api/v1/stream?ip=198.51.100.4', '1')
  const text = await stream.until('.b"')
  await stream.close()
  assert.ok(!text.includes('.a"'))
  const restored = await open('/api/v1/stream', '999')
  assert.match(await restored.until('id: '), /^retry: 3000\nid: 3\n\n/)
  await restored.close()
})

testOnStores('a quiet stream is kept open by comments, and ends after a quarter of an hour', async (store, context) => {
  const { open } = await scene(store, context)
  const stream = await open()
  await assert.rejects(stream.until('never'), ({ message }: Error) => {
    const comments = [...message.matchAll(/^: nothing new\nid: 2$/gm)]
    assert.equal(comments.length, 59)
    return true
  })
})

testOnStores('who was away for very long is told what was missed', async (store, context) => {
  const { agent, open } = await scene(store, context)
  await store.change(
    {
      name: 'jump',
      run: async (kysely) => {
        await kysely.updateTable('counter').set({ value: 20_000 }).where('name', '=', 'arrival').execute()
      },
    },
    null,
  )
  await store.keep(arrivalOf(agent, [eventOf(agent, 'late')]))
  const stream = await open('/api/v1/stream', '1')
  const text = await stream.until('.late"')
  await stream.close()
  assert.match(text, /event: missed\nid: 10001\ndata: \{"after":1,"up_to":10001\}\n\n/)
})

testOnStores(
  'a stream ends when the hub stops; HEAD opens none, and what is no number is refused',
  async (store, context) => {
    const { hub, authorization, open } = await scene(store, context)
    const head = await hub.ask('/api/v1/stream', { method: 'HEAD', headers: { authorization } })
    assert.deepEqual([head.status, head.text], [200, ''])
    const wrong = await hub.ask('/api/v1/stream', { headers: { authorization, 'last-event-id': '-1' } })
    assert.equal(wrong.status, 400)
    const stream = await open()
    await stream.until('id: 2')
    await hub.server.close()
    await assert.rejects(stream.until('never'))
  },
)

testOnStores('a stream in ECS has the same documents as an export', async (store, context) => {
  const { agent, open } = await scene(store, context)
  const stream = await open('/api/v1/stream?format=ecs')
  await stream.until('id: 2\n\n')
  await store.keep(arrivalOf(agent, [eventOf(agent, 'a')]))
  assert.match(await stream.until('"message"'), /data: \{"@timestamp":"2026-11-20T08:00:00\.000Z","ecs":/)
  await stream.close()
})

testOnStores('who wants them is told incidents that are new or changed, beside the events', async (store, context) => {
  const { agent, open } = await scene(store, context)
  const before = await incidentIn(store, { incident: { subject: 'old@example.com' } })
  const [both, only] = [await open('/api/v1/stream?tell=both'), await open('/api/v1/stream?tell=incidents')]
  const usual = await open()
  for (const stream of [both, only, usual]) await stream.until('id: 2\n\n')
  const id = await incidentIn(store, { incident: { updated: NOW + 1, sentence: 'It began.\n\nevent: x' } })
  await store.keep(arrivalOf(agent, [eventOf(agent, 'a')]))
  assert.match(await only.until('It began'), new RegExp(`event: incident\ndata: {"id":${id},`))
  await both.until('It began')
  const texts = [await both.until('.a"'), await usual.until('.a"'), await only.until('nothing new')]
  for (const stream of [both, only, usual]) await stream.close()
  assert.deepEqual(
    texts.map((text) => [text.includes('.a"'), text.includes('event: incident')]),
    [
      [true, true],
      [true, false],
      [false, true],
    ],
  )
  for (const text of texts) assert.ok(!text.includes(`"id":${before},`) && !text.includes('\nevent: x'))
})
