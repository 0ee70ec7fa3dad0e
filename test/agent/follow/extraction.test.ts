import assert from 'node:assert/strict'
import { appendFileSync, truncateSync, writeFileSync } from 'node:fs'
import { suite, test } from 'node:test'
import * as fc from 'fast-check'
import { needlesOf } from '../../../agent/follow/scan/lines.ts'
import { LONGEST_LINE } from '../../../agent/follow/scan/longest-line.ts'
import { Followed, temporaryLog } from './followed.ts'

suite('a hole of NULs', () => {
  test('is skipped and reported once, however long it is, and the lines after it are complete', async (t) => {
    const path = temporaryLog(t)
    for (const length of [4, LONGEST_LINE, LONGEST_LINE + 1, 2 * LONGEST_LINE - 1, 3 * LONGEST_LINE + 5]) {
      writeFileSync(path, `${'\0'.repeat(length)}one\nt\0wo\n`)
      const followed = new Followed(path)
      assert.deepEqual(await followed.look(), ['one', 't\0wo'])
      assert.deepEqual(followed.codes, ['source_found', 'hole_skipped'])
      await followed.stop()
    }
  })

  test('is skipped if it is read together with the lines around it', async (t) => {
    for (const needles of ['every line', needlesOf(['!!'])] as const) {
      const path = temporaryLog(t)
      writeFileSync(path, 'o\0n!!\n\0\0\0tw!!\nthre!!\n\0fou!!\n')
      const followed = new Followed(path, { needles })
      assert.deepEqual(await followed.look(), ['o\0n!!', 'tw!!', 'thre!!', 'fou!!'])
      assert.deepEqual(
        followed.taken.map(({ offset }) => offset),
        [0, 9, 14, 22],
      )
      await followed.stop()
    }
  })

  test('of a gigabyte is skipped; no line around it is lost, and it is reported once', async (t) => {
    const path = temporaryLog(t)
    const size = 2 ** 30
    writeFileSync(path, 'one\n')
    const followed = new Followed(path)
    assert.deepEqual(await followed.look(), ['one'])
    truncateSync(path, size)
    appendFileSync(path, 'two\n')
    assert.deepEqual(await followed.look(), ['two'])
    assert.equal(followed.taken.at(-1)?.offset, size)
    assert.deepEqual(followed.codes, ['source_found', 'hole_skipped'])
  })

  test('is reported even if it ends exactly where a leap does', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'one\n')
    const followed = new Followed(path)
    await followed.look()
    truncateSync(path, 2 ** 25)
    appendFileSync(path, 'two\n')
    truncateSync(path, 2 ** 26)
    appendFileSync(path, 'three\n')
    assert.deepEqual(await followed.look(), ['two', 'three'])
    assert.deepEqual(followed.codes, ['source_found', 'hole_skipped', 'hole_skipped'])
  })

  test('ends a line that is too long', async (t) => {
    const path = temporaryLog(t)
    const half = 'x'.repeat(LONGEST_LINE - 1)
    writeFileSync(path, half)
    truncateSync(path, 2 ** 26)
    appendFileSync(path, 'two\n')
    const followed = new Followed(path)
    assert.deepEqual(await followed.look(), [`${half}\0`, 'two'])
    assert.deepEqual(followed.codes, ['source_found', 'line_cut', 'hole_skipped'])
  })

  test('before each of a great many lines is reported once for each read', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, '\0\0\0\0a\n'.repeat(100_000))
    const followed = new Followed(path, { most: Infinity })
    const lines = await followed.look()
    assert.equal(lines.length, 100_000)
    assert.ok(lines.every((line) => line === 'a'))
    assert.ok(followed.codes.length < 10, `${followed.codes.length} notices`)
  })

  test('has at least four bytes: fewer NULs before a line are not part of it, and are not reported', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, '\0one\n\0\0two\n\0\0\0three\n')
    const followed = new Followed(path)
    assert.deepEqual(await followed.look(), ['one', 'two', 'three'])
    assert.deepEqual(
      followed.taken.map(({ offset }) => offset),
      [1, 7, 14],
    )
    assert.deepEqual(followed.codes, ['source_found'])
  })

  test('left by a writer that continues at its old offset after a truncation loses no line', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'one\n')
    const followed = new Followed(path)
    await followed.look()
    writeFileSync(path, `${'\0'.repeat(4)}two\n`)
    assert.deepEqual(await followed.look(), ['two'])
  })
})

suite('lines taken in blocks', () => {
  /** What is taken of a log that grows by these parts. */
  async function taken(path: string, parts: readonly string[], inBlocks: boolean): Promise<string> {
    writeFileSync(path, '')
    const blocks: Buffer[] = []
    const followed = new Followed(path, inBlocks ? { takeBlock: (lines) => blocks.push(Buffer.from(lines)) } : {})
    await followed.look()
    for (const part of parts) {
      appendFileSync(path, part)
      await followed.look()
    }
    await followed.stop()
    const lines = followed.taken.map(({ text }) => `${text}\n`).join('')
    return inBlocks ? Buffer.concat(blocks).toString('latin1') : lines
  }

  test('are the same as those taken one by one, whatever the log holds and however it grows', async (t) => {
    const path = temporaryLog(t)
    const piece = fc.constantFrom('\n', '\n\0', '\0', '\0\0\0\0', 'a', 'one\n', 'two three\n', '\n\0\0\0\0four\n')
    const growth = fc.array(
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
      { maxLength: 4 },
    )
    await fc.assert(
      fc.asyncProperty(growth, async (parts) => {
        assert.equal(await taken(path, parts, true), await taken(path, parts, false))
      }),
    )
  })

  test('come whole, and a line that is too long comes cut, with the rest of it skipped', async (t) => {
    const path = temporaryLog(t)
    const blocks: string[] = []
    const followed = new Followed(path, { takeBlock: (lines) => blocks.push(lines.toString()) })
    writeFileSync(path, `one\ntwo\n${'x'.repeat(LONGEST_LINE + 5)}`)
    await followed.look()
    assert.deepEqual(blocks, ['one\ntwo\n', 'x'.repeat(LONGEST_LINE)])
    appendFileSync(path, '\nthree\nfo')
    await followed.look()
    assert.deepEqual(blocks.slice(2), ['three\n'])
    assert.deepEqual(followed.codes, ['source_found', 'line_cut'])
    await followed.stop()
  })
})
