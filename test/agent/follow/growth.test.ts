import assert from 'node:assert/strict'
import { appendFileSync, truncateSync, writeFileSync } from 'node:fs'
import { type TestContext, suite, test } from 'node:test'
import type { Checkpoint } from '../../../agent/follow/checkpoint.ts'
import { ReadRateLimit } from '../../../agent/follow/read-rate-limit.ts'
import { Followed, rotate, temporaryLog } from './followed.ts'

/** A log with one line that was read, and what is taken of it. */
class GrowingLog {
  readonly path: string
  readonly followed: Followed
  text = ''
  /** How often lines were taken while it waited. */
  times = 0
  checkpoint: () => Checkpoint = () => ({ files: [] })

  private constructor(path: string, settings: { readonly rateLimit?: ReadRateLimit } = {}) {
    this.path = path
    this.followed = new Followed(path, {
      ...settings,
      take: () => [],
      takeBlock: (lines) => (this.text += lines.toString('latin1')),
      onGrowth: (_, checkpoint) => {
        this.times += 1
        this.checkpoint = checkpoint
      },
    })
  }

  static async begin(t: TestContext, settings?: { readonly rateLimit?: ReadRateLimit }): Promise<GrowingLog> {
    const path = temporaryLog(t)
    writeFileSync(path, 'one\n')
    const log = new GrowingLog(path, settings)
    await log.followed.look()
    return log
  }

  /** Appends, and looks. */
  async append(text: string): Promise<void> {
    appendFileSync(this.path, text)
    await this.followed.look()
  }
}

suite('what is appended while a log waits', () => {
  test('is taken without waking it, in whole lines', async (t) => {
    const log = await GrowingLog.begin(t)
    const batches = log.followed.ranges.length
    for (const piece of ['two\nth', 'r', 'ee\n']) await log.append(piece)
    await log.followed.look()
    assert.equal(log.text, 'one\ntwo\nthree\n')
    assert.deepEqual([log.times, log.followed.ranges.length], [2, batches])
  })

  test('is before the position that is told when that is asked for', async (t) => {
    const log = await GrowingLog.begin(t)
    await log.append('two\n')
    const at = log.checkpoint()
    await log.append('three\n')
    const read = async (from: Checkpoint): Promise<readonly string[]> => new Followed(log.path, { from }).look()
    assert.equal((await read(at)).join(), 'three')
    assert.deepEqual(await read(log.checkpoint()), [])
  })

  test('is told in a batch of no bytes before the log does anything else', async (t) => {
    const log = await GrowingLog.begin(t)
    await log.append('two\n')
    const batches = log.followed.ranges.length
    appendFileSync(log.path, 'three\n')
    rotate(log.path, 'four\n')
    await log.followed.look()
    const [{ from, to } = { from: 0, to: 0 }] = log.followed.ranges.slice(batches)
    assert.deepEqual([from, to, log.times], [8, 8, 1])
    await log.followed.lookPastGrace()
    assert.equal(log.text, 'one\ntwo\nthree\nfour\n')
  })

  test('is told, too, if the file was closed meanwhile', async (t) => {
    const log = await GrowingLog.begin(t)
    await log.append('two\n')
    log.followed.release()
    const { offset } = log.checkpoint().files[0] ?? {}
    await log.append('three\n')
    assert.deepEqual([offset, log.text, log.times], [8, 'one\ntwo\nthree\n', 1])
    assert.equal(log.followed.checkpoint?.files[0]?.offset, log.text.length)
  })

  test('is read as ever if it is much, if it begins with a hole, or if it is not all that happened', async (t) => {
    const log = await GrowingLog.begin(t)
    const much = 'much\n'.repeat(20_000)
    await log.append(much)
    await log.append(`${'\0'.repeat(8)}two\n`)
    truncateSync(log.path)
    await log.append('three\n')
    assert.equal(log.text, `one\n${much}two\nthree\n`)
    assert.equal(log.times, 0)
    assert.deepEqual(log.followed.codes.slice(1), ['hole_skipped', 'source_truncated'])
  })

  test('is read as ever where the rate of reading is limited', async (t) => {
    const log = await GrowingLog.begin(t, { rateLimit: new ReadRateLimit(1e9, () => 0) })
    await log.append('two\n')
    assert.deepEqual([log.text, log.times], ['one\ntwo\n', 0])
  })
})
