import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import * as v from 'valibot'
import { SEAM_LENGTH, SeamSearch, fits, seam, seamOf } from '../../agent/follow/seam.ts'

suite('a seam', () => {
  test('fits the bytes it was made of, and no others', () => {
    const made = seamOf(Buffer.from('one\ntwo\n'))
    assert.ok(fits(made, Buffer.from('one\ntwo\n')))
    assert.ok(!fits(made, Buffer.from('one\ntwO\n')))
    assert.ok(!fits(made, Buffer.from('ne\ntwo\n')))
  })

  test('holds nothing of the log but a length and digests', () => {
    const made = seamOf(Buffer.from('secret'))
    assert.deepEqual(Object.keys(made), ['length', 'sha256', 'end', 'lines'])
    assert.match(made.sha256, /^[\w-]{43}$/)
  })

  test('that claims to be longer than any seam is refused', () => {
    assert.ok(v.is(seam, { length: SEAM_LENGTH, sha256: '', end: 0 }))
    assert.ok(!v.is(seam, { length: SEAM_LENGTH + 1, sha256: '', end: 0 }))
    assert.ok(!v.is(seam, { length: -1, sha256: '', end: 0 }))
  })

  test('is found at the end of a line, wherever the pieces are cut', () => {
    const lines = Array.from({ length: 100 }, (_, index) => `line ${index} of a log\n`)
    const content = Buffer.from(lines.join(''))
    const offset = lines.slice(0, 70).join('').length
    const wanted = seamOf(content.subarray(offset - SEAM_LENGTH, offset))
    for (const size of [1, 7, 1000, content.length]) {
      const search = new SeamSearch(wanted)
      let found: ReturnType<SeamSearch['find']>
      for (let at = 0; at < content.length && found === undefined; at += size) {
        found = search.find(content.subarray(at, at + size))
      }
      assert.equal(found?.offset, offset)
      assert.ok(fits(wanted, found.before))
    }
  })

  test('is not found where only its end is the same', () => {
    const end = `${'x'.repeat(200)}\n`
    assert.equal(new SeamSearch(seamOf(Buffer.from(`one\n${end}`))).find(Buffer.from(`two\n${end}`)), undefined)
  })
})
