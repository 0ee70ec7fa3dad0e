import assert from 'node:assert/strict'
import { appendFileSync, truncateSync, writeFileSync } from 'node:fs'
import { type TestContext, suite, test } from 'node:test'
import { LogFile } from '../../../../agent/follow/files/log-file.ts'
import { FINGERPRINT_LENGTH, fingerprintOf } from '../../../../agent/follow/fingerprint/fingerprint.ts'
import { findFingerprint } from '../../../../agent/follow/search/content-search.ts'
import { temporaryLog } from '../followed.ts'

/** A log that consists of one line and a hole of this size. */
function logWithHole(t: TestContext, size: number): { path: string; file: LogFile } {
  const path = temporaryLog(t)
  writeFileSync(path, 'one\n')
  truncateSync(path, size)
  const file = LogFile.open(path)
  t.after(() => file.close())
  return { path, file }
}

suite('the search of a file', () => {
  test('finds a fingerprint after a hole, or across its end', async (t) => {
    const lines = Array.from({ length: 100 }, (_, index) => `a line ${index + 100}\n`).join('')
    const { path, file } = logWithHole(t, 2 ** 28)
    appendFileSync(path, `${lines}two\n`)
    assert.ok(await findFingerprint(file, fingerprintOf(Buffer.from(lines.slice(-FINGERPRINT_LENGTH)))))
    const read = file.read()
    assert.ok(typeof read !== 'string')
    assert.equal(read.bytes.toString(), 'two\n')
    const across = Buffer.concat([Buffer.alloc(FINGERPRINT_LENGTH - 11), Buffer.from(lines.slice(0, 11))])
    assert.ok(await findFingerprint(file, fingerprintOf(across)))
    assert.equal(file.offset, 2 ** 28 + 11)
  })

  test('ends when the program does', async (t) => {
    const { file } = logWithHole(t, 2 ** 40)
    const end = new AbortController()
    const search = findFingerprint(file, fingerprintOf(Buffer.from('two\n')), end.signal)
    end.abort()
    await assert.rejects(search, { name: 'AbortError' })
  })
})
