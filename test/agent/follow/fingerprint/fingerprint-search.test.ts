import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { FingerprintSearch } from '../../../../agent/follow/fingerprint/fingerprint-search.ts'
import { FINGERPRINT_LENGTH, fingerprintOf, matches } from '../../../../agent/follow/fingerprint/fingerprint.ts'

suite('the search for a fingerprint', () => {
  test('finds it at the end of a line, wherever the pieces are cut', () => {
    const lines = Array.from({ length: 100 }, (_, index) => `line ${index} of a log\n`)
    const content = Buffer.from(lines.join(''))
    const offset = lines.slice(0, 70).join('').length
    const wanted = fingerprintOf(content.subarray(offset - FINGERPRINT_LENGTH, offset))
    for (const size of [1, 7, 1000, content.length]) {
      const search = new FingerprintSearch(wanted)
      let found: ReturnType<FingerprintSearch['find']>
      for (let at = 0; at < content.length && found === undefined; at += size) {
        found = search.find(content.subarray(at, at + size))
      }
      assert.equal(found?.offset, offset)
      assert.ok(matches(wanted, found.before))
    }
  })

  test('goes on as long as the bytes can be those of a log, however alike its lines are', () => {
    const line = `${'x'.repeat(63)}\n`
    const search = new FingerprintSearch(fingerprintOf(Buffer.from(`y${line.repeat(16).slice(-1023)}`)))
    for (let count = 0; count < 200; count += 1) search.find(Buffer.from(line.repeat(1000)))
    assert.ok(!search.isHopeless)
  })

  test('is hopeless where lines are so short, or so short and so alike, as in no log', () => {
    for (const [end, text] of [
      ['', '\n'],
      ['', '7\n'],
      ['\n'.repeat(64), `x${'\n'.repeat(100)}`],
    ] as const) {
      const search = new FingerprintSearch(fingerprintOf(Buffer.from(`${'one\n'.repeat(200)}${end}`)))
      for (let bytes = 0; bytes < 2 ** 21 && !search.isHopeless; bytes += text.length * 1000) {
        assert.equal(search.find(Buffer.from(text.repeat(1000))), undefined)
      }
      assert.ok(search.isHopeless, JSON.stringify(text))
    }
  })

  test('finds one that covers NULs of a hole that was skipped', () => {
    const content = Buffer.concat([Buffer.from('one\n'), Buffer.alloc(5000), Buffer.from('two\nthree\n')])
    const search = new FingerprintSearch(fingerprintOf(content.subarray(-FINGERPRINT_LENGTH - 6, -6)))
    search.find(content.subarray(0, 4))
    search.passNuls(5000)
    assert.equal(search.find(content.subarray(-10))?.offset, content.length - 6)
  })

  test('does not find it where only its last bytes are the same', () => {
    const end = `${'x'.repeat(200)}\n`
    const search = new FingerprintSearch(fingerprintOf(Buffer.from(`one\n${end}`)))
    assert.equal(search.find(Buffer.from(`two\n${end}`)), undefined)
  })
})
