import assert from 'node:assert/strict'
import { test } from 'node:test'
import { oneLine, plainText } from '../../../lib/text/plain-text.ts'

test('readable text is unchanged', () => {
  const text = 'a Z 0 ~ é 日本 😀 \u00a0 "quoted" <b>'
  assert.equal(plainText(text), text)
})

test('every control character, line separator and bidirectional control becomes a question mark', () => {
  const ranges: [number, number][] = [
    [0, 0x1f],
    [0x7f, 0x9f],
    [0x61c, 0x61c],
    [0x200e, 0x200f],
    [0x2028, 0x202e],
    [0x2066, 0x2069],
  ]
  for (const [from, to] of ranges) {
    for (let code = from; code <= to; code += 1) assert.equal(plainText(String.fromCharCode(code)), '?', `${code}`)
  }
})

test('sentences on lines of their own become one line with one full stop at its end', () => {
  assert.equal(oneLine('a: wrong; write b\nc: missing'), 'a: wrong; write b | c: missing.')
  assert.equal(oneLine('It is so.'), 'It is so.')
})
