import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import * as v from 'valibot'
import { foreignJson } from '../../../lib/text/foreign-json.ts'

/** A value nested this deep, in lists and objects by turns. */
function nested(levels: number): string {
  const opened = Array.from({ length: levels }, (_, level) => (level % 2 === 0 ? '[' : '{"a":'))
  const closed = opened.map((open) => (open === '[' ? ']' : '}')).toReversed()
  return `${opened.join('')}1${closed.join('')}`
}

test('JSON of at most 32 levels is parsed', () => {
  fc.assert(
    fc.property(fc.json({ depthSize: 'medium', maxDepth: 8 }), fc.integer({ min: 0, max: 2 }), (text, indent) => {
      const written = JSON.stringify(JSON.parse(text), undefined, indent)
      assert.deepEqual(v.parse(foreignJson, written), JSON.parse(written))
    }),
  )
  for (const levels of [0, 1, 31, 32])
    assert.deepEqual(v.parse(foreignJson, nested(levels)), JSON.parse(nested(levels)))
})

test('deeper JSON is refused without being parsed', (t) => {
  const parse = t.mock.method(JSON, 'parse')
  for (const text of [nested(33), '['.repeat(262_144), '{"args":'.repeat(30_000), '[[],'.repeat(40)]) {
    assert.ok(!v.is(foreignJson, text))
  }
  assert.equal(parse.mock.callCount(), 0)
})

test('brackets in strings do not count as levels, whatever is escaped before a quote', () => {
  for (const text of ['[[[[', '\\', '\\\\', '"', '\\"', '\\\\"[', '"\\']) {
    const written = JSON.stringify({ [text.repeat(40)]: [text.repeat(40)] })
    assert.deepEqual(v.parse(foreignJson, written), JSON.parse(written))
  }
})

test('other text is refused', () => {
  for (const text of ['', '{', '"', '"\\', ']]', 'x', '{}}']) assert.ok(!v.is(foreignJson, text), text)
})
