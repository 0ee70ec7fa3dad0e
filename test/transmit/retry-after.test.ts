import assert from 'node:assert/strict'
import { test } from 'node:test'

import { retryAfter } from '../../agent/transmit/retry-after.ts'

const NOW = Date.parse('2026-11-06T08:00:00Z')

test('seconds count from now', () => {
  assert.equal(retryAfter(' 90 ', NOW), NOW + 90_000)
})

test('a date is that time', () => {
  assert.equal(retryAfter('Fri, 06 Nov 2026 08:30:00 GMT', NOW), NOW + 1_800_000)
})

test('nobody is made to wait longer than a day', () => {
  assert.equal(retryAfter('99999999999999999999', NOW), NOW + 86_400_000)
  assert.equal(retryAfter('Fri, 06 Nov 2099 08:30:00 GMT', NOW), NOW + 86_400_000)
})

test('a date without its zone, a negative number and nonsense say nothing', () => {
  for (const header of [undefined, '', '-5', '1.5', 'soon', 'never GMT', 'Fri Nov  6 08:30:00 2026']) {
    assert.equal(retryAfter(header, NOW), undefined, header)
  }
})
