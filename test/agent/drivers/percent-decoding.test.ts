import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { percentDecode } from '../../../agent/drivers/percent-decoding.ts'

test('whatever was encoded comes back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 50 }), (text) => {
      assert.equal(percentDecode(encodeURIComponent(text)), text)
    }),
  )
})

test('it decodes once, in either case of letters, and leaves plus signs and lone percent signs', () => {
  assert.equal(percentDecode('%2540'), '%40')
  assert.equal(percentDecode('%c3%A9%2B'), 'é+')
  assert.equal(percentDecode('a+b'), 'a+b')
  assert.equal(percentDecode('100%, %4, %zz, %'), '100%, %4, %zz, %')
})

test('bytes that are no UTF-8 become replacement characters', () => {
  assert.equal(percentDecode('caf%e9%40example.com'), 'caf\ufffd@example.com')
  assert.equal(percentDecode('%c3x%a9'), '\ufffdx\ufffd')
})
