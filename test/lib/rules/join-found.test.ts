import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Event } from '../../../lib/event/event.ts'
import { joinFound } from '../../../lib/rules/join-found.ts'
import type { Rule } from '../../../lib/rules/rule.ts'
import { Rules } from '../../../lib/rules/rules.ts'
import { concluded } from '../../support/concluded.ts'
import { eventOf } from '../../support/events.ts'
import { RULE_NUMBERS } from '../../support/rule-numbers.ts'

const ANNA = 'anna@example.com'
const LEADS = { mailbox_address: ANNA, forward_recipient: 'drop@mail.example', forward_type: 'email' } as const

const called = (time: number, ip = '192.0.2.1'): Event =>
  eventOf('forward_added_partial_ip', { time, mailbox_address: ANNA, ip })
const told = (time: number): Event => eventOf('forward_added_partial_recipient', { time, ...LEADS })
const found = (time: number): Event => eventOf('forward_found', { time, ...LEADS })

/** Each forward that is said, as `time ip recipient`. */
function said(...events: readonly Event[]): readonly string[] {
  return concluded([joinFound(RULE_NUMBERS)], events).map((event) =>
    event.type === 'forward_added' ? `${event.time} ${event.ip} ${event.forward_recipient}` : assert.fail(event.type),
  )
}

test('a forward whose recipient only the backstop tells gets its caller', () => {
  assert.deepEqual(said(called(50), called(101), found(100)), ['100 192.0.2.1 drop@mail.example'])
})

test('nobody is blamed while two addresses called', () => {
  assert.deepEqual(said(called(50, '198.51.100.1'), called(101), found(100)), [])
})

test('what a hook or error_log told is said by another rule, and a forward without a caller came by a file', () => {
  assert.deepEqual(said(called(100), told(100), found(100)), [])
  assert.deepEqual(said(called(50), found(100)), [])
  assert.deepEqual(said(found(100)), [])
})

test('what is found twice is said once', () => {
  assert.equal(said(called(100), found(100), found(101)).length, 1)
})

/** A rule after it that counts what it hears. */
const LISTENER: Rule<number> = {
  name: 'listener',
  version: 1,
  kinds: ['forward_found'],
  says: ['mail_burst'],
  window: 1000,
  keys: () => ['all'],
  step: (before = 0, heard) => {
    if ('tick' in heard || heard.event.type !== 'forward_found') return { state: before, said: [] }
    const { time, mailbox_address } = heard.event
    const event = eventOf('mail_burst', { time, mailbox_address, count: before + 1 })
    return { state: before + 1, said: [{ event, window: time, of: heard.id }] }
  },
}

/** How many found forwards rules hear that come after it. */
function passedOn(...events: readonly Event[]): number {
  const said = concluded([joinFound(RULE_NUMBERS), LISTENER], events)
  return said.filter(({ type }) => type === 'mail_burst').length
}

test('other rules hear of what was found once it is certain that nothing else tells of it', () => {
  assert.equal(passedOn(found(100)), 1)
  assert.equal(passedOn(called(50, '198.51.100.1'), called(101), found(100)), 1)
  assert.equal(passedOn(called(100), found(100)), 0)
  assert.equal(passedOn(told(100), found(100)), 0)
  assert.equal(
    passedOn(eventOf('forward_found', { ...LEADS, time: 100, context: 'domain', mailbox_address: 'acme' })),
    1,
  )
})

test('however many are found at once, other rules hear of each', () => {
  const many = Array.from({ length: 50 }, (_, index) =>
    eventOf('forward_found', { ...LEADS, time: 100, forward_recipient: `drop${index}@mail.example` }),
  )
  assert.equal(passedOn(...many), 50)
  const rules = new Rules([joinFound(RULE_NUMBERS), LISTENER], {
    identity: 'host',
    settle: 0,
    bounds: { known: 2000, waiting: 1e6, said: 1000 },
  })
  for (const [index, each] of many.entries())
    rules.hear({
      event: eventOf('forward_found', { ...each, mailbox_address: `box${index}@example.com` }),
      id: `${index}`,
    })
  assert.equal(rules.tick(Infinity).filter(({ event }) => event.type === 'mail_burst').length, 50)
})
