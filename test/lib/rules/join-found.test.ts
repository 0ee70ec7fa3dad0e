import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Event } from '../../../lib/event/event.ts'
import { joinFound } from '../../../lib/rules/join-found.ts'
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
