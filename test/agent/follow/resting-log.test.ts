import assert from 'node:assert/strict'
import { appendFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { type TestContext, suite, test } from 'node:test'
import { Followed, rotate, temporaryLog } from './followed.ts'

/** A log with one line that was read, and rests. */
async function restingLog(t: TestContext): Promise<{ readonly path: string; readonly log: Followed }> {
  const path = temporaryLog(t)
  writeFileSync(path, 'one\n')
  const log = new Followed(path, { rests: true })
  await log.look()
  return { path, log }
}

suite('a log at rest', () => {
  test('is read on in whole lines, from a position that holds at any time', async (t) => {
    const { path, log } = await restingLog(t)
    const looks: (readonly string[])[] = []
    for (const piece of ['two\nth', 'r', 'ee\n', '']) {
      appendFileSync(path, piece)
      looks.push(await log.look())
      appendFileSync(path, '')
      assert.deepEqual(await new Followed(path, log.checkpoint && { from: log.checkpoint }).look(), [])
    }
    assert.deepEqual(looks, [['two'], [], ['three'], []])
    assert.equal(log.rests, 1)
  })

  test('is followed again through a rotation, and rests once its old file is finished', async (t) => {
    const { path, log } = await restingLog(t)
    appendFileSync(path, 'two\n')
    rotate(path, 'three\n')
    appendFileSync(`${path}.1`, 'late\n')
    assert.deepEqual(await log.lookPastGrace(), ['two', 'late', 'three'])
    assert.equal(log.rests, 2)
    appendFileSync(path, 'four\n')
    assert.deepEqual(await log.look(), ['four'])
    assert.deepEqual(log.codes, ['source_found', 'source_rotated'])
  })

  test('has the rest of a file that is deleted, as its file stays open', async (t) => {
    const { path, log } = await restingLog(t)
    appendFileSync(path, 'two\n')
    rmSync(path)
    writeFileSync(path, 'three\n')
    assert.deepEqual(await log.lookPastGrace(), ['two', 'three'])
  })

  test('is opened again if its file was closed meanwhile for the sake of others', async (t) => {
    const { path, log } = await restingLog(t)
    log.release()
    assert.deepEqual(await log.look(), [])
    assert.equal(log.rests, 1)
    appendFileSync(path, 'two\n')
    assert.deepEqual(await log.look(), ['two'])
    renameSync(path, `${path}.1`)
    writeFileSync(path, 'three\n')
    log.release()
    assert.deepEqual(await log.lookPastGrace(), ['three'])
  })

  test('is followed if much is appended, a hole comes, or it is truncated', async (t) => {
    const { path, log } = await restingLog(t)
    appendFileSync(path, 'much\n'.repeat(20_000))
    await log.look()
    appendFileSync(path, `${'\0'.repeat(8)}two\n`)
    assert.deepEqual(await log.look(), ['two'])
    truncateSync(path)
    await log.look()
    appendFileSync(path, 'three\n')
    assert.deepEqual(await log.look(), ['three'])
    assert.equal(log.taken.length, 1 + 20_000 + 2)
    assert.deepEqual(log.codes.slice(1), ['hole_skipped', 'source_truncated'])
  })
})
