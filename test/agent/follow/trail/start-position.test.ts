import assert from 'node:assert/strict'
import {
  appendFileSync,
  closeSync,
  copyFileSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import { gzipSync } from 'node:zlib'
import { Followed, temporaryLog } from '../followed.ts'

/** Lines as long as those of login_log, of five users in turn. */
function lines(from: number, to: number): string[] {
  return Array.from(
    { length: to - from },
    (_, index) => `[2026-11-21] 192.0.2.10 - u${(from + index) % 5} line ${from + index}`,
  )
}

function text(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join('')
}

/** Replaces a log by a file with this content, as mv does: it has another inode afterwards. */
function put(path: string, content: string | Buffer): void {
  const inode = statSync(path, { throwIfNoEntry: false })?.ino
  const beside = join(dirname(path), 'x')
  writeFileSync(beside, content)
  renameSync(beside, path)
  assert.notEqual(statSync(path).ino, inode)
}

/** Something that is done to a log of a hundred lines. */
type Change = (path: string) => void

const KEEPING_ALL: Readonly<Record<string, Change>> = {
  'cp and mv': (path) => put(path, readFileSync(path)),
  'an editor, which keeps the old file until it has written the new one': (path) => {
    renameSync(path, `${path}~`)
    writeFileSync(path, readFileSync(`${path}~`))
    rmSync(`${path}~`)
  },
  'a copy that leaves the old file beside it': (path) => {
    renameSync(path, `${path}.orig`)
    copyFileSync(`${path}.orig`, path)
  },
  'another file system, where all inodes are new': (path) => {
    for (const name of ['.1', '']) {
      put(path + name, readFileSync(path))
      if (name !== '') writeFileSync(path + name, text(lines(900, 950)))
    }
  },
}

const PRUNING: Readonly<Record<string, Change>> = {
  'tail -n 50': (path) => put(path, text(lines(50, 100))),
  'tail -n 5, less than the bytes that are remembered': (path) => put(path, text(lines(95, 100))),
  'sed that deletes the lines of one user': (path) =>
    put(path, text(lines(0, 100).filter((line) => !line.includes(' u3 ')))),
  'sed -i.bak': (path) => {
    renameSync(path, `${path}.bak`)
    writeFileSync(path, text(lines(0, 100).filter((line) => !line.includes(' u4 '))))
  },
  'tail and sed': (path) => put(path, text(lines(40, 100).filter((line) => !line.includes(' u3 ')))),
}

async function readAll(t: TestContext): Promise<{ path: string; followed: Followed }> {
  const path = temporaryLog(t)
  writeFileSync(path, text(lines(0, 100)))
  const followed = new Followed(path)
  assert.equal((await followed.look()).length, 100)
  return { path, followed }
}

suite('another file with the same content is read from where reading stood', () => {
  for (const [name, change] of Object.entries({ ...KEEPING_ALL, ...PRUNING })) {
    test(`after ${name}`, async (t) => {
      const { path, followed } = await readAll(t)
      change(path)
      assert.deepEqual(await followed.look(), [])
      appendFileSync(path, text(lines(100, 103)))
      assert.deepEqual(await followed.lookPastGrace(), lines(100, 103))
      assert.deepEqual([followed.codes.includes('log_gap'), followed.codes.includes('source_rotated')], [false, false])
      assert.equal(followed.checkpoint?.files.length, 1)
      await followed.stop()
    })

    test(`after ${name} while nobody looked`, async (t) => {
      const { path, followed } = await readAll(t)
      const from = await followed.stop()
      change(path)
      appendFileSync(path, text(lines(100, 103)))
      const next = new Followed(path, { from })
      assert.deepEqual(await next.lookPastGrace(), lines(100, 103))
      assert.ok(!next.codes.includes('log_gap'))
      await next.stop()
    })

    test(`after ${name} before all was read`, async (t) => {
      const { path, followed } = await readAll(t)
      const from = await followed.stop()
      change(path)
      const kept = readFileSync(path, 'utf8').trimEnd().split('\n')
      writeFileSync(path, text([...kept, ...lines(100, 140)]))
      const next = new Followed(path, { from })
      await next.next()
      put(path, readFileSync(path))
      assert.deepEqual([...next.taken.map((each) => each.text), ...(await next.lookPastGrace())], lines(100, 140))
      await next.stop()
    })
  }

  for (const isNew of [false, true]) {
    const how = isNew ? 'to a new file, as by an editor' : 'in place, as by cat'
    test(`after it was rewritten ${how}, and looked at all the while`, async (t) => {
      const { path, followed } = await readAll(t)
      const content = readFileSync(path, 'utf8')
      if (isNew) rmSync(path)
      writeFileSync(path, '')
      for (let from = 0; from < content.length; from += 1000) {
        assert.deepEqual(await followed.look(), [])
        appendFileSync(path, content.slice(from, from + 1000))
      }
      appendFileSync(path, text(lines(100, 103)))
      assert.deepEqual(await followed.look(), lines(100, 103))
      assert.ok(followed.codes.includes('source_replaced') && !followed.codes.includes('log_gap'))
      await followed.stop()
    })

    test(`after it was rewritten ${how} without the lines of one user`, async (t) => {
      const { path, followed } = await readAll(t)
      const kept = text(lines(0, 100).filter((line) => !line.includes(' u3 ')))
      if (isNew) rmSync(path)
      writeFileSync(path, '')
      for (let from = 0; from < kept.length; from += 1000) {
        assert.deepEqual(await followed.look(), [])
        appendFileSync(path, kept.slice(from, from + 1000))
      }
      appendFileSync(path, text(lines(100, 103)))
      assert.deepEqual(await followed.look(), [])
      followed.elapsed += 2000
      assert.deepEqual(await followed.look(), lines(100, 103))
      await followed.stop()
    })
  }

  test('without waiting if the first line is another one', async (t) => {
    const { path, followed } = await readAll(t)
    renameSync(path, `${path}.1`)
    writeFileSync(path, '')
    assert.deepEqual(await followed.look(), [])
    appendFileSync(path, text(lines(200, 201)))
    assert.deepEqual(await followed.look(), lines(200, 201))
    await followed.stop()
  })

  test('and new lines get the generation of the previous file', async (t) => {
    const { path, followed } = await readAll(t)
    put(path, readFileSync(path))
    appendFileSync(path, text(lines(100, 101)))
    await followed.look()
    assert.equal(followed.taken.at(-1)?.generation, followed.taken[0]?.generation)
    assert.equal(followed.taken.at(-1)?.offset, text(lines(0, 100)).length)
    await followed.stop()
  })

  test('after an older backup was restored, without what came since', async (t) => {
    const { path, followed } = await readAll(t)
    put(path, text(lines(0, 80)))
    assert.deepEqual(await followed.look(), [])
    appendFileSync(path, text(lines(100, 103)))
    assert.deepEqual(await followed.look(), lines(100, 103))
    await followed.stop()
  })

  test('and what its writer still adds to the old file is read as well', async (t) => {
    const { path, followed } = await readAll(t)
    const writer = openSync(path, 'a')
    writeSync(writer, 'begun')
    put(path, readFileSync(path))
    assert.deepEqual(await followed.look(), [])
    writeSync(writer, ` and ended\n${text(lines(100, 101))}`)
    assert.deepEqual(await followed.look(), ['begun and ended', ...lines(100, 101)])
    closeSync(writer)
    await followed.stop()
  })

  test('and an unfinished last line is read once', async (t) => {
    const { path, followed } = await readAll(t)
    appendFileSync(path, 'begun')
    put(path, readFileSync(path))
    assert.deepEqual(await followed.lookPastGrace(), [])
    appendFileSync(path, ' and ended\n')
    assert.deepEqual(await followed.lookPastGrace(), ['begun and ended'])
    await followed.stop()
  })
})

suite('another file with another content is read from its beginning', () => {
  test('even if it begins with the lines that the old one ended with, several times', async (t) => {
    const path = temporaryLog(t)
    const banner = text(Array.from({ length: 30 }, () => 'the same words each time'))
    writeFileSync(path, text(lines(0, 50)) + banner)
    const followed = new Followed(path)
    await followed.look()
    renameSync(path, `${path}.1`)
    writeFileSync(path, text(['the same words each time', ...lines(200, 202)]))
    assert.deepEqual(await followed.look(), ['the same words each time', ...lines(200, 202)])
    await followed.stop()
  })

  test('and the old one to its end, even if that is compressed by now', async (t) => {
    const { path, followed } = await readAll(t)
    const from = await followed.stop()
    appendFileSync(path, text(lines(100, 110)))
    writeFileSync(`${path}.1.gz`, gzipSync(readFileSync(path)))
    put(path, text(lines(200, 210)))
    const next = new Followed(path, { from })
    assert.deepEqual(await next.lookPastGrace(), [...lines(100, 110), ...lines(200, 210)])
    await next.stop()
  })
})
