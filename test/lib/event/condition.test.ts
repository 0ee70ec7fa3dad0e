import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Condition, fitsAny } from '../../../lib/event/condition.ts'
import { eventOf } from '../../support/events.ts'

const EVENT = eventOf('login', { mailbox_address: 'anna@shop.example', ip: '192.0.2.10' })

function fits(...conditions: readonly Condition[]): boolean {
  return fitsAny(conditions)(EVENT)
}

test('an event fits if all parts of one condition do', () => {
  assert.equal(fits(), false)
  assert.equal(fits({ type: 'login' }), true)
  assert.equal(fits({ type: 'login', context: 'mailbox', mailbox: 'anna@shop.example', ip: '192.0.2.10' }), true)
  assert.equal(fits({ type: 'login', context: 'domain' }), false)
  assert.equal(fits({ type: 'log_gap' }, { ip: '192.0.2.10' }), true)
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
    assert.equal(fits({ mailbox }), true, mailbox)
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
    assert.equal(fits({ mailbox }), false, mailbox)
  // The two ends of a pattern must not match the same characters.
  assert.equal(fitsAny([{ mailbox: 'ab*ba' }])({ id: 'x1', mailbox_address: 'aba' }), false)
})

test('an address matches however it is written, and a network matches all of its addresses', () => {
  for (const ip of ['192.0.2.10', '192.0.2.0/24', '0.0.0.0/0', '192.0.2.*']) assert.equal(fits({ ip }), true, ip)
  for (const ip of ['192.0.2.1', '192.0.2.0/29', '::/0', '198.51.100.*']) assert.equal(fits({ ip }), false, ip)
  const isSix = fitsAny([{ ip: '2001:DB8:0::7' }, { ip: '2001:db8:1::/48' }])
  assert.equal(isSix({ id: 'x1', ip: '2001:db8::7' }), true)
  assert.equal(isSix({ id: 'x1', ip: '2001:db8:1:2::3' }), true)
  assert.equal(isSix({ id: 'x1', ip: '2001:db8:2::3' }), false)
  assert.equal(isSix({ id: 'x1', ip: 'no address' }), false)
})

test('a null field fits nothing, not even a star', () => {
  assert.equal(fitsAny([{ ip: '*' }])(eventOf('login')), false)
  assert.equal(fitsAny([{ mailbox: '*' }])(eventOf('log_gap')), false)
})
