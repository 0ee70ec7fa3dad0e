import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Event } from '../../../lib/event/event.ts'
import { mailboxBurst } from '../../../lib/rules/mailbox-burst.ts'
import { concluded } from '../../support/concluded.ts'
import { eventOf } from '../../support/events.ts'
import { RULE_NUMBERS } from '../../support/rule-numbers.ts'

const RULE = mailboxBurst(RULE_NUMBERS)

/** As access_log tells of a new mailbox: the account that asked for it, and the mailbox that it named. */
function asked(time: number): Event {
  const who = { ip: '192.0.2.1', context: 'domain', mailbox_address: 'acme' } as const
  return eventOf('mailbox_created', { time, ...who, named_user: `m${time}@example.com` })
}

/** As the hook tells of it: the mailbox, and the account. */
function made(time: number): Event {
  return eventOf('mailbox_created', {
    time,
    context: 'mailbox',
    mailbox_address: `m${time}@example.com`,
    actor: 'acme',
  })
}

function told(...events: readonly Event[]): readonly string[] {
  return concluded([RULE], events).map((event) =>
    event.type === 'mailbox_burst' ? `${event.mailbox_address} ${event.count}` : assert.fail(event.type),
  )
}

test('many mailboxes of one account are told once, whether access_log, the hook or both tell of them', () => {
  const times = [3600, 3601, 3602, 3603]
  assert.deepEqual(told(...times.map(asked)), ['acme 3'])
  assert.deepEqual(told(...times.map(made)), ['acme 3'])
  assert.deepEqual(told(...times.flatMap((time) => [asked(time), made(time)])), ['acme 3'])
  assert.deepEqual(told(...times.flatMap((time) => [made(time), asked(time)])), ['acme 3'])
})

test('a burst that one of them tells later, in another half of the hour, is told once all the same', () => {
  const times = [5397, 5398, 5399]
  const later = times.map((time) => time + 3)
  assert.deepEqual(told(...times.map(asked), ...later.map(made)), ['acme 3'])
  assert.deepEqual(told(...times.map(made), ...later.map(asked)), ['acme 3'])
})

test('what both tell is not counted twice', () => {
  assert.deepEqual(told(asked(3600), made(3600), asked(3601), made(3601)), [])
})

test('where nobody tells the account, the domain counts', () => {
  const bare = [1, 2, 3].map((time) => eventOf('mailbox_created', { time, mailbox_address: `m${time}@Example.com` }))
  assert.deepEqual(told(...bare), ['example.com 3'])
})
