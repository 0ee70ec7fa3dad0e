import assert from 'node:assert/strict'
import { test } from 'node:test'
import { array, assert as check, property, string } from 'fast-check'
import { digest } from '../../../lib/event/digest.ts'

test('different parts never have the same digest, however their text would join', () => {
  const parts = array(string({ maxLength: 4 }), { maxLength: 4 })
  check(
    property(parts, parts, (a, b) => {
      assert.equal(digest(...a) === digest(...b), JSON.stringify(a) === JSON.stringify(b))
    }),
  )
  assert.notEqual(digest('ab', 'c'), digest('a', 'bc'))
  assert.notEqual(digest('a', ''), digest('a'))
  assert.notEqual(digest('1:a'), digest('a'))
})

test('a text and its bytes have the same digest, safe in a header and a file name', () => {
  assert.equal(digest('ü'), digest(Buffer.from('ü')))
  assert.match(digest('ü'), /^[\w-]{22}$/)
})
