import assert from 'node:assert/strict'
import { appendFileSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { LogFile } from '../../agent/follow/log-file.ts'
import { LostPositions } from '../../agent/follow/lost-positions.ts'
import type { OpenFile } from '../../agent/follow/open-file.ts'
import { positionAtEnd, temporaryLog } from './followed.ts'

test('a rotation in the middle of the search hides no copy', async (t) => {
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

test('a compressed copy that a former search found is not given again', async (t) => {
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
