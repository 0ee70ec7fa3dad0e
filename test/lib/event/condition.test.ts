import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Condition, meets } from '../../../lib/event/condition.ts'
import type { Entry } from '../../../lib/event/entry.ts'
import type { Event } from '../../../lib/event/event.ts'
import { eventOf } from '../../support/events.ts'

const EVENT = eventOf('login', { mailbox_address: 'anna@shop.example', ip: '192.0.2.10', service: 'imap' })

function fits(condition: Condition, event: Event | Entry = EVENT): boolean {
  return meets(condition, { isLocal: (domain) => domain === 'other.example' })(event)
}

test('an event fits if it fits every part of a condition, and of each part one value', () => {
  assert.equal(fits({ type: ['login_failed', 'login'] }), true)
  const whole = { type: ['login'], context: ['mailbox'], mailbox: ['anna@shop.example'], ip: ['192.0.2.10'] } as const
  assert.equal(fits({ ...whole, service: ['pop3', 'imap'] }), true)
  assert.equal(fits({ ...whole, service: ['pop3'] }), false)
  assert.equal(fits({ type: ['login'], context: ['domain', 'system'] }), false)
})

test('a star stands for any characters or none, and nothing else is special', () => {
  for (const mailbox of [
    '*',
    'anna@*',
    '*@shop.example',
    'a*@*.example',
    'anna*@shop.example',
    '**na@*',
    'ANNA@shop.Example',
  ])
    assert.equal(fits({ mailbox: [mailbox] }), true, mailbox)
  for (const mailbox of [
    '',
    'anna',
    'anna@',
    '*@shop',
    'shop*',
    'a*a*a*a*a',
    'anna@shop?example',
    '*anna@shop.example@*',
  ])
    assert.equal(fits({ mailbox: [mailbox] }), false, mailbox)
  // The two ends of a pattern must not match the same characters.
  assert.equal(fits({ mailbox: ['ab*ba'] }, { id: 'x1', mailbox_address: 'aba' }), false)
})

test('an address matches however it is written, and a network matches all of its addresses', () => {
  for (const ip of ['192.0.2.10', '192.0.2.0/24', '0.0.0.0/0', '192.0.2.8/29']) assert.equal(fits({ ip: [ip] }), true)
  for (const ip of ['192.0.2.1', '192.0.2.0/29', '::/0']) assert.equal(fits({ ip: [ip] }), false, ip)
  assert.equal(fits({ ip: ['198.51.100.0/24', '2001:db8::/32', '192.0.2.0/24'] }), true)
  const six = (ip: string): boolean => fits({ ip: ['2001:DB8:0::7', '2001:db8:1::/48'] }, { id: 'x1', ip })
  assert.deepEqual(['2001:db8::7', '2001:db8:1:2::3', '2001:db8:2::3', '192.0.2.10', 'no address'].map(six), [
    true,
    true,
    false,
    false,
    false,
  ])
})

test('who acted in the place of the user is found by name', () => {
  const shared = eventOf('login', { actor: 'root' })
  assert.deepEqual([fits({ actor: ['*'] }, shared), fits({ actor: ['reseller'] }, shared)], [true, false])
})

test('a null field fits nothing, not even a star', () => {
  assert.equal(fits({ ip: ['0.0.0.0/0', '::/0'] }, eventOf('login')), false)
  assert.equal(fits({ mailbox: ['*'] }, eventOf('log_gap')), false)
  assert.equal(fits({ actor: ['*'] }, eventOf('login')), false)
})

test('where a forward leads fits own in the same domain alone, and local in every domain of this server', () => {
  const to = (forward_recipient: string): Event => eventOf('forward_removed', { forward_recipient })
  for (const [recipient, isOwn, isLocal] of [
    ['bob@example.com', true, true],
    ['bob@EXAMPLE.com', true, true],
    ['bob@other.example', false, true],
    ['bob@sub.example.com', false, false],
    ['drop@mail.example', false, false],
    ['bob', false, false],
    ['|', false, false],
    [':blackhole:', false, false],
  ] as const) {
    assert.equal(fits({ recipient_domain: 'own' }, to(recipient)), isOwn, recipient)
    assert.equal(fits({ recipient_domain: 'local' }, to(recipient)), isLocal, recipient)
  }
})

test('what an account changes is in no domain of its own, and where nobody tells where it leads, nothing fits', () => {
  const change = { mailbox_address: 'shop', domain: 'example.com', context: 'domain' } as const
  for (const forward_recipient of ['bob@example.com', 'bob@shop', null])
    assert.equal(
      fits({ recipient_domain: 'own' }, eventOf('default_address_changed', { ...change, forward_recipient })),
      false,
    )
  assert.equal(fits({ recipient_domain: 'local' }, eventOf('forward_added_partial_ip')), false)
  assert.equal(fits({ recipient_domain: 'local' }), false)
})
