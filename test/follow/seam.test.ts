import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import * as v from 'valibot'
import { SEAM_LENGTH, fits, seam, seamOf } from '../../agent/follow/seam.ts'

suite('a seam', () => {
  test('fits the bytes it was made of, and no others', () => {
    const made = seamOf(Buffer.from('one\ntwo\n'))
    assert.ok(fits(made, Buffer.from('one\ntwo\n')))
    assert.ok(!fits(made, Buffer.from('one\ntwO\n')))
    assert.ok(!fits(made, Buffer.from('ne\ntwo\n')))
  })

  test('holds nothing of the log but a length and a digest', () => {
    const made = seamOf(Buffer.from('secret'))
    assert.deepEqual(Object.keys(made), ['length', 'sha256'])
    assert.match(made.sha256, /^[\w-]{43}$/)
  })

  test('that claims to be longer than any seam is refused', () => {
    assert.ok(v.is(seam, { length: SEAM_LENGTH, sha256: '' }))
    assert.ok(!v.is(seam, { length: SEAM_LENGTH + 1, sha256: '' }))
    assert.ok(!v.is(seam, { length: -1, sha256: '' }))
  })
})
