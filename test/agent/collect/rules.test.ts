// What every rule must keep to, so that events follow exactly, whatever is killed and whatever comes late.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { everyRule, rulesFor } from '../../../agent/collect/rules.ts'
import type { Kind } from '../../../lib/event/catalogue.ts'
import { checkedEvent } from '../../../lib/event/check.ts'
import type { Event } from '../../../lib/event/event.ts'
import { RuleMemory } from '../../../lib/rules/rule-memory.ts'
import type { Heard, Rule } from '../../../lib/rules/rule.ts'
import { Rules } from '../../../lib/rules/rules.ts'
import type { SavedRules } from '../../../lib/rules/saved-rules.ts'
import { burst } from '../../support/burst-rule.ts'
import { eventOf } from '../../support/events.ts'
import { RULE_NUMBERS } from '../../support/rule-numbers.ts'

/** Logs reach the collector so many seconds before or after each other. */
const LATE = 5

const RULES = everyRule(RULE_NUMBERS)
const OPTIONS = { identity: 'host.example.com', settle: 2 * LATE }
const BEGIN = 1_800_000_000

/** Where rules begin that have a disk. */
const NOTHING: SavedRules = { waiting: [], rules: {}, said: [] }

/** An event, and when it is read. */
interface Arrival extends Heard {
  readonly read: number
}

/** Events that some rules hear, in the order in which they are read. */
function heardBy(rules: readonly Rule[]): fc.Arbitrary<readonly Arrival[]> {
  const said = new Set(rules.flatMap(({ says }) => says))
  const kinds = [...new Set(rules.flatMap(({ kinds }) => kinds))].filter(
    (kind) => rules.length === 1 || !said.has(kind),
  )
  const one = fc.record({
    kind: fc.constantFrom(...kinds),
    time: fc.integer({ min: BEGIN, max: BEGIN + 90 }),
    ip: fc.constantFrom('192.0.2.1', '192.0.2.2', '2001:db8::1', null),
    mailbox_address: fc.constantFrom('anna@example.com', 'bob@example.com', 'carl@example.com', 'acme'),
    forward_recipient: fc.constantFrom('drop@mail.example', 'boss@example.com', null),
    actor: fc.constantFrom('acme', null),
    late: fc.integer({ min: -LATE, max: LATE }),
  })
  return fc.array(one, { maxLength: 60, size: 'max' }).map((all) =>
    all
      .map(({ kind, time, late, ...fields }, index) => ({
        event: withFields(eventOf(kind, { time }), fields),
        id: `id-${index}`,
        read: time + late,
      }))
      .toSorted((first, second) => first.read - second.read),
  )
}

function withFields<K extends Kind>(
  event: Event & { readonly type: K },
  fields: Readonly<Record<string, unknown>>,
): Event {
  const known = Object.entries(fields).filter(([name]) => name in event)
  const changed = checkedEvent({ ...event, ...Object.fromEntries(known) })
  return typeof changed === 'string' ? assert.fail(changed) : changed
}

/** All that rules say, by id: of events as they are read, while time goes on with them. */
function saidOf(rules: Rules, arrivals: readonly Arrival[], said = new Map<string, Event>()): Map<string, Event> {
  const note = (derived: readonly Heard[]): void => {
    for (const { id, event } of derived) {
      assert.deepEqual(said.get(id) ?? event, event, 'one id is said of two things')
      said.set(id, event)
    }
  }
  for (const { read, ...heard } of arrivals) {
    note(rules.tick(read))
    note(rules.hear(heard))
  }
  return said
}

/** What rules say until the end of time. */
function allSaidOf(rules: Rules, arrivals: readonly Arrival[], said?: Map<string, Event>): readonly [string, Event][] {
  const all = saidOf(rules, arrivals, said)
  for (const { id, event } of rules.tick(Infinity)) all.set(id, event)
  return [...all].toSorted(([one], [other]) => (one < other ? -1 : 1))
}

/**
 * Checks that rules which die, and start again from what was saved before, say all that others say who live on. What is
 * said after the save may never have been sealed: it must come again, and be the same.
 */
function assertSameAfterKill(
  make: (saved?: SavedRules) => Rules,
  arrivals: readonly Arrival[],
  [saves, dies]: readonly [number, number],
): void {
  const dead = make(NOTHING)
  const sealed = saidOf(dead, arrivals.slice(0, saves))
  const saved = JSON.parse(JSON.stringify(dead.save()))
  const unsealed = saidOf(dead, arrivals.slice(saves, dies))
  const all = allSaidOf(make(saved), arrivals.slice(saves), sealed)
  assert.deepEqual(all, allSaidOf(make(), arrivals))
  const ids = new Map(all)
  for (const [id, event] of unsealed) assert.deepEqual(ids.get(id), event)
}

for (const rules of [...RULES.map((rule) => [rule]), RULES, [burst]]) {
  const name = rules.length === 1 ? rules[0]?.name : 'all rules together'
  const make = (saved?: SavedRules): Rules => new Rules(rules, { ...OPTIONS, saved })

  test(`${name}: the same is said in whatever order logs reach us`, () => {
    fc.assert(
      fc.property(heardBy(rules), (arrivals) => {
        const inTime = arrivals
          .map((each) => ({ ...each, read: each.event.time }))
          .toSorted((one, other) => one.read - other.read)
        assert.deepEqual(allSaidOf(make(), arrivals), allSaidOf(make(), inTime))
      }),
    )
  })

  test(`${name}: the same is said whenever it is killed, and starts again from a state saved before`, () => {
    fc.assert(
      fc.property(heardBy(rules), fc.nat(60), fc.nat(60), (arrivals, one, other) =>
        assertSameAfterKill(make, arrivals, [Math.min(one, other), Math.max(one, other)]),
      ),
    )
  })

  test(`${name}: what is said is as the catalogue has it, and of the kinds that were named`, () => {
    fc.assert(
      fc.property(heardBy(rules), (arrivals) => {
        for (const [, event] of allSaidOf(make(), arrivals)) {
          assert.ok(
            rules.some(({ says }) => says.includes(event.type)),
            `add ${event.type} to its says`,
          )
          assert.deepEqual(checkedEvent(event), event, `${event.type} is not as the catalogue has it`)
        }
      }),
    )
  })
}

test('what lasts may be ahead of the positions after a kill: the same is said again', () => {
  const rules = RULES.filter(({ isLasting }) => isLasting)
  assert.ok(rules.length > 0)
  fc.assert(
    fc.property(heardBy(rules), fc.nat(60), fc.nat(60), (arrivals, one, other) => {
      const disk = new Map(rules.map((rule) => [rule, new RuleMemory(Infinity)]))
      const make = (saved?: SavedRules): Rules =>
        new Rules(rules, { ...OPTIONS, saved, ...(saved && { lasting: (rule) => disk.get(rule) }) })
      assertSameAfterKill(make, arrivals, [Math.min(one, other), Math.max(one, other)])
    }),
  )
})

test('no rule hears what it says itself, or what one after it says', () => {
  for (const [index, { name, kinds }] of RULES.entries()) {
    const later = new Set(RULES.slice(index).flatMap(({ says }) => says))
    assert.deepEqual(
      kinds.filter((kind) => later.has(kind)),
      [],
      name,
    )
  }
})

test('only those rules run of which some receiver wants to hear, and those that they need', () => {
  const namesFor = (events: readonly Kind[] | 'spoor'): string[] =>
    rulesFor({ rules: RULE_NUMBERS, events, receivers: [] }).map(({ name }) => name)
  assert.deepEqual(namesFor('spoor'), [])
  assert.deepEqual(namesFor(['login', 'login_failed']), [])
  assert.deepEqual(namesFor(['mailbox_burst']), ['mailbox-burst'])
  assert.deepEqual(namesFor(['mailbox_takeover']), [
    'join-forward',
    'join-found',
    'login-burst',
    'first-seen',
    'mail-burst',
    'takeover',
  ])
})
