import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import * as v from 'valibot'
import { checkpoint, withoutAgain } from '../../../agent/follow/checkpoint.ts'
import { fingerprintOf } from '../../../agent/follow/fingerprint/fingerprint.ts'

const position = { inode: '12', generation: 'g', offset: 4, skipping: false, seam: fingerprintOf(Buffer.from('one\n')) }

suite('a checkpoint that is read back', () => {
  test('is what was saved', () => {
    const saved = { files: [position, { ...position, inode: '18446744073709551615' }] }
    assert.deepEqual(v.parse(checkpoint, JSON.parse(JSON.stringify(saved))), saved)
    assert.deepEqual(v.parse(checkpoint, { files: [] }), { files: [] })
    const withSeen = { ...saved, seen: [{ inode: '18446744073709551614', generation: '' }] }
    assert.deepEqual(v.parse(checkpoint, JSON.parse(JSON.stringify(withSeen))), withSeen)
  })

  test('is refused if it points before the beginning of a file, or beyond what a number can hold', () => {
    for (const offset of [3, -1, 0.5, 2 ** 53]) assert.ok(!v.is(checkpoint, { files: [{ ...position, offset }] }))
  })

  test('says what is sealed and to be heard again, which ends where the position is', () => {
    for (const again of [0, 3, 4]) assert.ok(v.is(checkpoint, { files: [{ ...position, again }] }))
    for (const again of [-1, 0.5, 5]) assert.ok(!v.is(checkpoint, { files: [{ ...position, again }] }))
    const finished = { ...position, again: 0, ended: true } as const
    assert.deepEqual(withoutAgain({ files: [finished, { ...position, again: 0 }] }), { files: [position] })
  })

  test('is refused if a part is missing', () => {
    for (const key of Object.keys(position)) {
      assert.ok(!v.is(checkpoint, { files: [{ ...position, [key]: undefined }] }), key)
    }
    assert.ok(!v.is(checkpoint, {}))
  })
})
