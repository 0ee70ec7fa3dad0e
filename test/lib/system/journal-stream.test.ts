import assert from 'node:assert/strict'
import { closeSync, fstatSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { isJournal } from '../../../lib/system/journal-stream.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

test('only the stream with the device and inode in JOURNAL_STREAM is the journal', async (t) => {
  const folder = await temporaryFolder(t)
  const [one, other] = ['one', 'other'].map((name) => openSync(join(folder, name), 'w'))
  t.after(() => [one, other].forEach((fd) => closeSync(fd ?? -1)))
  const { dev, ino } = fstatSync(one ?? -1, { bigint: true })
  const streamOf = (fd: number | undefined): PassThrough => Object.assign(new PassThrough(), { fd })
  assert.equal(isJournal(streamOf(one), { JOURNAL_STREAM: `${dev}:${ino}` }), true)
  assert.equal(isJournal(streamOf(other), { JOURNAL_STREAM: `${dev}:${ino}` }), false)
  assert.equal(isJournal(streamOf(one), { JOURNAL_STREAM: `${dev + 1n}:${ino}` }), false)
  for (const odd of ['', ':', `${ino}`, `${dev}:${ino}:`]) {
    assert.equal(isJournal(streamOf(one), { JOURNAL_STREAM: odd }), false, odd)
  }
  assert.equal(isJournal(streamOf(one), {}), false)
})

test('a stream without a descriptor, or with a closed one, is not the journal', () => {
  const env = { JOURNAL_STREAM: '8:1' }
  assert.equal(isJournal(new PassThrough(), env), false)
  assert.equal(isJournal(Object.assign(new PassThrough(), { fd: 1_000_000 }), env), false)
})
