import assert from 'node:assert/strict'
import { appendFileSync, copyFileSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { type TestContext, suite, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { Checkpoint } from '../../../../agent/follow/checkpoint.ts'
import { LogFile } from '../../../../agent/follow/files/log-file.ts'
import { SeenFiles } from '../../../../agent/follow/search/seen-files.ts'
import { Followed, temporaryLog } from '../followed.ts'

/** A name that sorts before those of all other copies, as after the clock was set back. */
const astray = (path: string, number = 0): string => `${path}-2026110100${String(number).padStart(4, '0')}`

function compress(name: string): void {
  writeFileSync(`${name}.gz`, gzipSync(readFileSync(name)))
  rmSync(name)
}

/** A log that was read, rotated to a name before those of twenty empty files, and goes on with one line. */
async function rotatedLog(t: TestContext): Promise<{ readonly path: string; readonly followed: Followed }> {
  const path = temporaryLog(t)
  for (let number = 10; number < 30; number += 1) writeFileSync(`${path}-202611020000${number}`, '')
  writeFileSync(path, 'a line 1\na line 2\n')
  const followed = new Followed(path)
  await followed.look()
  renameSync(path, astray(path, 1))
  writeFileSync(path, 'a line 3\n')
  return { path, followed }
}

/** Everything that comes, however many copies have to be read and left for it. */
async function readAll(followed: Followed): Promise<string[]> {
  const taken: string[] = []
  for (let looks = 0; looks < 20; looks += 1) taken.push(...(await followed.lookPastGrace()))
  return taken
}

/** Ends the program after a few steps that follow a rotation. */
async function endedAfter(batches: number, followed: Followed): Promise<Checkpoint | undefined> {
  followed.wake()
  for (let count = 0; count < batches; count += 1) await followed.next()
  return followed.stop()
}

suite('a file that was at the path when the program ended, and was not read, is', () => {
  for (const batches of [1, 2]) {
    for (const number of [0, 2]) {
      const when = `${batches} steps after a rotation, ${number === 0 ? 'before' : 'after'} the copy that was read`
      test(`read whatever name it gets: ${when}`, async (t) => {
        const { path, followed } = await rotatedLog(t)
        const from = await endedAfter(batches, followed)
        renameSync(path, astray(path, number))
        writeFileSync(path, 'a line 4\n')
        const next = new Followed(path, { from })
        assert.deepEqual(await next.lookPastGrace(), ['a line 3', 'a line 4'])
        assert.ok(!next.codes.includes('log_gap'))
        assert.equal(next.checkpoint?.seen, undefined)
        await next.stop()
      })
    }
  }

  test('read after any number of ends, until it has a position', async (t) => {
    const { path, followed } = await rotatedLog(t)
    let from = await endedAfter(1, followed)
    renameSync(path, astray(path))
    writeFileSync(path, 'a line 4\n')
    const taken: string[] = []
    for (let ends = 0; ends < 20; ends += 1) {
      const next = new Followed(path, { from })
      next.wake()
      for (let batches = 0; batches < 2; batches += 1) {
        taken.push(...((await next.next())?.items ?? []).map(({ text }) => text))
      }
      from = await next.stop()
    }
    assert.deepEqual(taken, ['a line 3', 'a line 4'])
  })

  test('read if it could still get the content of the one before it', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a line 1\n')
    const followed = new Followed(path)
    await followed.look()
    renameSync(path, astray(path, 1))
    writeFileSync(path, 'a li')
    assert.deepEqual(await followed.look(), [])
    const from = await followed.stop()
    appendFileSync(path, 'ne 2\n')
    renameSync(path, astray(path))
    writeFileSync(path, 'another\n')
    const next = new Followed(path, { from })
    assert.deepEqual(await next.lookPastGrace(), ['a line 2', 'another'])
    await next.stop()
  })

  test('a gap if it was deleted', async (t) => {
    const { path, followed } = await rotatedLog(t)
    const from = await endedAfter(2, followed)
    rmSync(path)
    writeFileSync(`${path}.other`, '')
    writeFileSync(path, 'a line 4\n')
    const next = new Followed(path, { from })
    assert.deepEqual(await next.lookPastGrace(), ['a line 4'])
    assert.deepEqual(
      next.codes.filter((code) => code === 'log_gap'),
      ['log_gap'],
    )
    assert.equal(next.checkpoint?.seen, undefined)
    await next.stop()
  })

  test('a gap if it was compressed under a name that nobody looks for', async (t) => {
    const { path, followed } = await rotatedLog(t)
    const from = await endedAfter(2, followed)
    renameSync(path, astray(path))
    compress(astray(path))
    writeFileSync(path, 'a line 4\n')
    const next = new Followed(path, { from })
    assert.deepEqual(await next.lookPastGrace(), ['a line 4'])
    assert.ok(next.codes.includes('log_gap'))
    await next.stop()
  })

  for (const [what, change] of Object.entries({
    'compressed under a name that tells': (path: string): void => {
      renameSync(path, `${path}-20261103000000`)
      compress(`${path}-20261103000000`)
      writeFileSync(path, 'a line 4\n')
    },
    'copied to a name that tells, and truncated': (path: string): void => {
      copyFileSync(path, `${path}-20261103000000`)
      truncateSync(path)
      appendFileSync(path, 'a line 4\n')
    },
    'replaced by a copy of itself': (path: string): void => {
      copyFileSync(path, `${path}.new`)
      appendFileSync(`${path}.new`, 'a line 4\n')
      renameSync(`${path}.new`, path)
    },
  })) {
    test(`no gap if it was ${what}`, async (t) => {
      const { path, followed } = await rotatedLog(t)
      const from = await endedAfter(1, followed)
      change(path)
      const next = new Followed(path, { from })
      assert.deepEqual(await readAll(next), ['a line 3', 'a line 4'])
      assert.ok(!next.codes.includes('log_gap'))
      await next.stop()
    })
  }
})

suite('the files that were seen', () => {
  test('are left to the log of the same pattern that has them now', (t) => {
    const path = temporaryLog(t)
    const seen = new SeenFiles(
      { path },
      { files: [], seen: [{ inode: '1', generation: '' }] },
      { pathOf: () => 'other' },
    )
    assert.deepEqual(seen.take(8), { files: [], gone: [] })
  })

  test('are not confused with another file that has the inode of one', (t) => {
    const path = temporaryLog(t)
    writeFileSync(`${path}.1`, 'another\n')
    const file = LogFile.open(`${path}.1`)
    const gone = { inode: file.inode, generation: 'of the first' }
    const seen = new SeenFiles({ path }, { files: [], seen: [gone] })
    seen.note([file])
    assert.deepEqual(seen.take(8), { files: [], gone: [gone] })
    file.close()
  })

  test('are few, however often a log is rotated, and opened a few at a time', (t) => {
    const path = temporaryLog(t)
    const seen = new SeenFiles({ path }, { files: [] })
    for (let number = 0; number < 200; number += 1) {
      writeFileSync(`${path}.${number}`, `${number}\n`)
      const file = LogFile.open(`${path}.${number}`)
      assert.equal(seen.add(file, []), number < 64)
      assert.ok(!seen.add(file, []))
      file.close()
    }
    const { files, gone } = seen.take(8)
    assert.deepEqual([files.length, gone.length, seen.waiting.length], [8, 0, 56])
    for (const file of files) file.close()
  })

  test('are no gap if they are read from a copy, unless all files of the log begin with the same line', (t) => {
    const path = temporaryLog(t)
    writeFileSync(`${path}.1`, 'header\nline\n')
    const copy = LogFile.open(`${path}.1`)
    const missing = { inode: '1', generation: copy.currentGeneration ?? '' }
    const seen = new SeenFiles({ path }, { files: [], seen: [missing] })
    seen.note([copy])
    assert.deepEqual(seen.take(8), { files: [], gone: [] })
    const before = { ...copy.position, generation: missing.generation }
    const alike = new SeenFiles({ path }, { files: [before], seen: [missing] })
    alike.note([copy])
    assert.deepEqual(alike.take(8), { files: [], gone: [missing] })
    copy.close()
  })
})
