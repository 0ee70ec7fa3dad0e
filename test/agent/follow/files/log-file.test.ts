import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { appendFileSync, copyFileSync, mkdirSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { type TestContext, suite, test } from 'node:test'
import { nulsAtStart } from '../../../../agent/follow/files/hole.ts'
import { LogFile } from '../../../../agent/follow/files/log-file.ts'
import { LONGEST_LINE } from '../../../../agent/follow/scan/longest-line.ts'
import { temporaryLog } from '../followed.ts'

function logOf(t: TestContext, content: string): { path: string; file: LogFile } {
  const path = temporaryLog(t)
  writeFileSync(path, content)
  return { path, file: opened(t, path) }
}

function opened(t: TestContext, path: string): LogFile {
  const file = LogFile.open(path)
  t.after(() => file.close())
  return file
}

/** What one read returns, as text. */
function read(file: LogFile): string {
  const found = file.read()
  return typeof found === 'string' ? found : found.bytes.toString()
}

suite('a log file', () => {
  test('is read from its beginning, then from where it was advanced to', (t) => {
    const { path, file } = logOf(t, 'one\n')
    assert.equal(read(file), 'one\n')
    assert.equal(read(file), 'one\n')
    file.advance(4, false)
    assert.equal(read(file), 'end')
    appendFileSync(path, 'two\n')
    assert.equal(read(file), 'two\n')
    assert.equal(file.offset, 4)
  })

  test('stays the same file when it is renamed or removed', (t) => {
    const { path, file } = logOf(t, 'one\n')
    renameSync(path, `${path}.1`)
    assert.ok(file.isLinked())
    rmSync(`${path}.1`)
    assert.ok(!file.isLinked())
    assert.equal(read(file), 'one\n')
  })

  test('never returns more than the longest line at once', (t) => {
    const { file } = logOf(t, 'x'.repeat(2 * LONGEST_LINE))
    assert.equal(read(file).length, LONGEST_LINE)
    file.advance(LONGEST_LINE, true)
    assert.equal(read(file).length, LONGEST_LINE)
  })

  test('that is shorter than the offset was rewritten', (t) => {
    const { path, file } = logOf(t, 'one\ntwo\n')
    read(file)
    file.advance(8, false)
    truncateSync(path, 4)
    assert.equal(read(file), 'rewritten')
  })

  test('that has other bytes before the offset was rewritten, however long it is', (t) => {
    const { path, file } = logOf(t, 'one\ntwo\n')
    read(file)
    file.advance(8, false)
    writeFileSync(path, 'one\ntoo\nthree\n')
    assert.equal(read(file), 'rewritten')
    file.restart()
    assert.equal(read(file), 'one\ntoo\nthree\n')
  })

  test('resumes at a saved position only if the same bytes are before it', (t) => {
    const { path, file } = logOf(t, 'one\ntwo\nthr')
    read(file)
    file.advance(8, false)
    const { position } = file
    assert.ok(opened(t, path).resume(position))
    writeFileSync(path, 'one\ntoo\nthr')
    const again = opened(t, path)
    assert.ok(!again.resume(position))
    assert.equal(again.offset, 0)
  })

  test('is skipped to the beginning of its last line, complete or not', (t) => {
    const long = 'x'.repeat(LONGEST_LINE * 2)
    const cases: [content: string, offset: number][] = [
      ['', 0],
      ['one', 0],
      ['one\n', 4],
      ['one\ntw', 4],
      [`one\n${long}`, 4],
      [long, 0],
      [`${long}\n`, long.length + 1],
    ]
    for (const [content, offset] of cases) {
      const { file } = logOf(t, content)
      file.skipToEnd()
      assert.equal(file.offset, offset)
      assert.notEqual(read(file), 'rewritten')
    }
  })

  test('is skipped to its end if it ends in a hole, or in a line that begins far away', (t) => {
    const line = 'x'.repeat(5 * 1024 * 1024)
    for (const [size, text, isSkipping] of [
      [2 ** 40, 'one\n', false],
      [line.length, line, true],
    ] as const) {
      const { path, file } = logOf(t, text)
      truncateSync(path, size)
      file.skipToEnd()
      assert.deepEqual([file.offset, file.skipping], [size, isSkipping])
      appendFileSync(path, 'y\ntwo\n')
      assert.equal(read(file), 'y\ntwo\n')
    }
  })

  test('with a hole before its last line is skipped to that line', (t) => {
    const { path, file } = logOf(t, 'one\n')
    truncateSync(path, 2 ** 40)
    appendFileSync(path, 'tw')
    file.skipToEnd()
    file.advance(nulsAtStart(Buffer.from(read(file))), false)
    assert.equal(read(file), 'tw')
  })

  test('a folder, a FIFO and a device are not log files, and opening them does not block', (t) => {
    const path = temporaryLog(t)
    mkdirSync(`${path}.folder`)
    execFileSync('mkfifo', [`${path}.fifo`])
    for (const other of [`${path}.folder`, `${path}.fifo`, '/dev/null']) {
      assert.throws(() => LogFile.open(other), { code: 'ENODATA' })
    }
    assert.throws(() => LogFile.open(path), { code: 'ENOENT' })
  })
})

suite('the generation of a log file', () => {
  test('depends on its first line only, so it stays the same when the file is renamed, copied or grows', (t) => {
    const { path, file } = logOf(t, 'first\nsecond\n')
    const { generation } = file
    renameSync(path, `${path}.1`)
    copyFileSync(`${path}.1`, path)
    appendFileSync(path, 'more\n')
    assert.equal(opened(t, path).generation, generation)
    assert.equal(logOf(t, 'first\nother\n').file.generation, generation)
    assert.notEqual(logOf(t, 'First\nsecond\n').file.generation, generation)
  })

  test('changes when its content is replaced', (t) => {
    const { path, file } = logOf(t, 'first\n')
    const { generation } = file
    writeFileSync(path, 'other\n')
    assert.equal(file.generation, generation)
    file.restart()
    assert.notEqual(file.generation, generation)
  })

  test('is restored with a position, even if the first line has changed since', (t) => {
    const { path, file } = logOf(t, `first\n${'-'.repeat(2000)}\n`)
    const { generation } = file
    read(file)
    file.advance(2007, false)
    writeFileSync(path, `First\n${'-'.repeat(2000)}\n`)
    const again = opened(t, path)
    assert.ok(again.resume(file.position))
    assert.equal(again.generation, generation)
  })

  test('depends on the beginning only of a very long first line', (t) => {
    const { path, file } = logOf(t, 'x'.repeat(5000))
    const { generation } = file
    appendFileSync(path, 'yyy\n')
    assert.equal(opened(t, path).generation, generation)
  })
})
