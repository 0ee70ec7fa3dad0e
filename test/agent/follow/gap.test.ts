import assert from 'node:assert/strict'
import { appendFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { suite, test } from 'node:test'
import type { Gap } from '../../../agent/follow/gap.ts'
import { Followed, rotate, temporaryLog } from './followed.ts'

function recorder(): { gaps: Gap[]; takeGap: (gap: Gap) => [] } {
  const gaps: Gap[] = []
  return { gaps, takeGap: (gap) => (gaps.push(gap), []) }
}

suite('bytes that are lost for good', () => {
  test('are reported with file, range and cause if they are known to have existed', async (t) => {
    const path = temporaryLog(t)
    const { gaps, takeGap } = recorder()
    writeFileSync(path, 'a\nunfinished')
    const followed = new Followed(path, { takeGap })
    await followed.look()
    truncateSync(path)
    await followed.look()
    const generation = gaps[0]?.generation ?? ''
    assert.notEqual(generation, '')
    assert.deepEqual(gaps, [{ file: path, generation, from: 2, to: 12, cause: 'truncated' }])
    assert.deepEqual(followed.codes, ['source_found', 'log_gap'])
    assert.match(followed.told[1]?.text ?? '', /from byte 2 to 12 cannot be recovered: it was truncated/)
  })

  test('do not exist if everything had been read', async (t) => {
    const path = temporaryLog(t)
    const { gaps, takeGap } = recorder()
    writeFileSync(path, 'a\nb\n')
    const followed = new Followed(path, { takeGap })
    await followed.look()
    truncateSync(path)
    await followed.look()
    assert.deepEqual(gaps, [])
    assert.deepEqual(followed.codes, ['source_found', 'source_truncated'])
  })

  test('may be any number if nobody looked', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\n')
    const first = new Followed(path)
    await first.look()
    const from = await first.stop()
    writeFileSync(path, 'b\nc\n')
    const { gaps, takeGap } = recorder()
    await new Followed(path, { from, takeGap }).look()
    assert.deepEqual([gaps[0]?.from, gaps[0]?.to, gaps[0]?.cause], [2, undefined, 'missing'])
  })

  test('include copies in between that cannot be read, however much comes after', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\n')
    const { gaps, takeGap } = recorder()
    const followed = new Followed(path, { takeGap })
    await followed.look()
    rotate(path, 'b\n')
    rotate(path, 'c\n')
    renameSync(`${path}.1`, `${path}.1.xz`)
    assert.deepEqual(await followed.look(), ['c'])
    assert.deepEqual(gaps, [{ file: `${path}.1.xz`, generation: '', from: 0, to: undefined, cause: 'unreadable' }])
    assert.ok(followed.codes.includes('copies_unreadable'))
  })

  test('are one item of a batch, which comes with the position after them', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\n')
    const first = new Followed(path)
    await first.look()
    const from = await first.stop()
    rmSync(path)
    writeFileSync(`${path}.other`, '')
    writeFileSync(path, 'b\n')
    const takeGap = ({
      generation,
      from: offset,
      cause,
    }: Gap): [{ generation: string; offset: number; text: string }] => [{ generation, offset, text: cause }]
    const second = new Followed(path, { from, takeGap })
    const batch = await second.next()
    assert.deepEqual(
      batch?.items.map(({ text }) => text),
      ['missing'],
    )
    assert.deepEqual([batch?.range?.from, batch?.range?.to], [2, 2])
    assert.equal(batch?.checkpoint.files.length, 1)
    assert.equal(batch?.checkpoint.files[0]?.offset, 0)
    appendFileSync(path, 'c\n')
    assert.deepEqual(await second.look(), ['b', 'c'])
  })
})
