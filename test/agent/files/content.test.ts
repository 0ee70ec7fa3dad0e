import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { appendFileSync, linkSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { bufferOf, byteTextOf } from '../../../agent/files/byte-text.ts'
import { ContentReader } from '../../../agent/files/content.ts'
import { standingAt, type WalkedFile } from '../../../agent/files/walk.ts'
import { createFileTree } from '../../support/file-trees.ts'

const signal = new AbortController().signal

function found(path: string): WalkedFile {
  const at = standingAt(byteTextOf(path), bufferOf(byteTextOf(path)))
  if (at === undefined || 'reason' in at) return assert.fail(path)
  return at
}

test('digests are those of the content, each of the same bytes', async (t) => {
  const { put } = await createFileTree(t)
  for (const size of [0, 1, 262_143, 262_144, 262_145, 1_000_000]) {
    const text = 'x'.repeat(size)
    const read = await new ContentReader(['sha256', 'md5'], signal).read(found(put('file', text)))
    const expected = ['sha256', 'md5'].map((name) => createHash(name).update(text).digest('hex'))
    assert.deepEqual('hexes' in read && read.hexes, expected)
  }
})

test('a file with several names is read once', async (t) => {
  const { path, put } = await createFileTree(t)
  put('a', 'content')
  linkSync(path('a'), path('b'))
  const reader = new ContentReader(['sha256'], signal)
  const [one, other] = [await reader.read(found(path('a'))), await reader.read(found(path('b')))]
  assert.deepEqual('hexes' in one && one.hexes, 'hexes' in other && other.hexes)
  assert.equal(reader.bytes, 7)
  appendFileSync(path('b'), '!')
  await reader.read(found(path('a')))
  assert.equal(reader.bytes, 15)
})

test('what took the place of a file since it was found is not followed, waited for, or read', async (t) => {
  const { path, put } = await createFileTree(t)
  const reader = new ContentReader(['sha256'], signal)
  const server = createServer()
  t.after(() => server.close())
  const swaps: readonly (readonly [what: string, swap: (path: string) => unknown])[] = [
    ['link', (at) => symlinkSync('/etc/shadow', at)],
    ['pipe', (at) => execFileSync('mkfifo', [at])],
    ['folder', (at) => mkdirSync(at)],
    ['socket', (at) => once(server.listen(at), 'listening')],
  ]
  for (const [what, swap] of swaps) {
    const before = found(put(what, 'x'))
    rmSync(path(what))
    await swap(path(what))
    const read = await reader.read(before)
    assert.ok('reason' in read, what)
    assert.match(read.reason, /changed while being read|ENXIO/, what)
  }
  assert.equal(reader.bytes, 0)
  const gone = found(put('gone', 'x'))
  rmSync(path('gone'))
  assert.deepEqual(await reader.read(gone), { reason: 'it is gone' })
})

/** More than is read between two looks at signals, so that others get a turn meanwhile. */
const LARGE = 40 * 1024 * 1024

test('a file that changes while it is read is read a second time, and then told', async (t) => {
  const { put } = await createFileTree(t)
  for (const times of [1, 2]) {
    const path = put('large', '')
    writeFileSync(path, Buffer.alloc(LARGE))
    const reader = new ContentReader(['sha256'], signal)
    let changes = 0
    const change = (): void => {
      // Once in each read that is to be disturbed.
      if (changes < times && reader.bytes > changes * LARGE) {
        changes += 1
        appendFileSync(path, 'x')
      }
      turn = setImmediate(change)
    }
    let turn = setImmediate(change)
    const read = await reader.read(found(path))
    clearImmediate(turn)
    assert.equal(changes, times)
    assert.deepEqual('reason' in read && read.reason, times === 2 && 'changed while being read')
  }
})

test('a signal ends a read that takes long', async (t) => {
  const { put } = await createFileTree(t)
  const path = put('large', '')
  writeFileSync(path, Buffer.alloc(LARGE))
  const stop = new AbortController()
  stop.abort()
  await assert.rejects(new ContentReader(['sha256'], stop.signal).read(found(path)), { name: 'AbortError' })
})
