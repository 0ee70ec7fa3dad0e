import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { ByteEscaper, escapedBytes } from '../../../lib/text/escaped-bytes.ts'

function inPieces(pieces: readonly Uint8Array[]): string {
  const escaper = new ByteEscaper()
  return pieces.map((piece) => escaper.take(piece)).join('') + escaper.end()
}

test('text of UTF-8 with tabs and newlines stays as it is', () => {
  const text = 'a\tb\\x1b\nÄ€😀\n'
  assert.equal(escapedBytes(Buffer.from(text)), text)
})

test('what steers a terminal, hides or reorders is escaped, and so is each byte that is no UTF-8', () => {
  assert.equal(
    escapedBytes(Buffer.from('\r\u001b[0m\u007f\u0085\u202e\u2028')),
    String.raw`\x0d\x1b[0m\x7f\u0085\u202e\u2028`,
  )
  const foreign: readonly (readonly [string, string])[] = [
    ['c328', String.raw`\xc3(`],
    ['c0af', String.raw`\xc0\xaf`],
    ['eda080', String.raw`\xed\xa0\x80`],
    ['f4908080', String.raw`\xf4\x90\x80\x80`],
    ['e282', String.raw`\xe2\x82`],
    ['ffc3bc80', String.raw`\xffü\x80`],
  ]
  for (const [hex, text] of foreign) assert.equal(escapedBytes(Buffer.from(hex, 'hex')), text, hex)
})

test('it does not matter where the bytes are cut', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 4 }),
    fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
  )
  fc.assert(
    fc.property(fc.array(bytes), fc.integer({ min: 1, max: 3 }), (parts, size) => {
      const whole = Buffer.concat(parts)
      const cut = Array.from({ length: Math.ceil(whole.length / size) }, (_, at) =>
        whole.subarray(at * size, (at + 1) * size),
      )
      assert.equal(inPieces(cut), escapedBytes(whole))
      assert.equal(inPieces(parts), escapedBytes(whole))
      // oxlint-disable-next-line no-control-regex -- the control characters are what this is about
      assert.doesNotMatch(escapedBytes(whole), /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffd]/)
    }),
  )
})
