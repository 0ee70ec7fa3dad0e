import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clientAddress } from '../../../agent/drivers/client-address.ts'

test('IPv4 that stands in IPv6 is IPv4, however it is spelled', () => {
  for (const text of [
    '::ffff:192.0.2.10',
    '::FFFF:192.0.2.10',
    '::ffff:c000:20a',
    '::FFFF:C000:020A',
    `${'0:'.repeat(5)}ffff:c000:20a`,
    `${'0000:'.repeat(5)}ffff:192.0.2.10`,
    '192.0.2.10',
  ]) {
    assert.equal(clientAddress(text), '192.0.2.10', text)
  }
  assert.equal(clientAddress('::ffff:0:0'), '0.0.0.0')
})

test('each other address has one spelling', () => {
  for (const text of ['2001:db8::7', '2001:DB8::7', `2001:0db8:${'0:'.repeat(5)}7`]) {
    assert.equal(clientAddress(text), '2001:db8::7', text)
  }
  assert.equal(clientAddress('::1'), '::1')
  assert.equal(clientAddress('2001:db8::7%eth0'), '2001:db8::7%eth0')
})

test('what is no address is none', () => {
  for (const text of ['', '-', 'host.example.com', '192.0.2.300', '192.0.2', '::ffff:192.0.2.300', '[::1]', '::1 ']) {
    assert.equal(clientAddress(text), undefined, text)
  }
})
