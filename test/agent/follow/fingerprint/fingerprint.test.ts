import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import * as v from 'valibot'
import { SEAM_LENGTH, SeamSearch, fits, seam, seamOf } from '../../../../agent/follow/fingerprint/fingerprint.ts'

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

  test('is looked for as long as bytes may be those of a log, however alike its lines are', () => {
    const line = `${'x'.repeat(63)}\n`
    const search = new SeamSearch(seamOf(Buffer.from(`y${line.repeat(16).slice(-1023)}`)))
    for (let count = 0; count < 200; count += 1) search.find(Buffer.from(line.repeat(1000)))
    assert.ok(!search.isHopeless)
  })

  test('is given up where bytes are none of a log: lines so short, or so short and so alike, are in none', () => {
    for (const [end, text] of [
      ['', '\n'],
      ['', '7\n'],
      ['\n'.repeat(64), `x${'\n'.repeat(100)}`],
    ] as const) {
      const search = new SeamSearch(seamOf(Buffer.from(`${'one\n'.repeat(200)}${end}`)))
      for (let bytes = 0; bytes < 2 ** 21 && !search.isHopeless; bytes += text.length * 1000) {
        assert.equal(search.find(Buffer.from(text.repeat(1000))), undefined)
      }
      assert.ok(search.isHopeless, JSON.stringify(text))
    }
  })

  test('may hold NULs of a hole that was passed over', () => {
    const content = Buffer.concat([Buffer.from('one\n'), Buffer.alloc(5000), Buffer.from('two\nthree\n')])
    const search = new SeamSearch(seamOf(content.subarray(-SEAM_LENGTH - 6, -6)))
    search.find(content.subarray(0, 4))
    search.passNuls(5000)
    assert.equal(search.find(content.subarray(-10))?.offset, content.length - 6)
  })

  test('is not found where only its end is the same', () => {
    const end = `${'x'.repeat(200)}\n`
    assert.equal(new SeamSearch(seamOf(Buffer.from(`one\n${end}`))).find(Buffer.from(`two\n${end}`)), undefined)
  })
})
