import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as v from 'valibot'
import { bodyJson } from '../../../hub/http/body-json.ts'

const read = (text: string): unknown => v.safeParse(bodyJson, text).success

test('a body of JSON has U+0000 in no text and no name, however deep and after whatever it stands', () => {
  for (const value of ['\0', 'a\0b', ['\0'], { a: [{ b: '\\\0' }] }, { 'a\0': 1 }, String.raw`\u0000` + '\0'])
    assert.equal(read(JSON.stringify(value)), false, JSON.stringify(value))
  // A raw one is no JSON at all.
  assert.equal(read('"\0"'), false)
})

test('letters that only look like the escape of U+0000 pass', () => {
  for (const value of [String.raw`\u0000`, String.raw`\\u0000`, 'u0000', '\u{1}0000', String.raw`C:\u0000`])
    assert.equal(read(JSON.stringify(value)), true, JSON.stringify(value))
})
