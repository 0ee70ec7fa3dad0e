import assert from 'node:assert/strict'
import { appendFileSync, renameSync, writeFileSync } from 'node:fs'
import { suite, test } from 'node:test'
import { needlesOf } from '../../../agent/follow/scan/lines.ts'
import { LONGEST_LINE } from '../../../agent/follow/scan/longest-line.ts'
import { Followed, temporaryLog } from './followed.ts'

suite('a line that is too long', () => {
  const long = 'x'.repeat(LONGEST_LINE)

  test('is cut, reported once, skipped, and the next line is intact', async (t) => {
    const path = temporaryLog(t)
    const followed = new Followed(path)
    writeFileSync(path, `before\n${long.repeat(5)}\nafter\n`)
    assert.deepEqual(await followed.look(), ['before', long, 'after'])
    assert.deepEqual(followed.codes, ['source_found', 'line_cut'])
    assert.equal(followed.taken.at(-1)?.offset, 7 + 5 * LONGEST_LINE + 1)
  })

  test('is cut at the same byte whether it comes first or later, whole or in pieces', async (t) => {
    for (const size of [LONGEST_LINE, LONGEST_LINE + 100, LONGEST_LINE + 2000]) {
      const cut: string[] = []
      for (const before of ['', `${'-'.repeat(2000)}\n`]) {
        for (const piece of [size, LONGEST_LINE - 1]) {
          const path = temporaryLog(t)
          writeFileSync(path, `${before}${'y'.repeat(piece)}`)
          const followed = new Followed(path)
          await followed.look()
          appendFileSync(path, `${'y'.repeat(size - piece)}\nafter\n`)
          const lines = [...(await followed.look())]
          assert.deepEqual(lines.pop(), 'after')
          cut.push(followed.taken.at(-2)?.text ?? '')
        }
      }
      assert.deepEqual(new Set(cut.map((line) => line.length)), new Set([LONGEST_LINE]))
    }
  })

  test('is not too long if it fits with its newline', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, `before\n${long.slice(1)}\nafter\n`)
    const followed = new Followed(path)
    assert.deepEqual(await followed.look(), ['before', long.slice(1), 'after'])
    assert.deepEqual(followed.codes, ['source_found'])
  })

  test('is taken only if its beginning is of interest', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, `${long}!!\n${long.slice(9)}!!${long}\n!!\n`)
    const followed = new Followed(path, { needles: needlesOf(['!!']) })
    await followed.look()
    assert.deepEqual(
      followed.taken.map(({ text }) => text.length),
      [LONGEST_LINE, 2],
    )
  })

  test('is skipped to its end after a restart in its middle, and not reported again', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, long.repeat(2))
    const first = new Followed(path)
    assert.deepEqual(await first.look(), [long])
    appendFileSync(path, 'xx\nafter\n')
    const second = new Followed(path, { from: await first.stop() })
    assert.deepEqual(await second.look(), ['after'])
    assert.deepEqual(second.codes, ['source_found'])
  })

  test('is a line even if its file ends with it', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, `${long}xx`)
    const followed = new Followed(path)
    assert.deepEqual(await followed.look(), [long])
    renameSync(path, `${path}.1`)
    writeFileSync(path, 'new\n')
    assert.deepEqual(await followed.lookPastGrace(), ['new'])
    assert.equal(followed.checkpoint?.files.length, 1)
  })
})
