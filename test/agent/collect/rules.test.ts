// What every rule must keep to, so that events follow exactly, whatever is killed and whatever comes late.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { RULES } from '../../../agent/collect/rules.ts'
import { checkedEvent } from '../../../lib/event/check.ts'
import type { Event } from '../../../lib/event/event.ts'
import type { Rule } from '../../../lib/rules/rule.ts'
import { type Derived, Rules } from '../../../lib/rules/rules.ts'
import { burst } from '../../support/burst-rule.ts'
import { eventOf } from '../../support/events.ts'

/** Logs reach the collector so many seconds before or after each other. */
const LATE = 5

/** Events that a rule hears, with how late each of them comes, in seconds. */
function heardBy({ kinds, window }: Rule): fc.Arbitrary<{ readonly event: Event; readonly late: number }[]> {
  const one = fc.record({
    kind: fc.constantFrom(...kinds),
    time: fc.integer({ min: 1_800_000_000, max: 1_800_000_000 + Math.min(3 * window, 86_400) }),
    ip: fc.constantFrom('192.0.2.1', '2001:db8::1'),
    late: fc.integer({ min: -LATE, max: LATE }),
  })
  return fc.array(
    one.map(({ kind, time, ip, late }) => {
      const event = eventOf(kind, { time })
      return { event: 'ip' in event ? { ...event, ip } : event, late }
    }),
    { maxLength: 40 },
  )
}

function idsOf(said: readonly Derived[]): string[] {
  return [...new Set(said.map(({ id }) => id))].toSorted()
}

function saidOf(rule: Rule, events: readonly Event[]): readonly Derived[] {
  const rules = new Rules([rule], 'host.example.com')
  return events.flatMap((event) => rules.hear(event))
}

for (const rule of [...RULES, burst]) {
  test(`${rule.name} says the same in whatever order logs reach it`, () => {
    fc.assert(
      fc.property(heardBy(rule), (heard) => {
        const inTime = heard.toSorted((one, other) => one.event.time - other.event.time)
        const late = heard.toSorted((one, other) => one.event.time + one.late - other.event.time - other.late)
        const [said, saidLate] = [inTime, late].map((each) =>
          idsOf(
            saidOf(
              rule,
              each.map(({ event }) => event),
            ),
          ),
        )
        assert.deepEqual(saidLate, said, 'compare times of events, never their order, and align `window`')
      }),
    )
  })

  test(`${rule.name} goes on from its saved state, and says events of the kinds that it names`, () => {
    fc.assert(
      fc.property(heardBy(rule), (heard) => {
        let rules = new Rules([rule], 'host.example.com')
        const said = heard.flatMap(({ event }) => {
          rules = new Rules([rule], 'host.example.com', JSON.parse(JSON.stringify(rules.save())))
          return rules.hear(event)
        })
        const whole = saidOf(
          rule,
          heard.map(({ event }) => event),
        )
        assert.deepEqual(said, whole, 'its state is not plain JSON')
        for (const { event } of said) {
          assert.ok(rule.says.includes(event.type), `add ${event.type} to its says`)
          assert.notEqual(typeof checkedEvent(event), 'string', `${event.type} is not as the catalogue has it`)
        }
      }),
    )
  })
}
