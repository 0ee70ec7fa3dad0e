import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Ignoring, type IgnoringParts } from '../../../agent/collect/ignoring.ts'
import type { IgnoreRule } from '../../../agent/config/config.ts'
import { eventOf } from '../../support/events.ts'

const OWN: IgnoreRule = { name: 'own', condition: { ip: ['192.0.2.0/24'] } }
const FAILED = eventOf('login_failed', { ip: '192.0.2.10', time: 60 })

function ignoring(ignore: readonly IgnoreRule[], change: Partial<IgnoringParts> = {}): Ignoring {
  const parts = { isLocal: () => false, now: () => 5000, onChange: () => undefined, ...change }
  return new Ignoring({ events: 'spoor', ignore }, parts)
}

test('what would have been sealed or heard is counted, by rule and kind, and nothing else', () => {
  let changes = 0
  const rest: IgnoreRule = { name: 'ignore.1', condition: { type: ['login_failed', 'login'] } }
  const counted = ignoring([OWN, rest], { onChange: () => (changes += 1) })
  counted.lets(FAILED, true)
  counted.lets(eventOf('login', { ip: '192.0.2.10', time: 50 }), false)
  // Neither sealed by `events: spoor`, nor heard by a rule.
  counted.lets(FAILED, false)
  counted.lets(eventOf('login', { ip: '198.51.100.1', time: 70 }), true)
  // Heard, and not sealed in any case.
  counted.lets(eventOf('login_failed', { ip: '198.51.100.1', time: 70 }), true)
  counted.lets(eventOf('log_gap'), true)
  const common = { since: 5000 }
  assert.deepEqual(counted.toJSON(), [
    {
      ...common,
      name: 'own',
      conditions: 'ip: 192.0.2.0/24',
      events: 2,
      kinds: { login_failed: 1, login: 1 },
      last: 60_000,
    },
    {
      ...common,
      name: 'ignore.1',
      conditions: 'type: login_failed, login',
      events: 1,
      kinds: { login: 1 },
      last: 70_000,
    },
  ])
  assert.equal(changes, 3)
})

test('counting goes on where it stood, unless the rule has another name or other conditions', () => {
  const before = ignoring([OWN])
  before.lets(FAILED, true)
  const after = (rule: IgnoreRule): readonly number[] =>
    ignoring([rule], { before: before.toJSON(), now: () => 9000 })
      .toJSON()
      .flatMap(({ events, since }) => [events, since])
  assert.deepEqual(after(OWN), [1, 5000])
  assert.deepEqual(after({ ...OWN, name: 'other' }), [0, 9000])
  assert.deepEqual(after({ ...OWN, condition: { ip: ['192.0.2.0/25'] } }), [0, 9000])
})

test('rules do not hear of who is trusted, but of kinds that are only not reported', () => {
  const hears = (condition: IgnoreRule['condition']): boolean =>
    ignoring([{ name: 'one', condition }]).lets(FAILED, true)
  assert.equal(hears({ ip: ['192.0.2.10'] }), false)
  assert.equal(hears({ mailbox: ['*'] }), false)
  assert.equal(hears({ ip: ['0.0.0.0/0'], type: ['login_failed'] }), false)
  assert.equal(hears({ type: ['login_failed'] }), true)
  assert.equal(hears({ context: ['mailbox'] }), true)
  assert.equal(hears({ ip: ['198.51.100.1'] }), true)
  assert.equal(ignoring([]).lets(FAILED, false), false)
})

test('rules hear both halves of a forward, whoever made it and wherever it leads', () => {
  const halves = ['forward_added_partial_ip', 'forward_removed_partial_ip', 'forward_removed'] as const
  for (const half of halves) assert.equal(ignoring([OWN]).lets(eventOf(half, { ip: '192.0.2.10' }), true), true, half)
  const inside = { name: 'inside', condition: { recipient_domain: 'own', mailbox: ['*'] } } as const
  const filter = eventOf('filter_stored', { forward_recipient: 'bob@example.com' })
  assert.equal(ignoring([inside]).lets(filter, true), true)
})
