import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AddressList, isAddressOrNetwork } from '../../../hub/config/address-list.ts'

test('a list holds addresses and networks of both families', () => {
  const list = new AddressList(['192.0.2.7', '198.51.100.0/24', '2001:db8::/32'])
  for (const inside of ['192.0.2.7', '198.51.100.200', '2001:db8::1']) assert.ok(list.has(inside), inside)
  for (const outside of ['192.0.2.8', '203.0.113.1', '::1', '', 'example.com']) assert.ok(!list.has(outside), outside)
})

test('only addresses and networks may be in a list', () => {
  for (const good of ['192.0.2.7', '192.0.2.0/24', '0.0.0.0/0', '::1', '2001:db8::/128'])
    assert.ok(isAddressOrNetwork(good), good)
  for (const bad of [
    '',
    'example.com',
    '192.0.2.0/33',
    '192.0.2.0/',
    '192.0.2.0/x',
    '2001:db8::/129',
    '/24',
    '192.0.2',
  ])
    assert.ok(!isAddressOrNetwork(bad), bad)
})
