import assert from 'node:assert/strict'
import { test } from 'node:test'
import { entryFilter } from '../../../agent/events/filter.ts'
import { sealedEntry } from '../../support/local-events.ts'

const ALL = { mailbox: undefined, ip: undefined, kind: undefined, severity: undefined }

test('an address finds what was concluded of a network, too, if that meets what is asked for', () => {
  const burst = { counted: 'names', count: 10, seconds: 600, ip: null, mailbox_address: null } as const
  const four = sealedEntry(['login_burst', 'a', '08:00:00'], { ...burst, network: '203.0.113.0/24' })
  const six = sealedEntry(['login_burst', 'b', '08:00:00'], { ...burst, network: '2001:db8:0:7::/64' })
  for (const [ip, found] of [
    ['203.0.113.66', [four]],
    ['203.0.113.128/25', [four]],
    ['203.0.113.0/16', [four]],
    ['198.51.100.1', []],
    ['2001:db8:0:7::1', [six]],
    ['2001:db8::/32', [six]],
    ['2001:db8:0:8::1', []],
  ] as const) {
    assert.deepEqual([four, six].filter(entryFilter({ ...ALL, ip })), found, ip)
  }
})

test('what an account did to a mailbox is of both; a mailbox can do nothing to another, whatever it names', () => {
  const password = (id: string, mailbox_address: string, named_user: string) =>
    sealedEntry(['mailbox_password_changed', id, '08:00:00'], { mailbox_address, named_user })
  const [done, claimed] = [
    password('a', 'shop', 'Anna@example.com'),
    password('b', 'eve@example.com', 'anna@example.com'),
  ]
  for (const [mailbox, found] of [
    ['anna@example.com', [done]],
    ['anna@*', [done]],
    ['SHOP', [done]],
    ['eve@example.com', [claimed]],
    ['*@example.com', [done, claimed]],
    ['*', [done, claimed]],
    ['bob@example.com', []],
  ] as const)
    assert.deepEqual([done, claimed].filter(entryFilter({ ...ALL, mailbox })), found, mailbox)
})

test('what only a later version knows is found by what this one knows of it', () => {
  const entry = { id: 'a', type: 'from_the_future', severity: 'high', mailbox_address: 'anna@example.com' }
  assert.equal(entryFilter({ ...ALL, mailbox: 'anna@*', severity: 'high' })(entry), true)
  assert.equal(entryFilter({ ...ALL, severity: 'critical' })(entry), false)
  assert.equal(entryFilter({ ...ALL, kind: '*' })(entry), true)
  assert.equal(entryFilter({ ...ALL, kind: 'login' })(entry), false)
})
