import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Event, EventOf } from '../../../lib/event/event.ts'
import { joinForward } from '../../../lib/rules/join-forward.ts'
import { concluded } from '../../support/concluded.ts'
import { eventOf } from '../../support/events.ts'
import { RULE_NUMBERS } from '../../support/rule-numbers.ts'

const ANNA = 'anna@example.com'

function called(time: number, change: Partial<EventOf<'forward_added_partial_ip'>> = {}): Event {
  return eventOf('forward_added_partial_ip', { time, mailbox_address: ANNA, ip: '192.0.2.1', ...change })
}

function added(time: number, change: Partial<EventOf<'forward_added_partial_recipient'>> = {}): Event {
  const leads = { forward_recipient: 'drop@mail.example', forward_type: 'email' } as const
  return eventOf('forward_added_partial_recipient', { time, mailbox_address: ANNA, ...leads, ...change })
}

/** Each forward that is told, as `time mailbox ip recipient`. */
function told(...events: readonly Event[]): readonly string[] {
  return concluded([joinForward(RULE_NUMBERS)], events).map((event) =>
    event.type === 'forward_added'
      ? `${event.time} ${event.mailbox_address} ${event.ip} ${event.forward_recipient}`
      : assert.fail(event.type),
  )
}

test('who added a forward and where it leads become one event, whichever comes first', () => {
  const whole = `100 ${ANNA} 192.0.2.1 drop@mail.example`
  assert.deepEqual(told(called(99), added(100)), [whole])
  assert.deepEqual(told(called(104), added(100)), [whole])
})

test('a half without the other in time is told with null for what nobody told', () => {
  assert.deepEqual(told(called(100)), [`100 ${ANNA} 192.0.2.1 null`])
  assert.deepEqual(told(added(100)), [`100 ${ANNA} null drop@mail.example`])
  assert.deepEqual(told(called(100), added(111)), [`100 ${ANNA} 192.0.2.1 null`, `111 ${ANNA} null drop@mail.example`])
  assert.deepEqual(told(called(100, { mailbox_address: 'bob@example.com' }), added(100)).length, 2)
})

test('a forward that two sources tell is told once, and several recipients of one call each', () => {
  assert.deepEqual(told(called(100), added(100), added(101)), [`100 ${ANNA} 192.0.2.1 drop@mail.example`])
  assert.deepEqual(told(called(100), added(100), added(100, { forward_recipient: 'x@mail.example' })), [
    `100 ${ANNA} 192.0.2.1 drop@mail.example`,
    `100 ${ANNA} 192.0.2.1 x@mail.example`,
  ])
})

test('the same forward added twice is told twice, each with its own caller', () => {
  assert.deepEqual(told(called(100), added(100), called(104, { ip: '192.0.2.2' }), added(104)), [
    `100 ${ANNA} 192.0.2.1 drop@mail.example`,
    `104 ${ANNA} 192.0.2.2 drop@mail.example`,
  ])
})

test('a forward that the account made has the address of the account, where the hook names it', () => {
  const account = called(100, { mailbox_address: 'acme', context: 'domain' })
  assert.deepEqual(told(account, added(100, { actor: 'acme' })), [`100 ${ANNA} 192.0.2.1 drop@mail.example`])
  assert.deepEqual(told(account, added(100), added(101, { actor: 'acme' })), [
    `100 ${ANNA} 192.0.2.1 drop@mail.example`,
  ])
  assert.equal(told(account, added(100, { actor: 'other' })).length, 2)
  assert.deepEqual(told(account, called(103, { ip: '192.0.2.2' }), added(100, { actor: 'acme' })), [
    `100 ${ANNA} 192.0.2.2 drop@mail.example`,
    '100 acme 192.0.2.1 null',
  ])
})

test('a forward of a mailbox concerns the mailbox, whoever made it', () => {
  const [event] = concluded([joinForward(RULE_NUMBERS)], [added(100, { context: 'domain', actor: 'acme' })])
  assert.deepEqual(
    event,
    eventOf('forward_added', {
      time: 100,
      context: 'mailbox',
      mailbox_address: ANNA,
      forward_recipient: 'drop@mail.example',
      forward_type: 'email',
      actor: 'acme',
    }),
  )
})

test('thousands of forwards at once are all told, and the memory of them is bounded', () => {
  const many = Array.from({ length: 2000 }, (_, index) => added(100, { forward_recipient: `a${index}@mail.example` }))
  assert.equal(told(...many).length, 2000)
})
