import assert from 'node:assert/strict'
import { test } from 'node:test'
import { networkOf } from '../../../lib/rules/network.ts'

test('an address is in its /24 or /64, and other text in none', () => {
  for (const [ip, network] of [
    ['192.0.2.77', '192.0.2.0/24'],
    ['2001:db8::1', '2001:db8::/64'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:0:1::', '2001:db8:0:1::/64'],
    ['::1', '::/64'],
    ['host.example.com', undefined],
    ['', undefined],
  ] as const)
    assert.equal(networkOf(ip), network, ip)
})
