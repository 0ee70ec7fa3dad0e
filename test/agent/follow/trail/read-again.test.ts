import assert from 'node:assert/strict'
import { appendFileSync, copyFileSync, mkdirSync, readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type TestContext, suite, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { Checkpoint } from '../../../../agent/follow/checkpoint.ts'
import { Followed, type Taken, rotate, temporaryLog } from '../followed.ts'

/** A log of which everything is sealed, and all but the first line has to be heard again. */
async function sealed(t: TestContext): Promise<{ path: string; from: Checkpoint; lines: readonly Taken[] }> {
  const path = temporaryLog(t)
  writeFileSync(path, 'first\nsecond\nthird\n')
  const before = new Followed(path)
  await before.look()
  const checkpoint = (await before.stop()) ?? assert.fail()
  return { path, from: againFrom('first\n'.length, checkpoint), lines: before.taken.slice(1) }
}

function againFrom(again: number, { files: [position] }: Checkpoint): Checkpoint {
  return { files: position === undefined ? [] : [{ ...position, again }] }
}

/** What may have become of a log whose next line is `new`. */
const FATES: Readonly<Record<string, (path: string) => void>> = {
  stays: () => undefined,
  'is renamed away': (path) => rotate(path),
  'is copied and truncated': (path) => {
    copyFileSync(path, `${path}.1`)
    truncateSync(path)
  },
  'is replaced by its copy': (path) => {
    copyFileSync(path, `${path}.new`)
    renameSync(`${path}.new`, path)
  },
  'is compressed': (path) => {
    writeFileSync(`${path}.1.gz`, gzipSync(readFileSync(path)))
    writeFileSync(path, '')
  },
}

suite('what is sealed and to be heard again', () => {
  for (const [what, happens] of Object.entries(FATES)) {
    test(`is read with the same generation and offsets if the log ${what}`, async (t) => {
      const { path, from, lines } = await sealed(t)
      appendFileSync(path, 'new\n')
      happens(path)
      const second = new Followed(path, { from })
      await second.look()
      assert.deepEqual(second.taken.slice(0, -1), lines)
      assert.equal(second.taken.at(-1)?.text, 'new')
      assert.ok(second.checkpoint?.files.every(({ again }) => again === undefined))
    })
  }

  test('is still sealed, and known by its last bytes, as long as it is being read again', async (t) => {
    const { path, from, lines } = await sealed(t)
    const second = new Followed(path, { from, most: 1 })
    while (second.taken.length === 0) await second.next()
    const checkpoint = (await second.stop()) ?? assert.fail()
    const [before, after] = [from.files[0], checkpoint.files[0]]
    assert.deepEqual(after, { ...before, again: 'first\nsecond\n'.length })
    copyFileSync(path, `${path}.1`)
    writeFileSync(path, 'other\n')
    const third = new Followed(path, { from: checkpoint })
    assert.deepEqual(await third.look(), ['third', 'other'])
    assert.deepEqual([...second.taken, third.taken[0]], lines)
  })

  test('is not read at other offsets, and a gap tells that', async (t) => {
    const { path, from } = await sealed(t)
    appendFileSync(path, 'new\n')
    const archive = join(dirname(path), 'archive')
    mkdirSync(archive)
    const earlier = gzipSync('of earlier weeks\n')
    writeFileSync(join(archive, 'log-11-2026.gz'), Buffer.concat([earlier, gzipSync(readFileSync(path))]))
    writeFileSync(path, 'newer\n')
    const second = new Followed(path, { from })
    assert.deepEqual(await second.look(), ['new', 'newer'])
    assert.match(
      second.told.find(({ code }) => code === 'log_gap')?.text ?? '',
      /from byte 6 to 19 cannot be recovered/,
    )
  })

  test('begins after the rest of a line that it begins in', async (t) => {
    const { path, from } = await sealed(t)
    const second = new Followed(path, { from: againFrom(3, from) })
    assert.deepEqual(await second.look(), ['second', 'third'])
  })
})
