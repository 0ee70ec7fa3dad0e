import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgeSight } from '../../../hub/coverage/sight.ts'
import type { UnreadSource } from '../../../hub/enrolment/unread-sources.ts'
import type { DoubtfulAgent } from '../../../hub/store/ask/doubtful-agents.ts'

const SILENCE = 900
const DAY = 86_400

const LOGIN = { source: 'login', path: '/logs/login_log', problem: 'is not there' }
const EXIM = { source: 'exim', path: '/logs/exim_mainlog', problem: 'cannot be read' }
const ALL = { source: '*', path: '', problem: 'The collector does not run.' }

/** A host and a hub over time, which begins when the hub has listened for a day. */
class Scene {
  readonly told: string[] = []
  listening = -DAY
  #agent: DoubtfulAgent = { agent: 1, host: 'web1', heard: 0, status_at: 0, unread: null, unseen: [] }

  /** The agent tells what it does not see. */
  status(now: number, ...unread: readonly UnreadSource[]): this {
    const said = unread.length === 0 ? null : JSON.stringify(unread)
    this.#agent = { ...this.#agent, heard: now, status_at: now, unread: said }
    return this
  }

  report(now: number): this {
    this.#agent = { ...this.#agent, heard: now }
    return this
  }

  look(now: number): this {
    const judging = { now, silence: SILENCE, listening: this.listening }
    const { told, noted, forgotten } = judgeSight(this.#agent, judging)
    for (const { kind, fields } of told)
      this.told.push(`${now}: ${kind} ${fields['source'] ?? ''} since ${fields.since}`)
    const isOf = (one: { source: string; path: string }) => (other: { source: string; path: string }) =>
      one.source === other.source && one.path === other.path
    const kept = this.#agent.unseen.filter((row) => ![...noted, ...forgotten].some(isOf(row)))
    this.#agent = { ...this.#agent, unseen: [...kept, ...noted] }
    return this
  }

  get rows(): number {
    return this.#agent.unseen.length
  }
}

test('a host is silent when neither status nor report came for long enough, and heard with the next one', () => {
  const scene = new Scene().report(600).look(1499).look(1500).look(1520).report(2000).look(2010).look(2030)
  assert.deepEqual(scene.told, ['1500: host_silent  since 600', '2010: host_heard  since 600'])
})

test('after its own downtime the hub first listens for as long', () => {
  const scene = new Scene().report(0)
  scene.listening = 5000
  scene.look(5010).look(5899)
  assert.deepEqual(scene.told, [])
  assert.deepEqual(scene.look(5900).told, ['5900: host_silent  since 0'])
})

test('what was silent before the downtime stays so, and is told again by nobody', () => {
  const scene = new Scene().look(900)
  scene.listening = 5000
  scene.look(5010).look(6000)
  assert.deepEqual(scene.told, ['900: host_silent  since 0'])
  assert.deepEqual(scene.report(6010).look(6020).told.slice(1), ['6020: host_heard  since 0'])
})

test('a log that cannot be read for long enough is blind until it is read', () => {
  const scene = new Scene().status(100, LOGIN, EXIM).look(110).status(400, LOGIN).look(410)
  scene.status(700, LOGIN).look(710).status(990, LOGIN).look(1000).look(1020)
  assert.deepEqual(scene.told, ['1000: source_blind login since 100'])
  assert.deepEqual(scene.status(1300).look(1310).told.slice(1), ['1310: source_seen login since 100'])
})

test('where nothing is read, that is told once and not of each log', () => {
  const scene = new Scene()
  for (let now = 100; now <= 1300; now += 300) scene.status(now, ALL).look(now)
  assert.deepEqual(scene.told, ['1000: source_blind  since 100'])
  scene.status(1600).look(1600)
  assert.deepEqual(scene.told.slice(1), ['1600: source_seen  since 100'])
})

test('of a silent host nobody knows how its logs are: they are neither blind nor seen', () => {
  const scene = new Scene().status(0, LOGIN).look(10).look(900).look(2000)
  assert.deepEqual(scene.told, ['900: host_silent  since 0'])
  assert.deepEqual(scene.status(2010).look(2020).told.slice(1), ['2020: host_heard  since 0'])
})

test('an old status says nothing of the logs, whatever reports come', () => {
  const scene = new Scene().status(0, LOGIN).look(10)
  for (let now = 300; now < 5000; now += 300) scene.report(now).look(now)
  assert.deepEqual(scene.told, [])
})

test('what flaps is told ever later, a few times a day, and anew after a day without it', () => {
  const scene = new Scene()
  let now = 0
  for (; now < DAY; now += 60) {
    if (now % 1800 === 0) scene.report(now)
    scene.look(now)
  }
  assert.deepEqual(scene.told, ['900: host_silent  since 0', '1800: host_heard  since 0'])
  for (; now <= 2 * DAY; now += 60) scene.report(now).look(now)
  assert.equal(scene.rows, 0)
  assert.deepEqual(scene.look(2 * DAY + 900).told.slice(2), [`${2 * DAY + 900}: host_silent  since ${2 * DAY}`])
})

test('a log that flaps with long outages stays bounded, too', () => {
  const scene = new Scene()
  for (let now = 0; now < 2 * DAY; now += 300) scene.status(now, ...(now % 7200 < 3600 ? [LOGIN] : [])).look(now)
  assert.ok(scene.told.length <= 4, scene.told.join('\n'))
})

test('two hubs that judge the same tell the same events', () => {
  const agent = { agent: 1, host: 'web1', heard: 0, status_at: 0, unread: null, unseen: [] }
  const [one, other] = [1000, 1010].map((now) => judgeSight(agent, { now, silence: SILENCE, listening: -DAY }))
  assert.deepEqual(
    one?.told.map(({ kind, fields: { since } }) => [kind, since]),
    other?.told.map(({ kind, fields: { since } }) => [kind, since]),
  )
})
