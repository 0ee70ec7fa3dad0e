import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EventOf } from '../../../lib/event/event.ts'
import { Rules } from '../../../lib/rules/rules.ts'
import { burst } from '../../support/burst-rule.ts'
import { eventOf } from '../../support/events.ts'

const IDENTITY = 'host.example.com'

function failure(ip: string, time: number): EventOf<'login_failed'> {
  const untold = { service: null, login_fault: null, attempts: null }
  return { type: 'login_failed', time, context: 'mailbox', ip, mailbox_address: 'info@example.com', ...untold }
}

function ids(rules: Rules, events: readonly EventOf<'login_failed'>[]): string[] {
  return events.flatMap((event) => rules.hear(event)).map(({ id }) => id)
}

test('a rule receives the kinds that it names, with a separate state for each key', () => {
  const rules = new Rules([burst], IDENTITY)
  assert.deepEqual([rules.hears('login_failed'), rules.hears('login'), rules.isEmpty], [true, false, false])
  const mixed = ['192.0.2.1', '192.0.2.2', '192.0.2.1', '192.0.2.2'].map((ip) => failure(ip, 60))
  assert.deepEqual(ids(rules, mixed), [])
  assert.equal(ids(rules, [failure('192.0.2.1', 61)]).length, 1)
  assert.deepEqual(rules.hear(eventOf('login', { ip: '192.0.2.2', time: 61 })), [])
})

test('a conclusion has the same id in whatever order events arrive, and another one on another host or in another window', () => {
  const times = [60, 119, 61, 90, 121, 125, 130]
  const events = times.map((time) => failure('192.0.2.1', time))
  const forwards = ids(new Rules([burst], IDENTITY), events)
  const backwards = ids(new Rules([burst], IDENTITY), events.toReversed())
  assert.deepEqual(forwards.toSorted(), backwards.toSorted())
  assert.equal(new Set(forwards).size, 2)
  const other = ids(new Rules([burst], 'other.example.com'), events)
  assert.ok(!other.some((id) => forwards.includes(id)))
})

test('the state of rules is saved as plain JSON and continues from there; that of another version is discarded', () => {
  const rules = new Rules([burst], IDENTITY)
  ids(rules, [failure('192.0.2.1', 60), failure('192.0.2.1', 61)])
  const saved = JSON.parse(JSON.stringify(rules.save()))
  assert.equal(ids(new Rules([burst], IDENTITY, saved), [failure('192.0.2.1', 62)]).length, 1)
  assert.equal(ids(new Rules([{ ...burst, version: 2 }], IDENTITY, saved), [failure('192.0.2.1', 62)]).length, 0)
  assert.deepEqual(new Rules([], IDENTITY, saved).save(), {})
})

test('a flood of keys makes rules forget the least recently used, and nothing grows', () => {
  const rules = new Rules([burst], IDENTITY, {}, 100)
  ids(rules, [failure('192.0.2.1', 60), failure('192.0.2.2', 60)])
  for (let count = 0; count < 99; count += 1) ids(rules, [failure(`2001:db8::${count}`, 60)])
  const kept = rules.save()['burst']?.keys.map(({ key }) => key) ?? []
  assert.equal(kept.length, 100)
  assert.deepEqual([kept.includes('192.0.2.1'), kept.includes('192.0.2.2'), kept[0]], [false, true, '192.0.2.2'])
  ids(rules, [failure('192.0.2.2', 61), failure('2001:db8::abc', 60)])
  assert.ok(rules.save()['burst']?.keys.some(({ key }) => key === '192.0.2.2'))
})

test('a key that is idle for longer than the window is forgotten at a tick', () => {
  const rules = new Rules([burst], IDENTITY)
  assert.equal(rules.isWaiting, false)
  ids(rules, [failure('192.0.2.1', 60), failure('192.0.2.2', 100)])
  rules.tick(121)
  assert.deepEqual(
    rules.save()['burst']?.keys.map(({ key }) => key),
    ['192.0.2.2'],
  )
  rules.tick(161)
  assert.equal(rules.isWaiting, false)
})
