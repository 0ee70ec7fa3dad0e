import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { utf8Text } from '../../../lib/text/utf8-text.ts'

test('bytes that are no UTF-8 are written as such, and the text around them stays', () => {
  for (const [hex, expected] of [
    ['61ff62', String.raw`a\xffb`],
    ['c3a4c3', String.raw`ä\xc3`],
    ['e282ace282', String.raw`€\xe2\x82`],
    ['c0afeda080f4908080', String.raw`\xc0\xaf\xed\xa0\x80\xf4\x90\x80\x80`],
    ['f09d849eefbfbd80', String.raw`𝄞${'\ufffd'}\x80`],
    ['efbfbd', '\ufffd'],
    ['', ''],
  ] as const)
    assert.equal(utf8Text(Buffer.from(hex, 'hex')), expected, hex)
})

test('all other text is as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '\0', 'ä', '€', '𝄞', '\ufffd') }), (text) => {
      const around = Buffer.concat([Buffer.from(text), Buffer.from([0xff]), Buffer.from(text)])
      assert.equal(utf8Text(Buffer.from(text)), text)
      assert.equal(utf8Text(around), String.raw`${text}\xff${text}`)
    }),
  )
})
