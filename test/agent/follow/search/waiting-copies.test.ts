import assert from 'node:assert/strict'
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { type TestContext, suite, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { Followed, temporaryLog } from '../followed.ts'

/** A name that sorts before those of all other copies, as after the clock was set back. */
const astray = (path: string): string => `${path}-20261101000000`

function compress(name: string): void {
  writeFileSync(`${name}.gz`, gzipSync(readFileSync(name)))
  rmSync(name)
}

/** Everything that comes, however many copies have to be read and left for it. */
async function readAll(followed: Followed): Promise<string[]> {
  const taken: string[] = []
  for (let looks = 0; looks < 20; looks += 1) taken.push(...(await followed.lookPastGrace()))
  return taken
}

suite('of more copies than are opened at once', () => {
  const NAMES = Array.from({ length: 20 }, (_, index) => index + 10)

  /** A log that was read, and rotated twenty times since to names that tell the order, with a line in each copy. */
  async function manyCopies(t: TestContext): Promise<{ readonly path: string; readonly followed: Followed }> {
    const path = temporaryLog(t)
    writeFileSync(path, 'read\n')
    const followed = new Followed(path)
    await followed.look()
    for (const name of NAMES) {
      renameSync(path, `${path}-202611020000${name}`)
      writeFileSync(path, `line ${name}\n`)
    }
    return { path, followed }
  }

  for (const isDown of [false, true]) {
    const when = isDown ? 'over a restart' : 'at any time'
    test(`the file at the path is not forgotten while they are read, ${when}`, async (t) => {
      const { path, followed } = await manyCopies(t)
      const before = await followed.look()
      const from = isDown ? await followed.stop() : undefined
      renameSync(path, astray(path))
      writeFileSync(path, 'last\n')
      const next = isDown ? new Followed(path, { from }) : followed
      const taken = [...before, ...(await readAll(next))]
      assert.deepEqual(taken, [...NAMES.map((name) => `line ${name}`), 'last'])
      assert.ok(!next.codes.includes('log_gap'))
      await next.stop()
    })

    test(`those that are removed unread are gaps, ${when}`, async (t) => {
      const { path, followed } = await manyCopies(t)
      const before = await followed.look()
      const from = isDown ? await followed.stop() : undefined
      rmSync(`${path}-20261102000025`)
      const next = isDown ? new Followed(path, { from }) : followed
      const taken = [...before, ...(await readAll(next))]
      assert.deepEqual(
        taken,
        NAMES.filter((name) => name !== 24).map((name) => `line ${name}`),
      )
      assert.equal(next.codes.filter((code) => code === 'log_gap').length, 1)
      await next.stop()
    })

    test(`those that are renamed are read all the same, ${when}`, async (t) => {
      const { path, followed } = await manyCopies(t)
      const before = await followed.look()
      const from = isDown ? await followed.stop() : undefined
      renameSync(`${path}-20261102000025`, astray(path))
      const next = isDown ? new Followed(path, { from }) : followed
      const taken = [...before, ...(await readAll(next))]
      assert.deepEqual(taken.toSorted(), NAMES.map((name) => `line ${name}`).toSorted())
      await next.stop()
    })

    test(`those that are compressed are no gaps, ${when}`, async (t) => {
      const { path, followed } = await manyCopies(t)
      const before = await followed.look()
      const from = isDown ? await followed.stop() : undefined
      for (const name of NAMES.slice(10)) compress(`${path}-202611020000${name}`)
      const next = isDown ? new Followed(path, { from }) : followed
      const taken = [...before, ...(await readAll(next))]
      assert.deepEqual(
        taken,
        NAMES.map((name) => `line ${name}`),
      )
      assert.ok(!next.codes.includes('log_gap'))
      await next.stop()
    })
  }
})

suite('copies between two that are open already', () => {
  test('are read in order, and none is left before that', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'read\n')
    const followed = new Followed(path)
    await followed.look()
    const lines: string[] = []
    const rotateAway = (from: number, to: number): void => {
      for (let number = from; number < to; number += 1) {
        renameSync(path, `${path}-202611020000${number}`)
        lines.push(`${number} begins`, `${number} ends`)
        writeFileSync(path, `${number} begins\n${number} ends\n`)
      }
    }
    rotateAway(10, 11)
    compress(`${path}-20261102000010`)
    rotateAway(11, 16)
    followed.wake()
    await followed.next()
    const from = await followed.stop()
    rotateAway(16, 20)
    const next = new Followed(path, { from })
    assert.deepEqual(await readAll(next), lines)
    await next.stop()
  })
})

suite('a copy that is still being compressed is waited for', () => {
  test('by the next start as well, even if newer files were read meanwhile', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\n')
    const followed = new Followed(path)
    await followed.look()
    renameSync(path, `${path}-20261101`)
    const whole = gzipSync('b\n')
    writeFileSync(`${path}-20261102.gz`, whole.subarray(0, 15))
    writeFileSync(path, 'c\n')
    const before = await followed.lookPastGrace()
    const first = new Followed(path, { from: await followed.stop() })
    assert.deepEqual(await first.look(), [])
    const from = await first.stop()
    writeFileSync(`${path}-20261102.gz`, whole)
    const next = new Followed(path, { from })
    assert.deepEqual([...before, ...(await next.lookPastGrace())], ['c', 'b'])
    await next.stop()
  })
})
