import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import * as v from 'valibot'
import {
  FINGERPRINT_LENGTH,
  fingerprint,
  fingerprintOf,
  matches,
} from '../../../../agent/follow/fingerprint/fingerprint.ts'

suite('a fingerprint', () => {
  test('matches the bytes it was made of, and no others', () => {
    const made = fingerprintOf(Buffer.from('one\ntwo\n'))
    assert.ok(matches(made, Buffer.from('one\ntwo\n')))
    assert.ok(!matches(made, Buffer.from('one\ntwO\n')))
    assert.ok(!matches(made, Buffer.from('ne\ntwo\n')))
  })

  test('contains nothing of the log but a length and digests', () => {
    const made = fingerprintOf(Buffer.from('secret'))
    assert.deepEqual(Object.keys(made), ['length', 'sha256', 'end', 'lines'])
    assert.match(made.sha256, /^[\w-]{43}$/)
  })

  test('that claims to be longer than any can be is refused', () => {
    assert.ok(v.is(fingerprint, { length: FINGERPRINT_LENGTH, sha256: '', end: 0 }))
    assert.ok(!v.is(fingerprint, { length: FINGERPRINT_LENGTH + 1, sha256: '', end: 0 }))
    assert.ok(!v.is(fingerprint, { length: -1, sha256: '', end: 0 }))
  })
})
