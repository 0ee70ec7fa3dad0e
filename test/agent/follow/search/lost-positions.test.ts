import assert from 'node:assert/strict'
import { appendFileSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { LogFile } from '../../../../agent/follow/files/log-file.ts'
import type { OpenFile } from '../../../../agent/follow/files/open-file.ts'
import { LostPositions } from '../../../../agent/follow/search/lost-positions.ts'
import { Followed, positionAtEnd, rotate, temporaryLog } from '../followed.ts'

test('a rotation during the search hides no copy', async (t) => {
  const path = temporaryLog(t)
  const [oldest, torn, newer] = [`${path}.3`, `${path}.2.gz`, `${path}.1`]
  writeFileSync(oldest, 'one\n')
  const position = positionAtEnd(oldest)
  appendFileSync(oldest, 'two\n')
  writeFileSync(torn, gzipSync('three\n').subarray(0, -9))
  writeFileSync(newer, 'four\n')
  writeFileSync(path, 'five\n')
  const wanted = [oldest, newer].map((file) => String(statSync(file).ino))
  const current = LogFile.open(path)

  let [now, isRotating] = [0, false]
  const elapsed = (): number => {
    if (isRotating) {
      isRotating = false
      renameSync(oldest, `${path}.4`)
      renameSync(torn, `${path}.3.gz`)
      renameSync(newer, `${path}.2`)
      renameSync(path, `${path}.1`)
      writeFileSync(path, 'six\n')
    }
    return now
  }
  const lost = new LostPositions({ source: 'test', path, tell: () => undefined, elapsed })
  lost.add({ position, wanted: 'rest' })
  assert.deepEqual((await lost.recover([current])).found, [])
  now = 60_000
  isRotating = true
  assert.deepEqual((await lost.recover([current])).found, [])
  now = 120_000
  const { found } = await lost.recover([current])
  const files = found.flatMap((each) => each.files)
  assert.deepEqual(
    files.map(({ inode }) => inode),
    wanted,
  )
  for (const file of [current, ...files]) file.close()
})

test('a copy is found at whatever moment of the search a rotation renames all of them', async (t) => {
  for (let turns = 0; turns < 60; turns += 1) {
    const path = temporaryLog(t)
    const copy = (number: number): string => `${path}.${number}.gz`
    writeFileSync(path, 'one\n')
    const position = positionAtEnd(path)
    const contents = ['four\n', 'three\n', 'two\n', 'one\n']
    for (const [index, content] of contents.entries()) writeFileSync(copy(index + 1), gzipSync(content))
    writeFileSync(path, 'five\n')
    const current = LogFile.open(path)
    const told: string[] = []
    const lost = new LostPositions({ source: 'test', path, tell: ({ code }) => told.push(code), elapsed: () => 0 })
    lost.add({ position, wanted: 'rest' })
    const searching = lost.recover([current])
    for (let turn = 0; turn < turns; turn += 1) await setImmediate()
    for (const number of [4, 3, 2, 1]) renameSync(copy(number), copy(number + 1))
    renameSync(path, `${path}.1`)
    writeFileSync(path, 'six\n')
    const first = await searching
    const { found, gaps } = lost.count === 0 ? first : await lost.recover([current])
    const files = found.flatMap((each) => each.files)
    assert.deepEqual([files[0]?.offset, gaps, told], [4, [], ['source_copied']], `after ${turns} turns`)
    for (const file of [current, ...files]) file.close()
  }
})

test('a compressed copy that an earlier search found is not returned again', async (t) => {
  const path = temporaryLog(t)
  const plain = [`${path}.2`, `${path}.1`]
  const positions = plain.map((file, index) => {
    writeFileSync(file, `line ${index}\n`)
    const position = positionAtEnd(file)
    writeFileSync(`${file}.gz`, gzipSync(readFileSync(file)))
    rmSync(file)
    return position
  })
  const lost = new LostPositions({ source: 'test', path, tell: () => undefined, elapsed: () => 0 })
  const known: OpenFile[] = []
  for (const position of positions.toReversed()) {
    lost.add({ position, wanted: 'rest' })
    for (const { files } of (await lost.recover(known)).found) known.push(...files)
  }
  assert.deepEqual(
    known.map(({ offset }) => offset),
    [7, 7],
  )
  for (const file of known) file.close()
})

test('positions older than a copy that is still being written wait for it', async (t) => {
  const path = temporaryLog(t)
  const [older, newer] = [`${path}.2`, `${path}.1.gz`]
  writeFileSync(older, 'one\n')
  writeFileSync(path, 'two\n')
  const positions = [positionAtEnd(older), positionAtEnd(path)]
  const whole = gzipSync('two\nthree\n')
  writeFileSync(newer, whole.subarray(0, -9))
  rmSync(path)
  // It is completed right after the search has looked at it.
  const elapsed = (): number => {
    writeFileSync(newer, whole)
    return 0
  }
  const lost = new LostPositions({ source: 'test', path, tell: () => undefined, elapsed })
  lost.add(...positions.map((position) => ({ position, wanted: 'rest' as const })))
  assert.deepEqual((await lost.recover([])).found, [])
  const files = (await lost.recover([])).found.flatMap((each) => each.files)
  assert.deepEqual(
    files.map(({ offset }) => offset),
    [4, 4],
  )
  for (const file of files) file.close()
})

test('a file found later takes its place by age', async (t) => {
  const path = temporaryLog(t)
  const plain = [`${path}.2`, `${path}.1`]
  const positions = plain.map((file, index) => {
    writeFileSync(file, `line ${index}\n`)
    return positionAtEnd(file)
  })
  const [older, newer] = plain.map((file) => gzipSync(readFileSync(file)))
  assert.ok(older !== undefined && newer !== undefined)
  for (const file of plain) rmSync(file)
  writeFileSync(`${path}.2.gz`, older.subarray(0, -9))
  writeFileSync(`${path}.1.gz`, newer)
  writeFileSync(path, 'line 2\n')
  const next = LogFile.open(path)
  const lost = new LostPositions({ source: 'test', path, tell: () => undefined, elapsed: () => 0 })
  lost.add(...positions.map((position) => ({ position, wanted: 'rest' as const, next })))
  const first = (await lost.recover([next])).found
  const known = first.flatMap(({ files }) => files)
  assert.deepEqual([first.map((each) => each.next), known.length], [[next], 1])
  writeFileSync(`${path}.2.gz`, older)
  const second = (await lost.recover([next, ...known])).found
  assert.deepEqual(
    second.map((each) => each.next),
    known,
  )
  for (const file of [next, ...known, ...second.flatMap(({ files }) => files)]) file.close()
})

test('a compressed copy stays in the checkpoint, though all read, while an older file is searched for', async (t) => {
  const path = temporaryLog(t)
  const [oldest, older] = [`${path}.2.gz`, `${path}.1.gz`]
  writeFileSync(path, 'one\n')
  const followed = new Followed(path)
  await followed.look()
  rotate(path, 'two\n')
  await followed.look()
  const from = await followed.stop()
  rotate(path, 'three\n')
  const whole = gzipSync(readFileSync(`${path}.2`))
  writeFileSync(oldest, whole.subarray(0, -9))
  writeFileSync(older, gzipSync(readFileSync(`${path}.1`)))
  for (const plain of [`${path}.2`, `${path}.1`]) rmSync(plain)
  const next = new Followed(path, { from })
  assert.deepEqual(await next.lookPastGrace(), ['three'])
  writeFileSync(oldest, whole)
  assert.deepEqual(await next.lookPastGrace(), [])
  await next.stop()
})
