import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Outcome } from '../../../../agent/receivers/delivery/outcome.ts'
import type { DeliveryState } from '../../../../agent/receivers/delivery/progress.ts'
import { transmit } from '../../../../agent/receivers/delivery/transmit-loop.ts'
import { accessTo } from '../../../support/api-access.ts'
import { startFakeApi } from '../../../support/fake-api.ts'
import { notedDivisions } from '../../../support/noted-divisions.ts'
import { plainReceiver } from '../../../support/plain-receiver.ts'
import { sealedClient } from '../../../support/sealed-client.ts'
import { later, Scene, START } from './transmit-scene.ts'

test('reports are sent oldest first, and one after another where one request is allowed', async () => {
  const { log, state, told } = await new Scene('ab').run()
  assert.deepEqual(log, ['send id-a', 'accepted a', 'send id-b', 'accepted b', 'idle'])
  assert.deepEqual(state, {
    accepted: 2,
    rejected: 0,
    tries: 2,
    lastSuccess: START,
    nextTry: undefined,
    problem: undefined,
  })
  assert.deepEqual(told, [])
})

test('a rejected report is moved with its reason and holds up no other', async () => {
  const { log, state } = await new Scene('ab', [{ result: 'rejected', reason: 'Too large.' }]).run()
  assert.deepEqual(log, ['send id-a', 'rejected a Too large.', 'send id-b', 'accepted b', 'idle'])
  assert.deepEqual([state?.accepted, state?.rejected, state?.lastError], [1, 1, { at: START, reason: 'Too large.' }])
})

test('a report that waits is tried again until it arrives, after growing waits', async () => {
  const scene = new Scene(
    'ab',
    Array.from({ length: 12 }, () => later('network')),
  )
  await scene.run()
  const sleeps = scene.log.filter((entry) => entry.startsWith('sleep')).map((entry) => Number(entry.slice(6)))
  assert.deepEqual(sleeps, [500, 1000, 2000, 4000, 8000, 16_000, 32_000, 64_000, 128_000, 150_000, 150_000, 150_000])
  assert.equal(scene.log.filter((entry) => entry === 'send id-a').length, 13)
  assert.deepEqual(scene.log.slice(-4), ['accepted a', 'send id-b', 'accepted b', 'idle'])
})

test('after an answer the waits begin at the shortest again', async () => {
  const rejected: Outcome = { result: 'rejected', reason: 'No.' }
  const scene = new Scene('abc', [
    later('receiver'),
    later('receiver'),
    { result: 'accepted' },
    later('receiver'),
    rejected,
    later('receiver'),
  ])
  await scene.run()
  assert.deepEqual(
    scene.log.filter((entry) => entry.startsWith('sleep')),
    ['sleep 500', 'sleep 1000', 'sleep 500', 'sleep 500'],
  )
})

test('they do so when the answer comes, not when its report has reached its place on the disk', async () => {
  const scene = new Scene('ab', [later('receiver'), later('receiver'), { result: 'accepted' }, later('receiver')])
  const synced = Promise.withResolvers<void>()
  scene.syncing = synced.promise
  scene.whenIdle = () => {
    synced.resolve()
    scene.stop.abort()
  }
  await scene.run()
  assert.deepEqual(
    scene.log.filter((entry) => entry.startsWith('sleep')),
    ['sleep 500', 'sleep 1000', 'sleep 500'],
  )
})

test('nothing is tried before the time that the receiver named', async () => {
  const { log, states } = await new Scene('a', [
    later('receiver', START + 90_000),
    later('receiver', START + 90_001),
  ]).run()
  assert.deepEqual(log, ['send id-a', 'sleep 90000', 'send id-a', 'sleep 1000', 'send id-a', 'accepted a', 'idle'])
  assert.equal(states[1]?.nextTry, START + 90_000)
})

test('an outage is told once when it begins and once when it ends, though its reason changes', async () => {
  const outage = [later('network'), later('receiver'), later('network'), later('receiver', START + 600_000)]
  const { told } = await new Scene('a', outage).run()
  assert.deepEqual(told, [
    {
      code: 'api_unreachable',
      severity: 'warning',
      text: 'Because of network. Reports wait in the spool and are tried again until they arrive.',
    },
    { code: 'api_reachable', severity: 'notice', text: 'The API is reachable again after 10 min; failed tries: 4.' },
  ])
})

test('the length of an outage is told in seconds, minutes and hours', async () => {
  for (const [length, words] of [
    [30_000, '30 s'],
    [7_199_999, '119 min'],
    [90_000_000, '25 h'],
  ] as const) {
    const { told } = await new Scene('a', [later('network', START + length)]).run()
    assert.match(told[1]?.text ?? '', new RegExp(` after ${words};`))
  }
})

test('a fault in the configuration is told once, as an error, and once more in the next outage', async () => {
  const fault = later('configuration')
  const scene = new Scene('ab', [fault, fault, fault, { result: 'accepted' }, fault])
  await scene.run()
  assert.deepEqual(scene.codes, ['api_refuses', 'api_reachable', 'api_refuses', 'api_reachable'])
  assert.equal(scene.told[0]?.severity, 'error')
})

test('the state names the problem, its reason and the next try, and no problem once it is over', async () => {
  const { states } = await new Scene('a', [later('configuration')]).run()
  const lastError = { at: START, reason: 'Because of configuration.' }
  assert.deepEqual(states, [
    { accepted: 0, rejected: 0, tries: 0 },
    { accepted: 0, rejected: 0, tries: 1, problem: 'configuration', lastError, nextTry: START + 500 },
    {
      accepted: 1,
      rejected: 0,
      tries: 2,
      problem: undefined,
      lastError,
      nextTry: undefined,
      lastSuccess: START + 500,
    },
  ])
})

test('trouble with the spool is told once and tried again', async () => {
  const scene = new Scene('')
  const error = Object.assign(new Error('EIO: i/o error, scandir'), { code: 'EIO' })
  scene.faults.push({ call: 'next', error }, { call: 'next', error: 'odd\n' })
  await scene.run()
  assert.deepEqual(scene.log, ['next fails', 'sleep 500', 'next fails', 'sleep 1000', 'idle'])
  assert.deepEqual(scene.codes, ['spool_unusable', 'spool_usable'])
  assert.match(scene.told[0]?.text ?? '', /^The spool cannot be used \(EIO\): EIO: i\/o error, scandir\. /)
  assert.equal(scene.states[1]?.problem, 'spool')
  assert.equal(scene.states[2]?.lastError?.reason, 'The spool cannot be used (no code): odd?.')
  assert.equal(scene.state?.problem, undefined)
})

test('a settled report that cannot be moved is only moved later, and not sent again', async () => {
  const scene = new Scene('ab', [{ result: 'accepted' }, { result: 'rejected', reason: 'No.' }])
  scene.faults.push({ call: 'accepted', error: new Error('EROFS') }, { call: 'rejected', error: new Error('EROFS') })
  await scene.run()
  assert.deepEqual(scene.log, [
    'send id-a',
    'accepted fails',
    'sleep 500',
    'accepted a',
    'send id-b',
    'rejected fails',
    'sleep 500',
    'rejected b No.',
    'idle',
  ])
})

test('a new report is sent when the waker wakes, not before', async () => {
  const scene = new Scene('')
  scene.whenIdle = () => {
    scene.whenIdle = () => scene.stop.abort()
    scene.waiting.push({ name: 'c', id: 'id-c', entries: [] })
  }
  await scene.run()
  assert.deepEqual(scene.log, ['idle', 'send id-c', 'accepted c', 'idle'])
})

test('a loop that is stopped before it begins sends nothing', async () => {
  const scene = new Scene('a')
  scene.stop.abort()
  assert.deepEqual((await scene.run()).log, [])
})

test('stopping gives up the request under way at once, tells nothing and keeps the report', async (t) => {
  const unexpected = (): never => assert.fail('must not happen')
  const server = await startFakeApi()
  server.otherwise = 'hang'
  const api = await sealedClient(accessTo(server.url, { timeout: 60_000 }), unexpected)
  t.after(() => api.close())
  t.after(() => server.close())
  const stop = new AbortController()
  const ONE = { name: 'a', id: 'a', entries: [] }
  const states: DeliveryState[] = []
  const running = transmit({
    queue: {
      divisions: notedDivisions(),
      next: async () => ONE,
      accepted: unexpected,
      rejected: unexpected,
      divided: unexpected,
      giveBack: () => undefined,
      postpone: unexpected,
    },
    receiver: plainReceiver((report, signal) => api.send(report, signal)),
    concurrency: 1,
    clock: { now: Date.now, sleep: unexpected },
    random: Math.random,
    tell: unexpected,
    waker: { wake: unexpected },
    onChange: (state) => states.push(state),
    signal: stop.signal,
  })
  await server.arrived(1)
  stop.abort()
  await running
  assert.deepEqual(states, [{ accepted: 0, rejected: 0, tries: 0 }])
})
