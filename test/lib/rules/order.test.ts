// When rules hear what does not come in its time: stamps of the future.
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

/** Rules that note in which order they hear. */
function noting(options: Partial<RulesOptions> = {}): { readonly rules: Rules; readonly heard: string[] } {
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
      return { state: 1, said: [] }
    },
  }
  return { rules: new Rules([rule], { ...OPTIONS, ...options }), heard }
}

function hear(rules: Rules, events: Readonly<Record<string, number>>, now?: number): void {
  for (const [id, time] of Object.entries(events)) rules.hear({ event: failure(time), id } satisfies Heard, now)
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
