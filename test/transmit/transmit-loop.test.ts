import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import type { Notice } from '../../agent/notice.ts'
import type { WaitingReport } from '../../agent/spool/outbox.ts'
import type { Outbox } from '../../agent/transmit/courier.ts'
import type { Later, Outcome } from '../../agent/transmit/outcome.ts'
import { createSpoorApi } from '../../agent/transmit/spoor-api.ts'
import type { DeliveryState } from '../../agent/transmit/progress.ts'
import { transmit } from '../../agent/transmit/transmit-loop.ts'
import { startFakeApi } from '../support/fake-api.ts'

const START = 1_700_000_000_000

/** The loop over an outbox in memory and a clock that a sleep puts forward; it ends when nothing waits any more. */
class Scene {
  readonly waiting: WaitingReport[]
  /** What happened, in order. */
  readonly log: string[] = []
  readonly told: Notice[] = []
  readonly states: DeliveryState[] = []
  readonly outcomes: Outcome[]
  /** Thrown by the outbox one after another, at the calls named. */
  readonly faults: { call: keyof Outbox; error: unknown }[] = []
  readonly stop = new AbortController()
  concurrency = 1
  /** Whether `answer` says what is answered, and when. */
  isHeld = false
  readonly answers = new Map<string, (outcome: Outcome) => void>()
  readonly underWay = new Set<string>()
  readonly returned: WaitingReport[] = []
  /** What was moved waits for it. */
  syncing: Promise<void> | undefined
  now = START
  whenIdle = (): void => this.stop.abort()
  /** Wakes the waker. */
  hint = (): void => undefined

  constructor(names: string, outcomes: readonly Outcome[] = []) {
    this.waiting = names.split('').map((name) => ({ name, id: `id-${name}`, entries: [] }))
    this.outcomes = [...outcomes]
  }

  async run(): Promise<this> {
    const move = (call: 'accepted' | 'rejected', { name }: Pick<WaitingReport, 'name'>, reason = ''): void => {
      this.fault(call)
      assert.ok(this.underWay.delete(name), `${name} is not under way`)
      this.log.push(`${call} ${name}${reason && ` ${reason}`}`)
    }
    await transmit({
      outbox: {
        next: async () => {
          this.fault('next')
          const report = this.returned.shift() ?? this.waiting.shift()
          if (report !== undefined) this.underWay.add(report.name)
          return report
        },
        accepted: async (report, moved) => {
          move('accepted', report)
          moved()
          await this.syncing
        },
        rejected: async (report, reason) => move('rejected', report, reason),
        giveBack: (report) => {
          assert.ok(this.underWay.delete(report.name))
          this.returned.push(report)
          this.returned.sort((a, b) => (a.name < b.name ? -1 : 1))
        },
        postpone: (report) => {
          assert.ok(this.underWay.delete(report.name))
          this.waiting.push(report)
        },
      },
      api: {
        send: async ({ id }) => {
          this.log.push(`send ${id}`)
          if (!this.isHeld) return this.outcomes.shift() ?? { result: 'accepted' }
          const answer = Promise.withResolvers<Outcome>()
          this.stop.signal.addEventListener('abort', () => answer.resolve(later('network')))
          this.answers.set(id, answer.resolve)
          return answer.promise
        },
      },
      concurrency: this.concurrency,
      clock: {
        now: () => this.now,
        sleep: async (milliseconds) => {
          this.log.push(`sleep ${milliseconds}`)
          this.now += milliseconds
        },
      },
      random: () => 0.5,
      tell: (notice) => this.told.push(notice),
      waker: {
        wake: async () => {
          this.log.push('idle')
          this.whenIdle()
          if (this.stop.signal.aborted || !this.isHeld) return
          const { promise, resolve } = Promise.withResolvers<void>()
          this.stop.signal.addEventListener('abort', () => resolve())
          this.hint = resolve
          await promise
        },
      },
      onChange: (state) => this.states.push(state),
      signal: this.stop.signal,
    })
    return this
  }

  /** Answers the request for a report, and lets all come of it that comes of it at once. */
  async answer(name: string, outcome: Outcome = { result: 'accepted' }): Promise<void> {
    this.answers.get(`id-${name}`)?.(outcome)
    this.answers.delete(`id-${name}`)
    await setImmediate()
  }

  /** The reports for which a request is under way. */
  get unanswered(): string {
    return [...this.answers.keys()].map((id) => id.slice(3)).join('')
  }

  get codes(): string[] {
    return this.told.map(({ code }) => code)
  }

  get state(): DeliveryState | undefined {
    return this.states.at(-1)
  }

  private fault(call: keyof Outbox): void {
    if (this.faults[0]?.call !== call) return
    this.log.push(`${call} fails`)
    throw this.faults.shift()?.error
  }
}

function later(cause: Later['cause'], notBefore?: number): Later {
  return { result: 'later', cause, reason: `Because of ${cause}.`, ...(notBefore !== undefined && { notBefore }) }
}

test('reports are sent the oldest first, and where one may be under way, one after another', async () => {
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

test('a rejected report is moved away with its reason, told, and holds up no other', async () => {
  const { log, state, told } = await new Scene('ab', [{ result: 'rejected', reason: 'Too large.' }]).run()
  assert.deepEqual(log, ['send id-a', 'rejected a Too large.', 'send id-b', 'accepted b', 'idle'])
  assert.deepEqual(
    told.map(({ severity, text }) => [severity, text]),
    [['error', 'a was moved to transmission_failed: Too large.']],
  )
  assert.deepEqual([state?.accepted, state?.rejected, state?.lastError], [1, 1, { at: START, reason: 'Too large.' }])
})

test('a report that has to wait is tried again until it arrives, after waits that grow', async () => {
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

test('an answer of the API sets the waits back to the shortest', async () => {
  const rejected: Outcome = { result: 'rejected', reason: 'No.' }
  const scene = new Scene('abc', [
    later('api'),
    later('api'),
    { result: 'accepted' },
    later('api'),
    rejected,
    later('api'),
  ])
  await scene.run()
  assert.deepEqual(
    scene.log.filter((entry) => entry.startsWith('sleep')),
    ['sleep 500', 'sleep 1000', 'sleep 500', 'sleep 500'],
  )
})

test('nothing is tried before the time the API named', async () => {
  const { log, states } = await new Scene('a', [later('api', START + 90_000), later('api', START + 90_001)]).run()
  assert.deepEqual(log, ['send id-a', 'sleep 90000', 'send id-a', 'sleep 1000', 'send id-a', 'accepted a', 'idle'])
  assert.equal(states[1]?.nextTry, START + 90_000)
})

test('an outage is told once when it begins and once when it ends, however it changes meanwhile', async () => {
  const outage = [later('network'), later('api'), later('network'), later('api', START + 600_000)]
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

test('an outage tells its length in seconds, minutes and hours', async () => {
  for (const [length, words] of [
    [30_000, '30 s'],
    [7_199_999, '119 min'],
    [90_000_000, '25 h'],
  ] as const) {
    const { told } = await new Scene('a', [later('network', START + length)]).run()
    assert.match(told[1]?.text ?? '', new RegExp(` after ${words};`))
  }
})

test('a fault of the configuration is an error told once, and the next outage is told anew', async () => {
  const fault = later('configuration')
  const scene = new Scene('ab', [fault, fault, fault, { result: 'accepted' }, fault])
  await scene.run()
  assert.deepEqual(scene.codes, ['api_refuses', 'api_reachable', 'api_refuses', 'api_reachable'])
  assert.equal(scene.told[0]?.severity, 'error')
})

test('the state names the problem, its reason and the next try, and forgets the problem when it is over', async () => {
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

test('a settled report that cannot be moved is not sent again, only moved', async () => {
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

test('a new report is sent after the waker, not before', async () => {
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

/** The loop with several requests under way, of which the first has been answered. */
async function several(names: string, concurrency: number = 4): Promise<{ scene: Scene; ended: Promise<Scene> }> {
  const scene = new Scene(names)
  Object.assign(scene, { concurrency, isHeld: true })
  scene.whenIdle = () => undefined
  const ended = scene.run()
  await setImmediate()
  return { scene, ended }
}

test('requests become more with each answer, up to the concurrency, and start in order', async () => {
  const { scene, ended } = await several('abcdefghij', 3)
  assert.equal(scene.unanswered, 'a')
  await scene.answer('a')
  assert.equal(scene.unanswered, 'bc')
  await scene.answer('c')
  assert.equal(scene.unanswered, 'bde')
  await scene.answer('d')
  assert.equal(scene.unanswered, 'bef')
  for (const name of 'efghij') await scene.answer(name)
  assert.equal(scene.unanswered, 'b')
  await scene.answer('b')
  scene.stop.abort()
  await ended
  const sent = scene.log.filter((entry) => entry.startsWith('send'))
  assert.equal(sent.map((entry) => entry.slice(-1)).join(''), 'abcdefghij')
  assert.deepEqual([scene.state?.accepted, scene.state?.tries], [10, 10])
})

test('after a failure one request goes out at a time, and after an answer more again', async () => {
  const { scene, ended } = await several('abcdefgh')
  for (const name of 'abc') await scene.answer(name)
  assert.equal(scene.unanswered, 'defg')
  for (const name of 'defg') await scene.answer(name, later('api'))
  assert.equal(scene.unanswered, 'd')
  await scene.answer('d', later('network'))
  assert.equal(scene.unanswered, 'd')
  await scene.answer('d')
  assert.equal(scene.unanswered, 'ef')
  await scene.answer('e')
  assert.equal(scene.unanswered, 'fgh')
  for (const name of 'fgh') await scene.answer(name)
  scene.stop.abort()
  await ended
  assert.deepEqual(scene.codes, ['api_unreachable', 'api_reachable'])
  // Those that went out together are one failure.
  assert.deepEqual(
    scene.log.filter((entry) => entry.startsWith('sleep')),
    ['sleep 500', 'sleep 1000'],
  )
  assert.equal(scene.state?.tries, 8 + 5)
})

test('an answer to a request from before the failure is counted, and is no end of the outage', async () => {
  const { scene, ended } = await several('abcd')
  await scene.answer('a')
  await scene.answer('b', later('api'))
  assert.equal(scene.unanswered, 'cb')
  await scene.answer('c')
  assert.deepEqual([scene.state?.accepted, scene.state?.problem, scene.unanswered], [2, 'api', 'b'])
  assert.deepEqual(scene.codes, ['api_unreachable'])
  await scene.answer('b')
  assert.deepEqual([scene.state?.accepted, scene.state?.problem, scene.unanswered], [3, undefined, 'd'])
  assert.deepEqual(scene.codes, ['api_unreachable', 'api_reachable'])
  scene.stop.abort()
  await ended
})

test('a time that the API names to one of several is kept, whichever answer brings it', async () => {
  const { scene, ended } = await several('abcde')
  await scene.answer('a')
  await scene.answer('b')
  assert.equal(scene.unanswered, 'cde')
  for (const [name, notBefore] of [
    ['c', 0],
    ['d', START + 60_000],
    ['e', START + 30_000],
  ] as const) {
    scene.answers.get(`id-${name}`)?.(later('api', notBefore))
  }
  scene.answers.clear()
  await setImmediate()
  assert.equal(scene.states.at(-1)?.nextTry, START + 60_000)
  assert.equal(scene.now, START + 60_000)
  assert.equal(scene.unanswered, 'c')
  scene.stop.abort()
  await ended
})

test('a request that hangs holds up no other, and no probe', async () => {
  const { scene, ended } = await several('abcdefghij')
  for (const name of 'abc') await scene.answer(name)
  assert.equal(scene.unanswered, 'defg')
  for (const name of 'efg') await scene.answer(name, later('network'))
  assert.equal(scene.unanswered, 'de')
  for (const name of 'efghij') await scene.answer(name)
  assert.deepEqual([scene.unanswered, scene.state?.accepted], ['d', 9])
  await scene.answer('d')
  scene.stop.abort()
  await ended
  assert.equal(scene.state?.accepted, 10)
})

test('a report whose request fails after many others were answered gives way to all that wait', async () => {
  for (const [others, probe] of [
    ['bcdefghijklmnopqr', 't'],
    ['bcdefghijklmnopq', '0'],
  ] as const) {
    const { scene, ended } = await several(`a0${others}st`, 2)
    for (const name of `a${others}`) await scene.answer(name)
    assert.equal(scene.unanswered, '0s')
    await scene.answer('0', later('network'))
    assert.equal(scene.unanswered, `s${probe}`)
    scene.stop.abort()
    await ended
  }
})

test('while moved reports wait for the disk others are sent, but not without end', async () => {
  const names = Array.from({ length: 100 }, (_, index) => String.fromCharCode(0x4e00 + index)).join('')
  const { scene, ended } = await several(names, 4)
  const sync = Promise.withResolvers<void>()
  scene.syncing = sync.promise
  for (const name of names.slice(0, 68)) await scene.answer(name)
  assert.deepEqual([scene.unanswered, scene.state?.accepted], ['', 0])
  sync.resolve()
  await setImmediate()
  assert.deepEqual([scene.unanswered, scene.state?.accepted], [names.slice(68, 72), 68])
  scene.stop.abort()
  await ended
})

test('at the end what was answered is moved, and the rest is given back', async () => {
  const { scene, ended } = await several('abcdef')
  await scene.answer('a')
  await scene.answer('b')
  assert.equal(scene.unanswered, 'cde')
  scene.answers.get('id-d')?.({ result: 'accepted' })
  scene.stop.abort()
  await ended
  assert.deepEqual(scene.log.slice(-1), ['accepted d'])
  assert.deepEqual(
    scene.returned.map(({ name }) => name),
    ['c', 'e'],
  )
  assert.deepEqual([scene.codes, scene.underWay.size], [[], 0])
})

test('what comes while a request is under way is sent at its side', async () => {
  const { scene, ended } = await several('ab')
  await scene.answer('a')
  assert.equal(scene.unanswered, 'b')
  scene.waiting.push({ name: 'c', id: 'id-c', entries: [] })
  scene.hint()
  await setImmediate()
  assert.equal(scene.unanswered, 'bc')
  scene.stop.abort()
  await ended
})

test(
  'stopping gives up the request in flight at once, tells nothing and keeps the report',
  { timeout: 5000 },
  async (t) => {
    const server = await startFakeApi()
    server.otherwise = 'hang'
    const api = await createSpoorApi({
      host: server.url,
      reportPath: '/api/reports',
      identifier: 'a',
      secret: 'b',
      timeout: 60_000,
      connections: 1,
      version: '0',
      hostname: 'host.example.com',
    })
    t.after(() => api.close())
    t.after(() => server.close())
    const stop = new AbortController()
    const ONE = { name: 'a', id: 'a', entries: [] }
    const unexpected = (): never => assert.fail('must not happen')
    const states: DeliveryState[] = []
    const running = transmit({
      outbox: {
        next: async () => ONE,
        accepted: unexpected,
        rejected: unexpected,
        giveBack: () => undefined,
        postpone: unexpected,
      },
      api,
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
  },
)
