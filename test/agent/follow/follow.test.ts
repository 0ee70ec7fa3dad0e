import assert from 'node:assert/strict'
import { appendFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs'
import { suite, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { needlesOf } from '../../../agent/follow/scan/lines.ts'
import { LONGEST_LINE } from '../../../agent/follow/scan/longest-line.ts'
import { Followed, keep, temporaryLog } from './followed.ts'

suite('following the lines of one file', () => {
  test('a line that is written in pieces is delivered once, when it has its newline', async (t) => {
    const path = temporaryLog(t)
    const followed = new Followed(path)
    for (const piece of ['o', 'n', 'e']) {
      appendFileSync(path, piece)
      assert.deepEqual(await followed.look(), [])
    }
    appendFileSync(path, '\ntw')
    assert.deepEqual(await followed.look(), ['one'])
    appendFileSync(path, 'o\nthree\n')
    assert.deepEqual(await followed.look(), ['two', 'three'])
  })

  test('a line keeps every byte: carriage return, NUL, invalid UTF-8; an empty line is a line', async (t) => {
    const path = temporaryLog(t)
    const lines = ['dos\r', '', 'n\0ul\0', '\xff\xc3', '\r', 'last']
    writeFileSync(path, Buffer.from(`${lines.join('\n')}\n`, 'latin1'))
    assert.deepEqual(await new Followed(path).look(), lines)
  })

  test('each line comes with the offset of its first byte', async (t) => {
    const path = temporaryLog(t)
    const followed = new Followed(path, { needles: needlesOf(['!!']) })
    writeFileSync(path, 'a!!\nb\n\n!!c\n')
    await followed.look()
    appendFileSync(path, 'ddd!!\n')
    await followed.look()
    assert.deepEqual(
      followed.taken.map(({ offset, text }) => [offset, text]),
      [
        [0, 'a!!'],
        [7, '!!c'],
        [11, 'ddd!!'],
      ],
    )
  })

  test('characters of several bytes stay intact wherever reads begin and end', async (t) => {
    const path = temporaryLog(t)
    const followed = new Followed(path)
    const lines = Array.from({ length: 9000 }, (_, index) => `${index} ${'äß€𝄞'.repeat(1 + (index % 11))}`)
    const bytes = Buffer.from(`${lines.join('\n')}\n`)
    assert.ok(bytes.length > 2 * LONGEST_LINE)
    const half = bytes.indexOf('€') + 1
    writeFileSync(path, bytes.subarray(0, half))
    await followed.look()
    appendFileSync(path, bytes.subarray(half))
    await followed.look()
    assert.deepEqual(
      followed.taken.map(({ text }) => Buffer.from(text, 'latin1').toString('utf8')),
      lines,
    )
  })

  test('lines without a needle are counted, and not taken', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\nxx\nb\n')
    const followed = new Followed(path, { needles: needlesOf(['xx']) })
    await followed.next()
    const batch = await followed.next()
    assert.equal(batch?.lines, 3)
    assert.deepEqual(
      batch.items.map(({ text }) => text),
      ['xx'],
    )
  })

  test('many reads of one file are in order and without a gap', async (t) => {
    const path = temporaryLog(t)
    const lines = Array.from({ length: 60_000 }, (_, index) => `${index}`.padStart(100, '.'))
    writeFileSync(path, `${lines.join('\n')}\n`)
    const followed = new Followed(path, { most: Infinity })
    assert.deepEqual(await followed.look(), lines)
    let end = 0
    for (const { from, to } of followed.ranges) {
      assert.equal(from, end)
      end = to
    }
    assert.equal(end, 60_000 * 101)
  })
})

suite('batches', () => {
  test('one without items comes when a file is first seen, before anything of it is read', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'one\n')
    const batch = await new Followed(path).next()
    assert.deepEqual([batch?.items, batch?.lines, batch?.range], [[], 0, undefined])
    assert.equal(batch?.checkpoint.files[0]?.offset, 0)
  })

  test('one ends after the line that brings it to the most items, and the next begins there', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\nb\nc\nd\ne\n')
    const followed = new Followed(path, { most: 2 })
    await followed.look()
    assert.deepEqual(
      followed.ranges.map(({ from, to }) => [from, to]),
      [
        [0, 4],
        [4, 8],
        [8, 10],
      ],
    )
    assert.equal(followed.taken.length, 5)
  })

  test('a line that has several items stays whole, even beyond the most', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\nb\nc\n')
    const followed = new Followed(path, { most: 3, take: (line) => [...keep(line), ...keep(line)] })
    await followed.look()
    assert.deepEqual(
      followed.ranges.map(({ to }) => to),
      [4, 6],
    )
  })

  test('a checkpoint is never beyond what was delivered, and the next batch begins there', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\nb\nc\n')
    const followed = new Followed(path, { most: 1 })
    let end = 0
    for (let batch = await followed.next(); batch !== undefined; batch = await followed.next()) {
      end = batch.range?.to ?? end
      assert.equal(batch.checkpoint.files[0]?.offset, end)
    }
    assert.equal(end, 6)
  })

  test('what is not asked for is not read: it stays in the log, and may still change', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\n')
    const followed = new Followed(path)
    await followed.next()
    appendFileSync(path, 'b\n')
    assert.equal((await followed.next())?.lines, 2)
  })
})

suite('a file that is truncated in place', () => {
  test('is read from its beginning, as another generation', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'old 1\nold 2\n')
    const followed = new Followed(path)
    await followed.look()
    truncateSync(path)
    assert.deepEqual(await followed.look(), [])
    appendFileSync(path, 'new\n')
    assert.deepEqual(await followed.look(), ['new'])
    assert.equal(followed.taken.at(-1)?.offset, 0)
    assert.notEqual(followed.taken.at(-1)?.generation, followed.taken[0]?.generation)
    assert.deepEqual(followed.codes, ['source_found', 'source_truncated'])
  })

  test('is noticed after it has grown past the offset, with the same first line', async (t) => {
    const path = temporaryLog(t)
    const banner = 'banner\n'.repeat(600)
    writeFileSync(path, `${banner}old 1\n`)
    const followed = new Followed(path)
    await followed.look()
    const lines = [...banner.trimEnd().split('\n'), ...Array.from({ length: 40 }, (_, index) => `new ${index}`)]
    writeFileSync(path, `${lines.join('\n')}\n`)
    // The old content might come back.
    assert.deepEqual(await followed.look(), [])
    followed.elapsed += 2000
    assert.deepEqual(await followed.look(), lines)
  })

  test('is noticed if all lines have one length and end alike', async (t) => {
    const path = temporaryLog(t)
    const line = (number: number): string => `${String(number).padStart(9, '0')} ${'constant '.repeat(20)}`
    const lines = (from: number, count: number): string[] =>
      Array.from({ length: count }, (_, index) => line(from + index))
    writeFileSync(path, `${lines(0, 100).join('\n')}\n`)
    const followed = new Followed(path)
    await followed.look()
    writeFileSync(path, `${lines(100, 300).join('\n')}\n`)
    assert.deepEqual(await followed.look(), lines(100, 300))
  })

  test('while a long line is being skipped starts with an ordinary line', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'x'.repeat(LONGEST_LINE + 5))
    const followed = new Followed(path)
    await followed.look()
    writeFileSync(path, 'new\n')
    assert.deepEqual(await followed.look(), ['new'])
  })
})

suite('the end of the program', () => {
  test('ends the follower while it sleeps', async (t) => {
    const path = temporaryLog(t)
    const followed = new Followed(path)
    await followed.look()
    await followed.stop()
    assert.equal(await followed.next(), undefined)
  })

  test('between two batches leaves the rest unread for the next start', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\nb\nc\n')
    const first = new Followed(path, { most: 1 })
    await first.next()
    await first.next()
    first.abort()
    assert.deepEqual(await first.look(), [])
    const second = new Followed(path, { from: await first.stop() })
    assert.deepEqual(await second.look(), ['b', 'c'])
  })

  test('does not take the unread part of a rotated file for its unfinished last line', async (t) => {
    const path = temporaryLog(t)
    const first = new Followed(path, { most: 1 })
    writeFileSync(path, 'a\n')
    await first.look()
    renameSync(path, `${path}.1`)
    writeFileSync(path, 'b\n')
    first.wake()
    assert.equal((await first.next())?.range, undefined)
    assert.equal((await first.next())?.lines, 1)
    // In this round the old file has been read; the new one is being read.
    appendFileSync(`${path}.1`, 'c\nd\n')
    assert.equal(await first.next(), undefined)
    first.elapsed += 20_000
    first.wake()
    assert.equal((await first.next())?.lines, 1)
    first.abort()
    assert.equal(await first.next(), undefined)
    const second = new Followed(path, { from: await first.stop() })
    assert.deepEqual([...first.taken.map(({ text }) => text), ...(await second.look())], ['a', 'b', 'c', 'd'])
  })
})

test('a search for lost positions ends with the program, and reports no gap', async (t) => {
  const path = temporaryLog(t)
  writeFileSync(path, 'one\n'.repeat(300))
  const first = new Followed(path)
  await first.look()
  const from = await first.stop()
  writeFileSync(path, 'two\n'.repeat(1000))
  writeFileSync(`${path}.1.gz`, gzipSync(Buffer.alloc(64 * 1024 ** 2, 'a line of another log\n')))
  const second = new Followed(path, { from })
  second.wake()
  const next = second.next()
  second.abort()
  assert.equal(await next, undefined)
  assert.deepEqual(second.codes, [])
})
