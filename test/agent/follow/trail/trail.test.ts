import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  closeSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  rmdirSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { suite, test } from 'node:test'
import { Followed, rotate, temporaryLog } from '../followed.ts'

suite('where a source begins', () => {
  test('at the end of a log that exists already', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'old\n')
    const followed = new Followed(path, { start: 'end' })
    assert.deepEqual(await followed.look(), [])
    appendFileSync(path, 'new\n')
    assert.deepEqual(await followed.look(), ['new'])
  })

  test('at the last line, if that is still incomplete', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'old\nne')
    const followed = new Followed(path, { start: 'end' })
    assert.deepEqual(await followed.look(), [])
    appendFileSync(path, 'w\n')
    assert.deepEqual(await followed.look(), ['new'])
    assert.equal(followed.taken[0]?.offset, 4)
  })

  test('at the end, and there after a restart as well, even if nothing was read', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'old\n')
    const first = new Followed(path, { start: 'end' })
    await first.next()
    const from = await first.stop()
    appendFileSync(path, 'new\n')
    assert.deepEqual(await new Followed(path, { start: 'end', from }).look(), ['new'])
  })

  test('at the beginning of a log that appears later, in any folder', async (t) => {
    const path = join(temporaryLog(t), 'log')
    const followed = new Followed(path, { start: 'end' })
    assert.deepEqual(await followed.look(), [])
    assert.deepEqual(followed.checkpoint, { files: [] })
    mkdirSync(dirname(path))
    writeFileSync(path, 'first\n')
    assert.deepEqual(await followed.look(), ['first'])
    assert.deepEqual(followed.codes, ['source_missing', 'source_found'])
  })

  test('at the beginning of a log that appeared while the program was down', async (t) => {
    const path = temporaryLog(t)
    const first = new Followed(path, { start: 'end' })
    await first.look()
    const from = await first.stop()
    writeFileSync(path, 'first\n')
    assert.deepEqual(await new Followed(path, { start: 'end', from }).look(), ['first'])
  })
})

suite('a log that comes and goes', () => {
  test('deleted and created again is read from its beginning, after the rest of the old file', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\n')
    const followed = new Followed(path)
    await followed.look()
    const old = openSync(path, 'a')
    writeSync(old, 'b\n')
    rmSync(path)
    writeFileSync(path, 'c\n')
    assert.deepEqual(await followed.look(), ['b', 'c'])
    writeSync(old, 'd\n')
    closeSync(old)
    assert.deepEqual(await followed.look(), ['d'])
  })

  test('deleted is closed after the grace time, so that its disk space is freed', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\nhalf')
    const followed = new Followed(path)
    await followed.look()
    rmSync(path)
    assert.deepEqual(await followed.lookPastGrace(), ['half'])
    assert.deepEqual(followed.checkpoint, { files: [] })
    writeFileSync(path, 'new\n')
    assert.deepEqual(await followed.look(), ['new'])
  })

  test('renamed away and back is not read again', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\n')
    const followed = new Followed(path)
    await followed.look()
    renameSync(path, join(dirname(path), 'away'))
    assert.deepEqual(await followed.look(), [])
    renameSync(join(dirname(path), 'away'), path)
    appendFileSync(path, 'b\n')
    assert.deepEqual(await followed.look(), ['b'])
  })

  test('renamed away, replaced and renamed back continues where it was left', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\n')
    const followed = new Followed(path)
    await followed.look()
    renameSync(path, join(dirname(path), 'away'))
    writeFileSync(path, 'between\n')
    assert.deepEqual(await followed.look(), ['between'])
    renameSync(join(dirname(path), 'away'), path)
    appendFileSync(path, 'b\n')
    assert.deepEqual(await followed.lookPastGrace(), ['b'])
    rotate(path, 'c\n')
    assert.deepEqual(await followed.look(), ['c'])
  })

  test('whose link is switched is read to the end of the old target, then the new one', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(`${path}-a`, 'a\n')
    writeFileSync(`${path}-b`, 'c\n')
    symlinkSync(`${path}-a`, path)
    const followed = new Followed(path)
    await followed.look()
    appendFileSync(`${path}-a`, 'b\n')
    symlinkSync(`${path}-b`, `${path}.new`)
    renameSync(`${path}.new`, path)
    assert.deepEqual(await followed.look(), ['b', 'c'])
    appendFileSync(`${path}-a`, 'straggler\n')
    assert.deepEqual(await followed.look(), ['straggler'])
  })

  test('whose link leads to files that are named like rotated ones is read once', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(`${path}-20261121`, 'a\n')
    symlinkSync(`${path}-20261121`, path)
    const followed = new Followed(path)
    await followed.look()
    for (const [date, content] of Object.entries({ '-20261122': 'b\n', '-20261123': 'c\n' })) {
      writeFileSync(path + date, content)
      rmSync(path)
      symlinkSync(path + date, path)
    }
    assert.deepEqual(await followed.look(), ['b', 'c'])
    appendFileSync(path, 'd\n')
    assert.deepEqual(await followed.lookPastGrace(), ['d'])
  })

  test('touched without a new byte delivers nothing', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\n')
    const followed = new Followed(path)
    await followed.look()
    appendFileSync(path, '')
    assert.deepEqual(await followed.look(), [])
  })
})

suite('a path that cannot be read', () => {
  test('is reported once, and again when it can be read', async (t) => {
    const path = temporaryLog(t)
    symlinkSync(path, path)
    const followed = new Followed(path)
    await followed.look()
    await followed.look()
    assert.deepEqual(followed.codes, ['source_unreadable'])
    assert.match(followed.told[0]?.text ?? '', /ELOOP/)
    rmSync(path)
    writeFileSync(path, 'a\n')
    assert.deepEqual(await followed.look(), ['a'])
    assert.deepEqual(followed.codes, ['source_unreadable', 'source_found', 'source_readable'])
  })

  test('and then leads to the same file again loses and repeats nothing, and is reported each time', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\n')
    const followed = new Followed(path)
    await followed.look()
    for (const line of ['b', 'c']) {
      renameSync(path, join(dirname(path), 'away'))
      symlinkSync(path, path)
      appendFileSync(join(dirname(path), 'away'), `${line}\n`)
      assert.deepEqual(await followed.look(), [line])
      renameSync(join(dirname(path), 'away'), path)
      assert.deepEqual(await followed.look(), [])
    }
    const turn = ['source_unreadable', 'source_readable']
    assert.deepEqual(followed.codes, ['source_found', ...turn, ...turn])
  })

  test('is reported as readable even after it was missing for a while', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\n')
    const followed = new Followed(path)
    await followed.look()
    renameSync(path, join(dirname(path), 'away'))
    symlinkSync(path, path)
    await followed.look()
    rmSync(path)
    await followed.look()
    renameSync(join(dirname(path), 'away'), path)
    await followed.look()
    assert.deepEqual(followed.codes, ['source_found', 'source_unreadable', 'source_readable'])
  })

  test('because there is a folder or a FIFO is waited for', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\n')
    const followed = new Followed(path)
    await followed.look()
    rmSync(path)
    mkdirSync(path)
    await followed.look()
    assert.match(
      followed.told.at(-1)?.text ?? '',
      /is a folder, pipe or device; correct its path in the configuration\.$/,
    )
    rmdirSync(path)
    execFileSync('mkfifo', [path])
    await followed.look()
    rmSync(path)
    writeFileSync(path, 'b\n')
    assert.deepEqual(await followed.look(), ['b'])
    assert.deepEqual(followed.codes, ['source_found', 'source_unreadable', 'source_rotated', 'source_readable'])
  })

  test('because its disk fails is reported once, waited for, and then read on', async (t) => {
    const path = temporaryLog(t)
    // The first page of a process is never mapped: reading it fails with EIO, as on a broken disk.
    symlinkSync('/proc/self/mem', path)
    const followed = new Followed(path)
    assert.deepEqual(await followed.look(), [])
    assert.deepEqual(await followed.look(), [])
    assert.equal(followed.within, 1000)
    assert.deepEqual(followed.codes, ['source_found', 'source_unreadable'])
    assert.match(followed.told[1]?.text ?? '', /EIO/)
    rmSync(path)
    writeFileSync(path, 'a\n')
    assert.deepEqual(await followed.look(), ['a'])
  })

  test('at a start keeps the position of the previous run until it can be read', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\n')
    const first = new Followed(path)
    await first.look()
    const from = await first.stop()
    renameSync(path, join(dirname(path), 'away'))
    symlinkSync(path, path)
    const second = new Followed(path, { from })
    assert.deepEqual(await second.look(), [])
    const third = new Followed(path, { from: await second.stop() })
    await third.look()
    renameSync(join(dirname(path), 'away'), path)
    appendFileSync(path, 'b\n')
    assert.deepEqual(await third.look(), ['b'])
    assert.deepEqual(third.codes, ['source_unreadable', 'source_found', 'source_readable'])
  })
})
