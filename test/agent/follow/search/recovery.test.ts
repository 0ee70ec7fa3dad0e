import assert from 'node:assert/strict'
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { type TestContext, suite, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { Followed, rotate } from '../followed.ts'
import { compress, lines, read100, text } from '../hundred-lines.ts'

/** What is delivered after something happened while the follower was down. */
async function afterStart(
  t: TestContext,
  happen: (path: string) => void,
  later = 0,
): Promise<{ came: readonly string[]; codes: readonly string[] }> {
  const { path, followed } = await read100(t)
  const from = await followed.stop()
  happen(path)
  const next = new Followed(path, { from })
  t.after(() => next.stop())
  const came = await next.lookPastGrace()
  next.elapsed += later
  return { came: [...came, ...(await next.lookPastGrace())], codes: next.codes }
}

suite('unread lines are found', () => {
  test('in the copy, if a log was copied and truncated between two looks', async (t) => {
    const { path, followed } = await read100(t)
    appendFileSync(path, text(100, 120))
    copyFileSync(path, `${path}.1`)
    truncateSync(path)
    appendFileSync(path, text(120, 500))
    assert.deepEqual(await followed.look(), lines(100, 500))
    assert.deepEqual(followed.codes, ['source_found', 'source_copied'])
  })

  test('in the copy, if that happened while the agent was down', async (t) => {
    const { came } = await afterStart(t, (path) => {
      appendFileSync(path, text(100, 120))
      copyFileSync(path, `${path}.1`)
      truncateSync(path)
      appendFileSync(path, text(120, 130))
    })
    assert.deepEqual(came, lines(100, 130))
  })

  test('nearer to the beginning of the same file, if its newest part was kept', async (t) => {
    const { path, followed } = await read100(t)
    appendFileSync(path, text(100, 120))
    writeFileSync(path, text(50, 120))
    assert.deepEqual(await followed.look(), lines(100, 120))
    assert.deepEqual(followed.codes, ['source_found', 'source_shortened'])
    appendFileSync(path, text(120, 121))
    assert.deepEqual(await followed.look(), lines(120, 121))
  })

  test('there, if that happened while the agent was down', async (t) => {
    const { came } = await afterStart(t, (path) => writeFileSync(path, text(50, 300)))
    assert.deepEqual(came, lines(100, 300))
  })

  test('in compressed files, over several rotations, oldest first', async (t) => {
    const { came, codes } = await afterStart(t, (path) => {
      appendFileSync(path, text(100, 110))
      rotate(path, text(110, 120))
      rotate(path, text(120, 130))
      compress(`${path}.2`)
      compress(`${path}.1`)
    })
    assert.deepEqual(came, lines(100, 130))
    assert.deepEqual(codes, ['source_found', 'source_copied'])
  })

  test('in a compressed file and the uncompressed ones after it', async (t) => {
    const { came } = await afterStart(t, (path) => {
      appendFileSync(path, text(100, 110))
      rotate(path, text(110, 120))
      rotate(path, text(120, 130))
      compress(`${path}.2`)
    })
    assert.deepEqual(came, lines(100, 130))
  })

  test('after a file that was rotated and compressed while the follower was delayed', async (t) => {
    const { path, followed } = await read100(t)
    appendFileSync(path, text(100, 110))
    rotate(path, text(110, 120))
    rotate(path, text(120, 130))
    compress(`${path}.2`)
    compress(`${path}.1`)
    assert.deepEqual(await followed.lookPastGrace(), lines(100, 130))
  })

  test("in cPanel's archive of the month, to which others were appended", async (t) => {
    const { came } = await afterStart(t, (path) => {
      const archive = join(dirname(path), 'archive')
      mkdirSync(archive)
      const members = [gzipSync('another day\n'), gzipSync(text(0, 150))]
      writeFileSync(join(archive, 'log-11-2026.gz'), Buffer.concat(members))
      writeFileSync(path, text(150, 160))
    })
    assert.deepEqual(came, lines(100, 160))
  })

  test('in a copy that is still being written, as soon as it is complete', async (t) => {
    const { path, followed } = await read100(t)
    const from = await followed.stop()
    appendFileSync(path, text(100, 110))
    rotate(path, text(110, 120))
    const whole = gzipSync(readFileSync(`${path}.1`))
    rmSync(`${path}.1`)
    writeFileSync(`${path}.1.gz`, whole.subarray(0, whole.length / 2))
    const next = new Followed(path, { from })
    t.after(() => next.stop())
    assert.deepEqual(await next.look(), lines(110, 120))
    assert.equal(next.within, 1000)
    const [kept] = next.checkpoint?.files ?? []
    assert.deepEqual(kept, from?.files[0], 'the position is kept meanwhile')
    writeFileSync(`${path}.1.gz`, whole)
    assert.deepEqual(await next.look(), lines(100, 110))
  })

  test('after a kill in the middle of a compressed file, from where it was read to', async (t) => {
    const { path, followed } = await read100(t)
    const from = await followed.stop()
    appendFileSync(path, text(100, 130))
    rotate(path)
    compress(`${path}.1`)
    const second = new Followed(path, { from, most: 10 })
    while (second.taken.length < 10) await second.next()
    const middle = await second.stop()
    renameSync(`${path}.1.gz`, `${path}.2.gz`)
    rotate(path)
    const third = new Followed(path, { from: middle })
    t.after(() => third.stop())
    assert.deepEqual(await third.look(), lines(110, 130))
    assert.equal(third.taken[0]?.generation, followed.taken[0]?.generation)
  })
})

suite('nothing is read', () => {
  test('again from a copy of what has been read', async (t) => {
    const { path, followed } = await read100(t)
    copyFileSync(path, `${path}.1`)
    truncateSync(path)
    assert.deepEqual(await followed.lookPastGrace(), [])
    appendFileSync(path, text(100, 101))
    assert.deepEqual(await followed.lookPastGrace(), lines(100, 101))
  })

  test("again from cPanel's archive, to which lines were appended that had been read in the log", async (t) => {
    const { path, followed } = await read100(t)
    const archive = join(dirname(path), 'archive', 'log-11-2026.gz')
    mkdirSync(dirname(archive))
    writeFileSync(archive, gzipSync(text(0, 150)))
    writeFileSync(path, text(150, 250))
    assert.deepEqual(await followed.look(), lines(100, 250))
    const from = await followed.stop()
    appendFileSync(archive, gzipSync(text(150, 160)))
    writeFileSync(path, text(160, 260))
    const next = new Followed(path, { from })
    t.after(() => next.stop())
    assert.deepEqual(await next.lookPastGrace(), lines(250, 260))
  })

  test('again from files that were compressed while the oldest was still open, after a start', async (t) => {
    const { path, followed } = await read100(t)
    appendFileSync(path, text(100, 110))
    rotate(path, text(110, 120))
    rotate(path, text(120, 130))
    compress(`${path}.2`)
    compress(`${path}.1`)
    assert.deepEqual(await followed.look(), lines(100, 130))
    const next = new Followed(path, { from: await followed.stop() })
    t.after(() => next.stop())
    appendFileSync(path, text(130, 140))
    assert.deepEqual(await next.lookPastGrace(), lines(130, 140))
  })

  test('again from a file that came after a compressed one, and was finished before what is older, after a start', async (t) => {
    const { path, followed } = await read100(t)
    appendFileSync(path, text(100, 110))
    rotate(path, text(110, 120))
    rotate(path, text(120, 130))
    rotate(path, text(130, 140))
    compress(`${path}.2`)
    assert.deepEqual(await followed.look(), lines(100, 140))
    followed.elapsed += 9000
    appendFileSync(`${path}.3`, text(140, 141))
    assert.deepEqual(await followed.look(), lines(140, 141))
    followed.elapsed += 2000
    assert.deepEqual(await followed.look(), [])
    const next = new Followed(path, { from: await followed.stop() })
    t.after(() => next.stop())
    appendFileSync(path, text(150, 160))
    assert.deepEqual(await next.lookPastGrace(), lines(150, 160))
    assert.deepEqual([await next.lookPastGrace(), next.checkpoint?.files.length], [[], 1])
  })

  test('again from a copy that the next copy has overwritten', async (t) => {
    const { path, followed } = await read100(t)
    const copyAndEmpty = (): void => {
      copyFileSync(path, `${path}.1`)
      truncateSync(path)
    }
    appendFileSync(path, text(100, 120))
    copyAndEmpty()
    assert.deepEqual(await followed.look(), lines(100, 120))
    appendFileSync(path, text(120, 300))
    assert.deepEqual(await followed.look(), lines(120, 300))
    copyAndEmpty()
    assert.deepEqual(await followed.look(), [])
    appendFileSync(path, text(300, 310))
    assert.deepEqual(await followed.look(), lines(300, 310))
  })

  test('again from a renamed log that was overwritten while the agent was down', async (t) => {
    const { path, followed } = await read100(t)
    rotate(path, text(100, 200))
    assert.deepEqual(await followed.look(), lines(100, 200))
    const from = await followed.stop()
    appendFileSync(path, text(200, 210))
    copyFileSync(path, `${path}.1`)
    truncateSync(path)
    const next = new Followed(path, { from })
    t.after(() => next.stop())
    assert.deepEqual(await next.lookPastGrace(), lines(200, 210))
  })

  test('from a file that only begins like the log', async (t) => {
    const { came, codes } = await afterStart(t, (path) => {
      writeFileSync(`${path}.1`, `${text(0, 60)}another file\n${text(61, 100)}not ours\n`)
      writeFileSync(`${path}.2.gz`, gzipSync(`${text(0, 99)}x${text(99, 110)}`))
      rmSync(path)
      writeFileSync(`${path}.other`, '')
      writeFileSync(path, text(200, 210))
    })
    assert.deepEqual(came, lines(200, 210))
    assert.ok(codes.includes('log_gap'))
  })

  test('from a damaged copy, and the gap is reported', async (t) => {
    const { came, codes } = await afterStart(
      t,
      (path) => {
        appendFileSync(path, text(100, 110))
        rotate(path, text(110, 120))
        compress(`${path}.1`)
        truncateSync(`${path}.1.gz`, 60)
      },
      60_000,
    )
    assert.deepEqual(came, lines(110, 120))
    assert.ok(codes.includes('log_gap'))
  })

  test('from a copy that is not gzip, which is named', async (t) => {
    const { codes } = await afterStart(t, (path) => {
      renameSync(path, `${path}.1.xz`)
      writeFileSync(`${path}.2.gz`, 'no gzip')
      writeFileSync(path, '')
    })
    assert.deepEqual(codes.slice(-2), ['copies_unreadable', 'log_gap'])
  })
})
