import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { KeyWords } from '../../../lib/traffic/key-words.ts'

const KEY = fc.oneof(fc.uint8Array({ maxLength: 9 }), fc.uint8Array({ minLength: 58, maxLength: 70 }))

/** The view of bytes with others around them, from which the key is read. */
function viewOf(key: Uint8Array, before: number): DataView {
  return new DataView(Uint8Array.from([...Array(before).fill(7), ...key, 9]).buffer)
}

test('a slot has the key that was put there last, wherever it is read, and no other', () => {
  fc.assert(
    fc.property(KEY, KEY, KEY, fc.nat(5), (old, key, other, before) => {
      const words = new KeyWords(3)
      words.put(1, viewOf(old, 0), 0, old.length)
      words.put(1, viewOf(key, before), before, before + key.length)
      assert.deepEqual(words.key(1), Buffer.from(key.subarray(0, 64)))
      assert.equal(words.has(1, viewOf(key, 3), 3, 3 + key.length), key.length <= 64)
      const isSame = key.length <= 64 && Buffer.compare(key, other) === 0
      assert.equal(words.has(1, viewOf(other, 0), 0, other.length), isSame)
    }),
  )
})

test('one byte more, less or other is another key', () => {
  const key = Buffer.from('/wp-login.php')
  const words = new KeyWords(1)
  words.put(0, viewOf(key, 0), 0, key.length)
  const others = Array.from({ length: key.length }, (_, at) => {
    const other = Buffer.from(key)
    other[at]! ^= 1
    return other
  })
  for (const other of [...others, key.subarray(1), key.subarray(0, -1), Buffer.concat([key, Buffer.of(0)])])
    assert.ok(!words.has(0, viewOf(other, 1), 1, 1 + other.length), other.toString())
})

test('a slot without a key has none, not even that of no bytes', () => {
  assert.ok(!new KeyWords(1).has(0, viewOf(new Uint8Array(), 0), 0, 0))
})
