import assert from 'node:assert/strict'
import {
  appendFileSync,
  copyFileSync,
  linkSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { suite, test } from 'node:test'
import { Followed, rotate, temporaryLog } from '../followed.ts'

suite('a restart', () => {
  test('continues after the last line that was delivered', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\nha')
    const first = new Followed(path)
    await first.look()
    const from = await first.stop()
    appendFileSync(path, 'lf\nb\n')
    const second = new Followed(path, { from })
    assert.deepEqual(await second.look(), ['half', 'b'])
    assert.equal(second.taken[0]?.generation, first.taken[0]?.generation)
    assert.deepEqual(second.codes, ['source_found'])
  })

  test('from an older checkpoint delivers the same lines with the same generation and offset', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\n')
    const first = new Followed(path)
    await first.look()
    const from = first.checkpoint
    appendFileSync(path, 'b\nc\n')
    await first.look()
    await first.stop()
    rotate(path)
    const second = new Followed(path, { from })
    await second.look()
    assert.deepEqual(second.taken, first.taken.slice(1))
  })

  test('after a rotation reads the rest of the old file, then the new one', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\n')
    const first = new Followed(path)
    await first.look()
    const from = await first.stop()
    appendFileSync(path, 'b\n')
    rotate(path, 'c\n')
    const second = new Followed(path, { from })
    assert.deepEqual(await second.look(), ['b', 'c'])
    assert.deepEqual(second.codes, ['source_found', 'source_rotated'])
  })

  test('reads a file once that was finished before the one after it had a position', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\n')
    const first = new Followed(path)
    await first.look()
    const from = await first.stop()
    rotate(path, 'b\n')
    rotate(path)
    // Nobody has written to it for long.
    utimesSync(`${path}.1`, 1, 1)
    const second = new Followed(path, { from })
    assert.deepEqual(await second.look(), ['b'])
    assert.deepEqual(await new Followed(path, { from: await second.stop() }).look(), [])
    assert.deepEqual(await new Followed(path, { from: second.checkpoint }).lookPastGrace(), [])
  })

  test('after several rotations reads all files in order', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\n')
    const first = new Followed(path)
    await first.look()
    const from = await first.stop()
    appendFileSync(path, 'b\n')
    for (const content of ['c\n', 'd\n', 'e\n']) rotate(path, content)
    assert.deepEqual(await new Followed(path, { from }).look(), ['b', 'c', 'd', 'e'])
  })

  test('shortly after a rotation continues in both files', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\nhalf')
    const first = new Followed(path)
    await first.look()
    rotate(path, 'b\n')
    await first.look()
    const from = await first.stop()
    assert.equal(from?.files.length, 2)
    appendFileSync(`${path}.1`, ' and half\nstraggler\n')
    appendFileSync(path, 'c\n')
    rotate(path, 'd\n')
    const second = new Followed(path, { from })
    assert.deepEqual(await second.look(), ['half and half', 'straggler', 'c', 'd'])
    await second.lookPastGrace()
    assert.equal(second.checkpoint?.files.length, 1)
  })

  test('with the newest file renamed to an older name continues in both', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\n')
    const first = new Followed(path)
    await first.look()
    rotate(path, 'b\n')
    await first.look()
    const from = await first.stop()
    renameSync(path, `${path}.2`)
    renameSync(`${path}.1`, path)
    appendFileSync(path, 'c\n')
    appendFileSync(`${path}.2`, 'd\n')
    assert.deepEqual(await new Followed(path, { from }).lookPastGrace(), ['d', 'c'])
  })

  test('with an older file back at the path, and the newest gone, keeps following it', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\n')
    const first = new Followed(path)
    await first.look()
    rotate(path, 'b\n')
    await first.look()
    const from = await first.stop()
    renameSync(`${path}.1`, path)
    const second = new Followed(path, { from })
    assert.deepEqual(await second.lookPastGrace(), [])
    assert.deepEqual(second.codes, ['source_found', 'log_gap'])
    appendFileSync(path, 'c\n')
    assert.deepEqual(await second.lookPastGrace(), ['c'])
  })

  test('finds the file elsewhere while there is none at its path', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\n')
    const first = new Followed(path)
    await first.look()
    const from = await first.stop()
    appendFileSync(path, 'b\n')
    renameSync(path, `${path}.1`)
    const second = new Followed(path, { from })
    assert.deepEqual(await second.look(), ['b'])
    writeFileSync(path, 'c\n')
    assert.deepEqual(await second.look(), ['c'])
  })

  test('after a truncation starts over, and reports the gap', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\nb\n')
    const first = new Followed(path)
    await first.look()
    const from = await first.stop()
    truncateSync(path)
    appendFileSync(path, 'c\n')
    const second = new Followed(path, { from })
    assert.deepEqual(await second.look(), ['c'])
    assert.deepEqual(second.codes, ['log_gap'])
  })

  test('after a truncation and growth past the offset, with the same first line, starts over', async (t) => {
    const path = temporaryLog(t)
    const banner = 'banner\n'.repeat(600)
    writeFileSync(path, `${banner}a\n`)
    const first = new Followed(path)
    await first.look()
    const from = await first.stop()
    writeFileSync(path, `${banner}b\nc\nd\n`)
    assert.deepEqual((await new Followed(path, { from }).look()).slice(600), ['b', 'c', 'd'])
  })

  test('after a deletion starts with the new file, and reports the gap', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\n')
    const first = new Followed(path)
    await first.look()
    const from = await first.stop()
    // A link elsewhere, so that the new file does not reuse the inode.
    linkSync(path, temporaryLog(t))
    rmSync(path)
    const second = new Followed(path, { from })
    assert.deepEqual(await second.look(), [])
    assert.deepEqual(second.codes, [])
    writeFileSync(path, 'b\n')
    assert.deepEqual(await second.look(), ['b'])
    assert.deepEqual(second.codes, ['source_found', 'log_gap'])
    assert.match(second.told[1]?.text ?? '', /after byte 2 /)
  })

  test('is not misled by a new file that reuses the inode of the old one', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\n')
    const { ino } = statSync(path)
    const first = new Followed(path)
    await first.look()
    const from = await first.stop()
    // Reuse of an inode cannot be forced; another content in the same inode looks the same.
    writeFileSync(path, 'b\nc\n')
    assert.equal(statSync(path).ino, ino)
    assert.deepEqual(await new Followed(path, { from }).look(), ['b', 'c'])
  })

  test('is not misled by a copy in the place of the rotated file', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\n')
    const first = new Followed(path)
    await first.look()
    const from = await first.stop()
    copyFileSync(path, `${path}.1`)
    truncateSync(path)
    appendFileSync(path, 'b\n')
    assert.deepEqual(await new Followed(path, { from }).lookPastGrace(), ['b'])
  })

  test('finds the newest file by its content if only a copy of it is left, and reads nothing again', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\n')
    const first = new Followed(path)
    await first.look()
    rotate(path, 'b\n')
    await first.look()
    const from = await first.stop()
    // In between is a copy of what has been read: nothing newer than the file that is found may be read again.
    renameSync(`${path}.1`, `${path}.2`)
    copyFileSync(path, `${path}.1`)
    rmSync(path)
    writeFileSync(`${path}.other`, '')
    appendFileSync(`${path}.2`, 'straggler\n')
    const second = new Followed(path, { from })
    assert.deepEqual(await second.look(), ['straggler'])
    assert.deepEqual(second.checkpoint?.files.at(-1), from?.files.at(-1))
    writeFileSync(path, 'c\n')
    assert.deepEqual(await second.look(), ['c'])
    assert.deepEqual(second.codes, ['source_found', 'source_copied', 'source_rotated'])
  })
})
