import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EventOf } from '../../../lib/event/event.ts'
import type { Rule } from '../../../lib/rules/rule.ts'
import { Rules, type RulesOptions } from '../../../lib/rules/rules.ts'
import { burst } from '../../support/burst-rule.ts'
import { eventOf } from '../../support/events.ts'

const OPTIONS: RulesOptions = { identity: 'host.example.com', settle: 10 }

type Failure = EventOf<'login_failed'>

function failure(ip: string, time: number): Failure {
  const untold = { service: null, login_fault: null, attempts: null }
  return { type: 'login_failed', time, context: 'mailbox', ip, mailbox_address: 'info@example.com', ...untold }
}

function lockout(ip: string, time: number): EventOf<'login_locked_out'> {
  const { type: _, login_fault: _fault, attempts: _attempts, ...who } = failure(ip, time)
  return { type: 'login_locked_out', ...who }
}

/** Passes events to the rules, each with an id of its own; returns the ids of what they say at once. */
function pass(rules: Rules, events: readonly Failure[]): string[] {
  return events.flatMap((event, index) => rules.hear({ event, id: `${event.ip} ${event.time} ${index}` })).map(idOf)
}

function idOf({ id }: { readonly id: string }): string {
  return id
}

/** The ids of all that rules say of some events. */
function ids(rules: Rules, events: readonly Failure[]): string[] {
  return [...pass(rules, events), ...rules.tick(Infinity).map(idOf)]
}

function keysIn(rules: Rules): string[] {
  return rules.save().rules['burst']?.keys.map(({ key }) => key) ?? []
}

test('a rule receives the kinds that it names, with a separate state for each key', () => {
  const rules = new Rules([burst], OPTIONS)
  assert.deepEqual([rules.hears('login_failed'), rules.hears('login'), rules.isEmpty], [true, false, false])
  const mixed = ['192.0.2.1', '192.0.2.2', '192.0.2.1', '192.0.2.2'].map((ip) => failure(ip, 60))
  pass(rules, mixed)
  assert.deepEqual(rules.tick(70), [])
  pass(rules, [failure('192.0.2.1', 61)])
  rules.hear({ event: eventOf('login', { ip: '192.0.2.2', time: 61 }), id: 'login' })
  assert.equal(rules.tick(71).length, 1)
})

test('a conclusion has the same id in whatever order events arrive, and another one on another host or in another window', () => {
  const times = [60, 119, 61, 90, 121, 125, 130]
  const events = times.map((time) => failure('192.0.2.1', time))
  const forwards = ids(new Rules([burst], OPTIONS), events)
  const backwards = ids(new Rules([burst], OPTIONS), events.toReversed())
  assert.deepEqual(forwards, backwards)
  assert.equal(new Set(forwards).size, 2)
  const other = ids(new Rules([burst], { ...OPTIONS, identity: 'other.example.com' }), events)
  assert.ok(!other.some((id) => forwards.includes(id)))
})

test('an event is heard once logs are read up to `settle` seconds after it, and nothing is due before or without one', () => {
  const rules = new Rules([burst], OPTIONS)
  assert.equal(rules.due, undefined)
  pass(rules, [failure('192.0.2.1', 63), failure('192.0.2.1', 62), failure('192.0.2.1', 61)])
  assert.equal(rules.due, 71)
  assert.deepEqual(rules.tick(72), [])
  assert.equal(rules.due, 73)
  assert.equal(rules.tick(73).length, 1)
  assert.equal(rules.due, undefined)
})

test('what rules know is saved as plain JSON and goes on from there; the state of another version is discarded', () => {
  const rules = new Rules([burst], OPTIONS)
  pass(rules, [failure('192.0.2.1', 60), failure('192.0.2.1', 61), failure('192.0.2.1', 65)])
  rules.tick(71)
  const saved = JSON.parse(JSON.stringify(rules.save()))
  const next = new Rules([burst], { ...OPTIONS, saved })
  assert.equal(next.due, 75)
  assert.equal(next.tick(75).length, 1)
  const newer = new Rules([{ ...burst, version: 2 }], { ...OPTIONS, saved })
  assert.deepEqual(newer.tick(75), [])
  assert.deepEqual(new Rules([], { ...OPTIONS, saved }).save().rules, {})
})

test('what was said is not said again, even by a rule that forgot', () => {
  const rules = new Rules([burst], OPTIONS)
  const three = [60, 61, 62].map((time) => failure('192.0.2.1', time))
  assert.equal(ids(rules, three).length, 1)
  assert.deepEqual(keysIn(rules), [])
  assert.deepEqual(ids(rules, three), [])
})

test('a flood of keys makes rules forget those used longest ago, and one of events makes them hear early', () => {
  const bounds = { known: 5000, waiting: 1000, said: 1 }
  const rules = new Rules([burst], { ...OPTIONS, bounds })
  pass(rules, [failure('192.0.2.1', 60), failure('192.0.2.2', 60)])
  for (let count = 0; count < 200; count += 1)
    pass(rules, [failure(`2001:db8::${count}`, 60), failure('192.0.2.2', 120)])
  rules.tick(130)
  assert.deepEqual([keysIn(rules).includes('192.0.2.1'), keysIn(rules).at(-1)], [false, '192.0.2.2'])
  const times = [200, 201, 202, 203, 204, 205, 206, 207]
  const three = times.map((time) => failure('192.0.2.3', time))
  assert.equal(pass(rules, three).length, 1)
  const { rules: known, waiting, said } = rules.save()
  assert.ok(JSON.stringify(waiting).length <= bounds.waiting + waiting.length + 1)
  assert.ok(JSON.stringify(known['burst']?.keys).length <= bounds.known)
  assert.equal(said.length, 1)
})

test('a key that heard nothing for longer than the window is forgotten', () => {
  const rules = new Rules([burst], OPTIONS)
  pass(rules, [failure('192.0.2.1', 60), failure('192.0.2.2', 100)])
  rules.tick(131)
  assert.deepEqual(keysIn(rules), ['192.0.2.2'])
  rules.tick(171)
  assert.deepEqual(keysIn(rules), [])
})

/** Says at the end of each minute that a login failed in it. */
const minutely: Rule<number> = {
  name: 'minutely',
  version: 1,
  kinds: ['login_failed'],
  says: ['login_locked_out'],
  window: 1,
  keys: (event) => ('ip' in event && event.ip !== null ? [event.ip] : []),
  step: (state, heard, { key }) => {
    if ('tick' in heard) return { state: undefined, said: [{ event: lockout(key, state ?? 0), window: state ?? 0 }] }
    const end = Math.ceil(heard.event.time / 60) * 60
    return { state: end, said: [], wake: end }
  },
}

test('a key is woken when it asks for that, after the events of that second, also when it was saved in between', () => {
  const rules = new Rules([minutely], OPTIONS)
  pass(rules, [failure('192.0.2.1', 61)])
  rules.tick(71)
  assert.equal(rules.due, 130)
  const next = new Rules([minutely], { ...OPTIONS, saved: JSON.parse(JSON.stringify(rules.save())) })
  pass(next, [failure('192.0.2.1', 120)])
  assert.deepEqual(next.tick(129), [])
  assert.deepEqual(
    next.tick(130).map(({ event }) => event),
    [lockout('192.0.2.1', 120)],
  )
})

test('a key that waits to be woken is not forgotten in silence: it ends first', () => {
  const rules = new Rules([minutely], { ...OPTIONS, bounds: { known: 100 } })
  pass(rules, [failure('192.0.2.1', 61), failure('192.0.2.2', 62)])
  assert.deepEqual(
    rules.tick(72).map(({ event }) => event),
    [lockout('192.0.2.1', 120)],
  )
})

test('a rule hears what another one says, in the order of time', () => {
  const echo: Rule<number> = {
    ...minutely,
    name: 'echo',
    kinds: ['login_burst'],
    says: ['login_locked_out'],
    step: (_, heard) =>
      'tick' in heard || heard.event.type !== 'login_burst'
        ? { state: undefined, said: [] }
        : { state: undefined, said: [{ event: lockout('192.0.2.9', heard.event.time), window: heard.event.time }] },
  }
  const bursts: Rule<number> = {
    ...minutely,
    says: ['login_burst'],
    step: (_, heard) => {
      if ('tick' in heard) return { state: undefined, said: [] }
      const { time, context } = heard.event
      const counts = { counted: 'failures', count: 1, seconds: 60 } as const
      const who = { ip: '192.0.2.1', network: null, mailbox_address: null, service: null }
      return {
        state: undefined,
        said: [{ event: { type: 'login_burst', time, context, ...who, ...counts }, window: time }],
      }
    },
  }
  const rules = new Rules([bursts, echo], OPTIONS)
  pass(rules, [failure('192.0.2.1', 62), failure('192.0.2.1', 61)])
  assert.deepEqual(
    rules.tick(80).map(({ event }) => `${event.type} ${event.time}`),
    ['login_burst 61', 'login_locked_out 61', 'login_burst 62', 'login_locked_out 62'],
  )
})
