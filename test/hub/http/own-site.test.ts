import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isOfOtherSite, isOfOwnSite } from '../../../hub/http/own-site.ts'

test('a page of this hub, one of another site, and a program that is no browser are told apart', () => {
  const told = (headers: Record<string, string>): readonly boolean[] => {
    const asked = { headers, origin: 'https://hub.example.com' }
    return [isOfOwnSite(asked), isOfOtherSite(asked)]
  }
  const [own, other, nobody] = [
    [true, false],
    [false, true],
    [false, false],
  ] as const
  assert.deepEqual(told({}), nobody)
  assert.deepEqual(told({ 'sec-fetch-site': 'same-origin' }), own)
  assert.deepEqual(told({ 'sec-fetch-site': 'none' }), own)
  assert.deepEqual(told({ 'sec-fetch-site': 'same-site' }), other)
  assert.deepEqual(told({ 'sec-fetch-site': 'cross-site', origin: 'https://hub.example.com' }), other)
  assert.deepEqual(told({ origin: 'https://hub.example.com' }), own)
  for (const origin of ['null', 'http://hub.example.com', 'https://hub.example.com.evil.example', ''])
    assert.deepEqual(told({ origin }), other, origin)
})
