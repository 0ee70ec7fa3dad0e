import assert from 'node:assert/strict'
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { suite, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { Followed, rotate } from '../followed.ts'
import { compress, lines, read100, text } from '../hundred-lines.ts'

suite('a start that finds the oldest file of a checkpoint compressed reads', () => {
  const finishedBeforeOlder: readonly (readonly [string, readonly string[], (path: string) => void])[] = [
    ['compressed', [], (path) => compress(`${path}.3`)],
    ['compressed with what follows it', [], (path) => ['.3', '.2', '.1'].forEach((end) => compress(path + end))],
    [
      'compressed, and got another line',
      lines(150, 151),
      (path) => {
        appendFileSync(`${path}.3`, text(150, 151))
        compress(`${path}.3`)
      },
    ],
  ]
  for (const [what, came, happen] of finishedBeforeOlder) {
    test(`nothing again of a file that was finished before an older one, which was ${what}`, async (t) => {
      const { path, followed } = await read100(t)
      rotate(path, text(100, 110))
      assert.deepEqual(await followed.look(), lines(100, 110))
      rotate(path, text(110, 120))
      assert.deepEqual(await followed.look(), lines(110, 120))
      rotate(path, text(120, 130))
      followed.elapsed += 9000
      appendFileSync(`${path}.3`, text(130, 131))
      appendFileSync(`${path}.1`, text(131, 132))
      assert.deepEqual(await followed.look(), [...lines(130, 131), ...lines(131, 132), ...lines(120, 130)])
      followed.elapsed += 2000
      assert.deepEqual(await followed.look(), [])
      assert.deepEqual(
        followed.checkpoint?.files.map((each) => each.followed),
        [true, true, undefined],
      )
      const from = await followed.stop()
      happen(path)
      const next = new Followed(path, { from })
      t.after(() => next.stop())
      appendFileSync(path, text(160, 170))
      assert.deepEqual(await next.lookPastGrace(), [...came, ...lines(160, 170)])
      assert.deepEqual(
        next.codes.filter((code) => code === 'log_gap'),
        [],
      )
    })
  }

  test('the files after one that is gone', async (t) => {
    const { path, followed } = await read100(t)
    rotate(path, text(100, 110))
    assert.deepEqual(await followed.look(), lines(100, 110))
    const from = await followed.stop()
    rotate(path, text(110, 120))
    rotate(path, text(120, 130))
    rmSync(`${path}.2`)
    compress(`${path}.3`)
    const next = new Followed(path, { from })
    t.after(() => next.stop())
    assert.deepEqual(await next.lookPastGrace(), lines(110, 130))
    assert.deepEqual(
      next.codes.filter((code) => code === 'log_gap'),
      ['log_gap'],
    )
  })

  test('the files after it, though it was still being written when the follower was killed', async (t) => {
    const { path, followed } = await read100(t)
    const from = await followed.stop()
    appendFileSync(path, text(100, 110))
    rotate(path, text(110, 120))
    rotate(path, text(120, 130))
    const whole = gzipSync(readFileSync(`${path}.2`))
    rmSync(`${path}.2`)
    writeFileSync(`${path}.2.gz`, whole.subarray(0, whole.length / 2))
    const killed = new Followed(path, { from })
    assert.deepEqual(await killed.look(), lines(120, 130))
    const kept = await killed.stop()
    // Early builds save no mark either: what they searched for at an upgrade is read as well.
    assert.equal(kept?.files[0]?.followed, undefined, 'nothing is told to be read that is not')
    const next = new Followed(path, { from: kept })
    t.after(() => next.stop())
    writeFileSync(`${path}.2.gz`, whole)
    assert.deepEqual(await next.lookPastGrace(), lines(100, 120))
  })
})
