import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { Position } from '../../../../agent/follow/checkpoint.ts'
import { GzipFile } from '../../../../agent/follow/files/gzip-file.ts'
import { GzipMembers } from '../../../../agent/follow/files/gzip-members.ts'
import { fingerprintOf } from '../../../../agent/follow/fingerprint/fingerprint.ts'
import { temporaryLog } from '../followed.ts'

/** The position of a reader after this part of a log. */
function positionAfter(content: string): Position {
  const seam = fingerprintOf(Buffer.from(content.slice(-1024)))
  return { inode: '1', generation: 'g', offset: content.length, skipping: false, seam }
}

test('something named like a compressed copy but not a file is foreign, and does not block', async (t) => {
  const path = temporaryLog(t)
  execFileSync('mkfifo', [`${path}.fifo.gz`])
  mkdirSync(`${path}.folder.gz`)
  symlinkSync('/dev/zero', `${path}.device.gz`)
  symlinkSync(`${path}.fifo.gz`, `${path}.link.gz`)
  // More than Node has threads: if they waited for a writer, nothing else could run.
  const names = ['fifo', 'folder', 'device', 'link', 'fifo', 'link', 'fifo', 'link']
  const opened = names.map((name) => GzipFile.open(`${path}.${name}.gz`, positionAfter('one\n')))
  assert.deepEqual(new Set(await Promise.all(opened)), new Set(['foreign']))
  for (const name of names) await assert.rejects(GzipMembers.open(`${path}.${name}.gz`), { code: 'ENODATA' })
  assert.ok((await stat(`${path}.fifo.gz`)).isFIFO())
})

test('a copy that cannot be that of a log is unreadable, wherever a position is searched for in it', async (t) => {
  const path = `${temporaryLog(t)}.gz`
  writeFileSync(path, Buffer.concat(Array.from<Buffer>({ length: 300 }).fill(gzipSync(Buffer.alloc(1024 ** 2)))))
  assert.equal(await GzipFile.open(path, positionAfter('one\n'), { anywhere: true }), 'unreadable')
  assert.equal(await GzipFile.open(path), 'unreadable')
  writeFileSync(path, gzipSync('\n'.repeat(2 ** 20)))
  assert.equal(await GzipFile.open(path, positionAfter('one\n'), { anywhere: true }), 'unreadable')
})

test('a search in a copy ends with the program, and tells nothing about the copy', async (t) => {
  const path = `${temporaryLog(t)}.gz`
  writeFileSync(path, gzipSync('one\n'.repeat(2 ** 18)))
  const signal = AbortSignal.abort()
  await assert.rejects(GzipFile.open(path, positionAfter('two\n'), { anywhere: true, signal }), { name: 'AbortError' })
})
