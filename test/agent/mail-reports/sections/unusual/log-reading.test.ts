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
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import type { Checkpoint } from '../../../../../agent/follow/checkpoint.ts'
import { readLog } from '../../../../../agent/mail-reports/sections/unusual/log-reading.ts'
import { positionIn, savePosition } from '../../../../../agent/mail-reports/sections/unusual/saved-position.ts'
import { temporaryFolder } from '../../../../support/spool-scene.ts'
import { rotate } from '../../../follow/followed.ts'
import { HandTime } from './hand-time.ts'

async function readOnce(path: string, from: Checkpoint | undefined, signal = new AbortController().signal) {
  const [lines, gaps]: [string[], number[]] = [[], []]
  const time = new HandTime()
  const read = await readLog({
    path,
    from,
    start: 'beginning',
    take: (bytes) => lines.push(bytes.toString()),
    lose: (gap) => gaps.push(gap.from),
    rate: Infinity,
    time,
    signal,
  })
  return { ...read, lines, gaps, waited: time.elapsed() }
}

/** Two ways of logrotate, each with the first line of the new log: an empty one has nothing to be known by. */
const ROTATIONS = {
  rename: (path: string, line: string) => rotate(path, line, 20),
  copytruncate: (path: string, line: string) => {
    const copy = `${path}.copy`
    copyFileSync(path, copy)
    rotate(path, '', 20)
    renameSync(`${path}.1`, path)
    renameSync(copy, `${path}.1`)
    truncateSync(path)
    appendFileSync(path, line)
  },
} as const

suite('a log that is read to its end at times', () => {
  test('gives each line to one reading, whatever rotations do, and again to those that did not count', async (t) => {
    const folder = await temporaryFolder(t)
    let runs = 0
    const steps = fc.array(fc.constantFrom('write', 'write', 'rotate', 'read', 'forget'), {
      minLength: 4,
      maxLength: 16,
    })
    const rotation = fc.constantFrom(...Object.values(ROTATIONS))
    await fc.assert(
      fc.asyncProperty(rotation, steps, async (rotated, all) => {
        runs += 1
        mkdirSync(join(folder, String(runs)))
        const [path, state] = [join(folder, String(runs), 'log'), join(folder, `state${runs}`)]
        const [written, read]: [string[], string[]] = [[], []]
        const line = (): string => {
          written.push(`line ${written.length}`)
          return `${written.at(-1)}\n`
        }
        const reading = async (isCounted: boolean): Promise<void> => {
          const before = await positionIn(state)
          assert.ok('checkpoint' in before)
          const { checkpoint, lines, gaps } = await readOnce(path, before.checkpoint)
          assert.deepEqual([lines, gaps], [written.slice(read.length), []])
          if (!isCounted || checkpoint === undefined) return
          await savePosition(state, checkpoint)
          read.push(...lines)
        }
        writeFileSync(path, line())
        await reading(true)
        for (const step of all) {
          if (step === 'write') appendFileSync(path, line() + line())
          else if (step === 'rotate') rotated(path, line())
          else await reading(step === 'read')
        }
        await reading(true)
      }),
      { numRuns: 60 },
    )
  })

  test('goes on in a copy that was compressed, and in all copies after it', async (t) => {
    const path = join(await temporaryFolder(t), 'log')
    writeFileSync(path, 'a\n')
    const { checkpoint } = await readOnce(path, undefined)
    appendFileSync(path, 'b\n')
    rotate(path, 'c\n')
    rotate(path, 'd\n')
    writeFileSync(`${path}.2.gz`, gzipSync(readFileSync(`${path}.2`)))
    rmSync(`${path}.2`)
    const { lines, gaps } = await readOnce(path, checkpoint)
    assert.deepEqual([lines, gaps], [['b', 'c', 'd'], []])
  })

  test('waits until nobody has written for ten seconds to a file that was just renamed', async (t) => {
    const path = join(await temporaryFolder(t), 'log')
    writeFileSync(path, 'a\n')
    const { checkpoint, waited } = await readOnce(path, undefined)
    assert.equal(waited, 0)
    appendFileSync(path, 'b\nunfinished')
    rotate(path, 'c\n')
    const second = await readOnce(path, checkpoint)
    assert.deepEqual(second.lines.toSorted(), ['b', 'c', 'unfinished'])
    assert.ok(second.waited >= 9000 && second.waited <= 11_000, `${second.waited} ms`)
    assert.deepEqual((await readOnce(path, second.checkpoint)).lines, [])
  })

  test('that is not there yet is read from its beginning when it is', async (t) => {
    const path = join(await temporaryFolder(t), 'log')
    const { checkpoint, sentences } = await readOnce(path, undefined)
    assert.deepEqual(checkpoint, { files: [] })
    assert.match(sentences.join(), /does not exist yet; it will be read from its beginning/)
    writeFileSync(path, 'a\n')
    assert.deepEqual((await readOnce(path, checkpoint)).lines, ['a'])
  })

  test('that is gone is said to be, and goes on when it is back', async (t) => {
    const path = join(await temporaryFolder(t), 'log')
    writeFileSync(path, 'a\n')
    const { checkpoint } = await readOnce(path, undefined)
    renameSync(path, `${path}.away`)
    const second = await readOnce(path, checkpoint)
    assert.match(second.sentences.join(), /^unusual: .* is not there; the report goes on when it is\.$/)
    renameSync(`${path}.away`, path)
    appendFileSync(path, 'b\n')
    assert.deepEqual((await readOnce(path, second.checkpoint)).lines, ['b'])
  })

  test('that cannot be read ends at once, with what to do', async (t) => {
    const path = await temporaryFolder(t)
    const { checkpoint, sentences, waited } = await readOnce(path, undefined)
    assert.deepEqual([checkpoint, waited], [undefined, 0])
    assert.match(sentences.join(), /is a folder, pipe or device; correct its path/)
  })

  test('is given up when the report ends', async (t) => {
    const path = join(await temporaryFolder(t), 'log')
    writeFileSync(path, 'a\n')
    await assert.rejects(readOnce(path, undefined, AbortSignal.abort()), { name: 'AbortError' })
  })

  test('says once how many lines are too long', async (t) => {
    const path = join(await temporaryFolder(t), 'log')
    writeFileSync(path, `${'x'.repeat(300 * 1024)}\n`.repeat(3))
    const { lines, sentences } = await readOnce(path, undefined)
    assert.deepEqual(
      lines.map(({ length }) => length),
      Array(3).fill(256 * 1024),
    )
    assert.equal(sentences.length, 1)
    assert.match(sentences.join(), /is longer than 262144 bytes; the rest is skipped\. The same holds 2 more times\.$/)
  })
})
