// When rules hear what does not come in its time: stamps of the future, and what comes late.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Event } from '../../../lib/event/event.ts'
import type { Heard, Rule } from '../../../lib/rules/rule.ts'
import { Rules, type RulesOptions } from '../../../lib/rules/rules.ts'
import { eventOf } from '../../support/events.ts'

const OPTIONS: RulesOptions = { identity: 'host.example.com', settle: 10 }
const NOW = 1_800_000_000

function failure(time: number): Event {
  return eventOf('login_failed', { time, ip: '192.0.2.1' })
}

/** Rules that note in which order they hear, and are woken so many seconds after each event. */
function noting({ wakeAfter, ...options }: Partial<RulesOptions> & { readonly wakeAfter?: number } = {}): {
  readonly rules: Rules
  readonly heard: string[]
} {
  const heard: string[] = []
  const rule: Rule = {
    name: 'noting',
    version: 1,
    kinds: ['login_failed'],
    says: [],
    window: 60,
    keys: () => ['all'],
    step: (_, each) => {
      heard.push('tick' in each ? `tick ${each.tick}` : each.id)
      const wake = wakeAfter === undefined || 'tick' in each ? undefined : each.event.time + wakeAfter
      return { state: 1, said: [], wake }
    },
  }
  return { rules: new Rules([rule], { ...OPTIONS, ...options }), heard }
}

function hear(rules: Rules, events: Readonly<Record<string, number>>, now?: number): void {
  const coming = now === undefined ? {} : { now }
  for (const [id, time] of Object.entries(events)) rules.hear({ event: failure(time), id } satisfies Heard, coming)
}

test('an event of the future is heard as one of now, after what happened now, in the order of such times', () => {
  const { rules, heard } = noting()
  hear(rules, { 'a-later': NOW + 9e6, 'b-soon': NOW + 1, 'c-now': NOW, 'd-before': NOW - 3 }, NOW)
  hear(rules, { 'a-next': NOW + 1 }, NOW + 1)
  assert.equal(rules.due, NOW + 7)
  rules.tick(NOW + 10)
  assert.deepEqual(heard, ['d-before', 'c-now', 'b-soon', 'a-later'])
  rules.tick(NOW + 11)
  assert.equal(heard.at(-1), 'a-next')
  assert.equal(rules.due, undefined)
})

test('a flood of stamps of the future is over as soon as any other: what comes later is heard in order', () => {
  const { rules, heard } = noting({ bounds: { waiting: 2000 } })
  const flood = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`flood-${index}`, NOW + 9e6 + index]))
  hear(rules, flood, NOW)
  rules.tick(NOW + 10)
  heard.length = 0
  hear(rules, { late: NOW + 13, middle: NOW + 12, early: NOW + 11 }, NOW + 13)
  assert.deepEqual(heard, [])
  rules.tick(NOW + 23)
  assert.deepEqual(heard, ['early', 'middle', 'late'])
})

test('an event of the future keeps its place when it was saved in between', () => {
  const before = noting()
  hear(before.rules, { 'b-later': NOW + 9e6, 'c-soon': NOW + 9, 'd-now': NOW }, NOW)
  const saved = JSON.parse(JSON.stringify(before.rules.save()))
  const { rules, heard } = noting({ saved })
  assert.equal(rules.due, NOW + 10)
  hear(rules, { 'a-next': NOW + 1 }, NOW + 1)
  rules.tick(NOW + 11)
  assert.deepEqual(heard, ['d-now', 'c-soon', 'b-later', 'a-next'])
})

test('what comes late is heard after what was heard, in the order of its times, also from a saved state', () => {
  const { rules } = noting()
  hear(rules, { first: NOW, last: NOW + 20 })
  rules.tick(NOW + 30)
  assert.equal(rules.heard, NOW + 20)
  hear(rules, { 'a-late': NOW + 9, 'b-later': NOW - 50, 'c-same': NOW + 20, 'd-next': NOW + 21 })
  const next = noting({ saved: JSON.parse(JSON.stringify(rules.save())) })
  next.rules.tick(NOW + 30)
  assert.deepEqual(next.heard, [])
  next.rules.tick(NOW + 31)
  assert.deepEqual(next.heard, ['d-next', 'b-later', 'a-late', 'c-same'])
})

test('what came late before a kill comes as late again, after the keys that were woken before it', () => {
  const { rules, heard } = noting({ wakeAfter: 10 })
  hear(rules, { first: NOW })
  rules.hear({ event: failure(NOW + 5), id: 'late' }, { after: NOW + 10 })
  rules.tick(NOW + 21)
  assert.deepEqual(heard, ['first', `tick ${NOW + 10}`, 'late'])
})

test('when the clock was set back, what comes now is heard in the order of time', () => {
  const { rules, heard } = noting()
  hear(rules, { wrong: NOW + 9e6 }, NOW + 9e6)
  rules.tick(NOW + 9e6 + 10)
  hear(rules, { first: NOW }, NOW)
  hear(rules, { third: NOW + 3, second: NOW + 2 }, NOW + 3)
  rules.tick(NOW + 13)
  assert.deepEqual(heard, ['wrong', 'first', 'second', 'third'])
})
