import assert from 'node:assert/strict'
import { test } from 'node:test'
import { atLeast, named } from '../../../../hub/console/words/numbers.ts'

test('of many hosts some are named, and the others are counted', () => {
  assert.equal(named(['srv01', 'srv02'], 4), 'srv01, srv02 and 2 others')
  assert.equal(named(['srv01', 'srv02'], 3), 'srv01, srv02 and 1 other')
  assert.equal(named(['srv01', 'srv02'], 2), 'srv01, srv02')
})

test('a count that nobody finished is not told as one', () => {
  assert.deepEqual([atLeast(1912, true), atLeast(1912, false)], ['1,912', '1,912 or more'])
  assert.equal(atLeast(0, false), 'none among the newest')
})
