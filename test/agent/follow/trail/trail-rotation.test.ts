import assert from 'node:assert/strict'
import { appendFileSync, renameSync, writeFileSync } from 'node:fs'
import { suite, test } from 'node:test'
import { needlesOf } from '../../../../agent/follow/scan/lines.ts'
import { Followed, rotate, temporaryLog } from '../followed.ts'

suite('a log that is rotated by renaming', () => {
  test('is read to the end of the old file, then from the beginning of the new one', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\n')
    const followed = new Followed(path)
    await followed.look()
    appendFileSync(path, 'b\n')
    rotate(path, 'c\n')
    assert.deepEqual(await followed.look(), ['b', 'c'])
    assert.deepEqual(followed.codes, ['source_found', 'source_rotated'])
  })

  test('delivers what its writer still adds to the old file, even in pieces', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\n')
    const followed = new Followed(path)
    await followed.look()
    rotate(path, 'new\n')
    await followed.look()
    for (const piece of ['stra', 'gg', 'ler\nan']) {
      appendFileSync(`${path}.1`, piece)
      followed.elapsed += 9999
      await followed.look()
    }
    appendFileSync(`${path}.1`, 'other\n')
    assert.deepEqual(await followed.look(), ['another'])
    assert.deepEqual(
      followed.taken.map(({ text }) => text),
      ['a', 'new', 'straggler', 'another'],
    )
  })

  test('is looked at every second while its old file may still grow, and only then', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\n')
    const followed = new Followed(path)
    await followed.look()
    assert.equal(followed.within, undefined)
    rotate(path)
    await followed.look()
    assert.equal(followed.within, 1000)
    await followed.lookPastGrace()
    assert.equal(followed.within, undefined)
  })

  test('delivers a line that was unfinished at the rotation once it is finished', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'half')
    const followed = new Followed(path)
    await followed.look()
    rotate(path, 'new\n')
    assert.deepEqual(await followed.look(), ['new'])
    appendFileSync(`${path}.1`, ' and half\n')
    assert.deepEqual(await followed.look(), ['half and half'])
  })

  test('delivers a last line that never gets its newline after the grace time, once', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\nhalf')
    const followed = new Followed(path)
    await followed.look()
    rotate(path)
    assert.deepEqual(await followed.look(), [])
    followed.elapsed += 9999
    assert.deepEqual(await followed.look(), [])
    followed.elapsed += 1
    assert.deepEqual(await followed.look(), ['half'])
    assert.deepEqual(followed.ranges.at(-1), { generation: followed.taken[0]?.generation, from: 2, to: 6 })
    assert.equal(followed.checkpoint?.files.length, 1)
    assert.deepEqual(await followed.lookPastGrace(), [])
  })

  test('delivers such a line only if it is of interest', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'half')
    const followed = new Followed(path, { needles: needlesOf(['!!']) })
    await followed.look()
    rotate(path)
    assert.deepEqual(await followed.lookPastGrace(), [])
  })

  test('never joins lines that arrive while the reader is delayed beyond the grace time', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\n')
    const followed = new Followed(path)
    await followed.look()
    rotate(path, 'new\n')
    followed.wake()
    await followed.next()
    assert.equal((await followed.next())?.lines, 1)
    appendFileSync(`${path}.1`, 'b\nc\n')
    followed.elapsed += 60_000
    assert.deepEqual(await followed.look(), [])
    assert.deepEqual(await followed.lookPastGrace(), ['b', 'c'])
  })

  test('is closed if it was rewritten after the rotation, once it has been read again', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\n')
    const followed = new Followed(path)
    await followed.look()
    rotate(path, 'new\n')
    followed.wake()
    await followed.next()
    await followed.next()
    writeFileSync(`${path}.1`, 'b\n')
    assert.deepEqual(await followed.look(), [])
    assert.deepEqual(await followed.lookPastGrace(), ['b'])
    assert.equal(followed.checkpoint?.files.length, 1)
  })

  test('several times between two looks is read in order', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\n')
    const followed = new Followed(path)
    await followed.look()
    appendFileSync(path, 'b\n')
    for (const content of ['c\n', 'd\n', 'e\n']) rotate(path, content)
    assert.deepEqual(await followed.look(), ['b', 'c', 'd', 'e'])
    assert.match(followed.told.at(-1)?.text ?? '', /rotated 3 times/)
  })

  test('to dated names several times between two looks is read in order', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\n')
    const followed = new Followed(path)
    await followed.look()
    for (const [date, content] of Object.entries({ '-20261121': 'b\n', '-20261122': 'c\n', '-20261123': 'd\n' })) {
      renameSync(path, path + date)
      writeFileSync(path, content)
    }
    assert.deepEqual(await followed.look(), ['b', 'c', 'd'])
  })

  test('with nothing at the path for a time continues when the new file appears', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\n')
    const followed = new Followed(path)
    await followed.look()
    renameSync(path, `${path}.1`)
    appendFileSync(`${path}.1`, 'b\n')
    assert.deepEqual(await followed.lookPastGrace(), ['b'])
    appendFileSync(`${path}.1`, 'c\n')
    rotate(path, 'e\n', 0)
    assert.deepEqual(await followed.look(), ['c', 'e'])
  })

  test('keeps its generations', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\n')
    const followed = new Followed(path)
    await followed.look()
    rotate(path, 'new\n')
    appendFileSync(`${path}.1`, 'b\n')
    await followed.look()
    const generations = followed.taken.map(({ generation }) => generation)
    assert.equal(generations[1], generations[0])
    assert.notEqual(generations[2], generations[0])
  })
})
