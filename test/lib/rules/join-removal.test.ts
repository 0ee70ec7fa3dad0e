import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Event, EventOf } from '../../../lib/event/event.ts'
import { joinRemoval } from '../../../lib/rules/join-removal.ts'
import { concluded } from '../../support/concluded.ts'
import { eventOf } from '../../support/events.ts'
import { RULE_NUMBERS } from '../../support/rule-numbers.ts'

const ANNA = 'anna@example.com'
const DROP = 'drop@mail.example'

type Removed = EventOf<'forward_removed'>

/** As access_log tells of a call that names no recipient. */
function called(time: number, change: Partial<EventOf<'forward_removed_partial_ip'>> = {}): Event {
  return eventOf('forward_removed_partial_ip', { time, mailbox_address: ANNA, ip: '192.0.2.1', ...change })
}

/** As access_log tells of one that does. */
function named(time: number, change: Partial<Removed> = {}): Event {
  const leads = { forward_recipient: DROP, forward_type: 'email' } as const
  return eventOf('forward_removed', { time, mailbox_address: ANNA, ip: '192.0.2.1', ...leads, ...change })
}

/** As a hook tells. */
function removed(time: number, change: Partial<Removed> = {}): Event {
  return named(time, { ip: null, ...change })
}

/** Each removal that is told, as `time mailbox ip recipient`. */
function told(...events: readonly Event[]): readonly string[] {
  return concluded([joinRemoval(RULE_NUMBERS)], events).map((event) =>
    event.type === 'forward_deleted'
      ? `${event.time} ${event.mailbox_address} ${event.ip} ${event.forward_recipient}`
      : assert.fail(event.type),
  )
}

test('who removed a forward and where it led become one event, whichever comes first', () => {
  assert.deepEqual(told(called(99), removed(100)), [`100 ${ANNA} 192.0.2.1 ${DROP}`])
  assert.deepEqual(told(called(104), removed(100)), [`100 ${ANNA} 192.0.2.1 ${DROP}`])
})

test('a removal that access_log tells whole is told once, whether a hook tells of it or not', () => {
  assert.deepEqual(told(named(100)), [`100 ${ANNA} 192.0.2.1 ${DROP}`])
  assert.deepEqual(told(named(100), removed(101)), [`101 ${ANNA} 192.0.2.1 ${DROP}`])
  assert.deepEqual(told(named(100), removed(100), removed(101)), [`100 ${ANNA} 192.0.2.1 ${DROP}`])
})

test('a request that names another forward is of that one', () => {
  assert.deepEqual(told(named(100), removed(100, { forward_recipient: 'x@mail.example' })), [
    `100 ${ANNA} null x@mail.example`,
    `100 ${ANNA} 192.0.2.1 ${DROP}`,
  ])
})

test('a removal by the account has the address of the account, where the hook names it', () => {
  const account = { mailbox_address: 'acme', context: 'domain' } as const
  const whole = [`100 ${ANNA} 192.0.2.1 ${DROP}`]
  assert.deepEqual(told(called(100, account), removed(100, { actor: 'acme' })), whole)
  assert.deepEqual(told(named(100, account), removed(100, { actor: 'acme' })), whole)
})

test('a half without the other in time is told with null for what nobody told', () => {
  assert.deepEqual(told(called(100)), [`100 ${ANNA} 192.0.2.1 null`])
  assert.deepEqual(told(removed(100)), [`100 ${ANNA} null ${DROP}`])
})
