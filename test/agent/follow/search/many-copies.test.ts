import assert from 'node:assert/strict'
import { appendFileSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { suite, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { Checkpoint } from '../../../../agent/follow/checkpoint.ts'
import { Followed, temporaryLog } from '../followed.ts'

/** How many files this process has open. */
function openFiles(): number {
  return readdirSync('/proc/self/fd').length
}

/** Rotates a log to each of these names in turn, with a line in each file and one more before the first rotation. */
function rotateAway(path: string, names: readonly string[]): string[] {
  appendFileSync(path, 'unread\n')
  for (const [index, name] of names.entries()) {
    renameSync(path, name)
    writeFileSync(path, `line ${index}\n`)
  }
  return ['unread', ...names.map((_, index) => `line ${index}`)]
}

function compress(name: string): void {
  writeFileSync(`${name}.gz`, gzipSync(readFileSync(name)))
  rmSync(name)
}

const NAMES: Readonly<Record<string, (path: string, index: number) => string>> = {
  'dateext by the hour': (path, index) =>
    `${path}-2026112${1 + Math.floor(index / 24)}${String(index % 24).padStart(2, '0')}`,
  'a date with a dot': (path, index) => `${path}.2026-11-${String(10 + index).padStart(2, '0')}`,
  'a date with dashes': (path, index) => `${path}-2026-11-${String(10 + index).padStart(2, '0')}`,
  'an epoch': (path, index) => `${path}-${1795392000 + index * 3600}`,
  'a count, a date and an end': (path, index) => `${path}.1-${2026112100 + index}.backup`,
  olddir: (path, index) => join(dirname(path), 'old', `log-${2026112100 + index}`),
}

suite('rotated files are read whatever the copies are called', () => {
  for (const [way, nameOf] of Object.entries(NAMES)) {
    for (const isDown of [false, true]) {
      for (const isCompressed of [false, true]) {
        const when = `${isDown ? 'while nobody looked' : 'between two looks'}${isCompressed ? ', and compressed' : ''}`
        test(`${way}, ${when}`, async (t) => {
          const path = temporaryLog(t)
          mkdirSync(join(dirname(path), 'old'))
          writeFileSync(path, 'read\n')
          const first = new Followed(path, { olddir: 'old' })
          await first.look()
          const from = isDown ? await first.stop() : undefined
          const names = [0, 1, 2, 3].map((index) => nameOf(path, index))
          const lines = rotateAway(path, names)
          if (isCompressed) for (const name of names) compress(name)
          const followed = isDown ? new Followed(path, { from, olddir: 'old' }) : first
          assert.deepEqual(await followed.lookPastGrace(), lines)
          assert.ok(!followed.codes.includes('log_gap'))
          await followed.stop()
        })
      }
    }
  }

  test("logrotate's extension, which stays at the end of the name", async (t) => {
    const path = join(dirname(temporaryLog(t)), 'login.log')
    writeFileSync(path, 'read\n')
    const followed = new Followed(path)
    await followed.look()
    const lines = rotateAway(
      path,
      [20, 21, 22].map((day) => join(dirname(path), `login-202611${day}.log`)),
    )
    assert.deepEqual(await followed.lookPastGrace(), lines)
    await followed.stop()
  })

  test('copies that contain nothing of the log are named once if lines are lost', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'read\n')
    const first = new Followed(path)
    await first.look()
    const from = await first.stop()
    for (let number = 10; number < 25; number += 1) writeFileSync(`${path}.${number}`, `other ${number}\n`)
    writeFileSync(path, 'new\n')
    const next = new Followed(path, { from })
    assert.deepEqual(await next.look(), ['new'])
    const gaps = next.told.filter(({ code }) => code === 'log_gap')
    assert.equal(gaps.length, 1)
    assert.match(gaps[0]?.text ?? '', /Searched in vain: \S+\.10, .*\.19 and 5 more\.$/)
    await next.stop()
  })

  test("a rotation's copy counts more than one made by hand, and of two of those the longer one", async (t) => {
    for (const names of [
      ['.1', '.bak'],
      ['.long', '.bak'],
    ]) {
      const path = temporaryLog(t)
      writeFileSync(path, 'read\n')
      const first = new Followed(path)
      await first.look()
      const from = await first.stop()
      appendFileSync(path, 'one\n')
      writeFileSync(`${path}.bak`, readFileSync(path))
      appendFileSync(path, 'two\n')
      writeFileSync(path + names[0], readFileSync(path))
      rmSync(path)
      writeFileSync(path, 'three\n')
      const next = new Followed(path, { from })
      assert.deepEqual(await next.look(), ['one', 'two', 'three'])
      await next.stop()
    }
  })
})

suite('of a great many rotated files', () => {
  const MANY = Array.from({ length: 60 }, (_, index) => index)

  for (const isCompressed of [false, true]) {
    test(`few are open at once, and all are read in order${isCompressed ? ', even compressed' : ''}`, async (t) => {
      const path = temporaryLog(t)
      writeFileSync(path, 'read\n')
      const followed = new Followed(path)
      await followed.look()
      const before = openFiles()
      const names = MANY.map((index) => `${path}-${2026112100 + index}`)
      const lines = rotateAway(path, names)
      if (isCompressed) for (const name of names) compress(name)
      const read: string[] = []
      let most = 0
      for (let looks = 0; looks < 100 && read.length < lines.length; looks += 1) {
        followed.elapsed += 10_000
        read.push(...(await followed.look()))
        most = Math.max(most, openFiles() - before)
      }
      assert.deepEqual(read, lines)
      assert.ok(most <= 12, `${most} files were open`)
      await followed.stop()
    })

    test(`a kill at any moment loses and repeats none${isCompressed ? ', even compressed' : ''}`, async (t) => {
      const path = temporaryLog(t)
      writeFileSync(path, 'read\n')
      let followed = new Followed(path)
      await followed.look()
      const names = MANY.map((index) => `${path}-${2026112100 + index}`)
      const lines = rotateAway(path, names)
      if (isCompressed) for (const name of names) compress(name)
      const read: string[] = []
      for (let turns = 0; turns < 300 && read.length < lines.length; turns += 1) {
        followed.elapsed += 10_000
        followed.wake()
        for (let batches = 0; batches < 5; batches += 1)
          read.push(...((await followed.next())?.items ?? []).map(({ text }) => text))
        const from: Checkpoint | undefined = followed.checkpoint
        await followed.stop()
        followed = new Followed(path, { from })
      }
      assert.deepEqual(read, lines)
      await followed.stop()
    })
  }

  test('thousands of empty ones delay nothing', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'read\n')
    const followed = new Followed(path)
    await followed.look()
    const before = openFiles()
    for (let index = 1; index <= 3000; index += 1) writeFileSync(`${path}-${20261102000000 + index}`, '')
    renameSync(path, `${path}-20261102000000`)
    writeFileSync(path, 'new\n')
    await followed.look()
    assert.ok(openFiles() - before <= 12)
    await followed.stop()
  })
})
