import assert from 'node:assert/strict'
import { appendFileSync, copyFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { LogFile } from '../../../agent/follow/files/log-file.ts'
import { ReadRateLimit } from '../../../agent/follow/read-rate-limit.ts'
import { needlesOf } from '../../../agent/follow/scan/lines.ts'
import { pastFiles } from '../../../agent/replay/past-files.ts'
import { type PastReadingOptions, readPast } from '../../../agent/replay/past-reading.ts'
import { type Taken, keep, temporaryLog } from '../follow/followed.ts'

interface Scene {
  readonly path: string
  readonly options: PastReadingOptions<Taken>
  readonly stop: AbortController
  /** The sleeps, in milliseconds. */
  readonly slept: number[]
}

function createScene(t: TestContext, content: string, rate = Infinity): Scene {
  const path = temporaryLog(t)
  writeFileSync(path, content)
  const stop = new AbortController()
  let now = 0
  const slept: number[] = []
  const sleep = async (milliseconds: number): Promise<void> => {
    slept.push(milliseconds)
    now += milliseconds
  }
  return {
    path,
    stop,
    slept,
    options: {
      source: 'login',
      path,
      needles: 'every line',
      take: keep,
      most: 1000,
      tell: () => undefined,
      rateLimit: new ReadRateLimit(rate, () => now),
      clock: { now: () => Date.now(), sleep },
      signal: stop.signal,
    },
  }
}

/** Everything that is read of the files found now; calls `between` after each part. */
async function readAll({ path, options }: Scene, between: () => void = () => undefined): Promise<string[]> {
  const found: string[] = []
  for (const file of pastFiles({ path: path })) {
    for await (const progress of readPast(file, options)) {
      if ('problem' in progress) found.push(progress.problem.replace(path, 'LOG'))
      else
        found.push(
          `${progress.part.items.length} of ${progress.part.lines}, ${progress.part.range.from}-${progress.part.range.to}`,
        )
      between()
    }
  }
  return found
}

test('a file that contains more than a log of its size can is read up to there, and reported', async (t) => {
  const scene = createScene(t, '')
  const member = gzipSync(Buffer.alloc(1024 ** 2, 'one\n'))
  writeFileSync(`${scene.path}.1.gz`, Buffer.concat(Array.from<Buffer>({ length: 300 }).fill(member)))
  const { length, [length - 1]: last } = await readAll({
    ...scene,
    options: { ...scene.options, needles: needlesOf(['two']) },
  })
  assert.ok(length > 1)
  assert.match(last ?? '', /^LOG\.1\.gz: it contains more than a log of its size can; /)
})

test('a part has no more items than a report', async (t) => {
  assert.deepEqual(await readAll(createScene(t, 'line\n'.repeat(2500))), [
    '1000 of 1000, 0-5000',
    '1000 of 1000, 5000-10000',
    '500 of 500, 10000-12500',
  ])
})

test('the configured rate is kept, even for compressed files', async (t) => {
  for (const isCompressed of [false, true]) {
    const scene = createScene(t, 'x\n'.repeat(500_000), 100_000)
    if (isCompressed) writeFileSync(`${scene.path}.1.gz`, gzipSync('x\n'.repeat(500_000)))
    if (isCompressed) writeFileSync(scene.path, '')
    await readAll({ ...scene, options: { ...scene.options, take: () => [] } })
    const seconds = scene.slept.reduce((sum, each) => sum + each, 0) / 1000
    assert.ok(seconds > 9 && seconds < 11, `${seconds}`)
  }
})

test('lines added while a log is being read are not read', async (t) => {
  const scene = createScene(t, 'line\n'.repeat(1500))
  const found = await readAll(scene, () => appendFileSync(scene.path, 'more\n'))
  assert.deepEqual(found, ['1000 of 1000, 0-5000', '500 of 500, 5000-7500'])
})

test('a log that is truncated while it is being read is reported', async (t) => {
  const scene = createScene(t, 'line\n'.repeat(1500))
  const found = await readAll(scene, () => truncateSync(scene.path, 0))
  assert.deepEqual(found, ['1000 of 1000, 0-5000', 'LOG: it was rewritten while it was being read; replay again.'])
})

test('a log that has other bytes before the position to read up to is not read', async (t) => {
  const { path, options } = createScene(t, 'line\n'.repeat(1500))
  const file = LogFile.open(path)
  file.skipToEnd()
  const upTo = file.position
  file.close()
  const [log] = pastFiles({ path: path })
  assert.ok(log)
  const read = async (): Promise<unknown[]> => {
    const found: unknown[] = []
    for await (const each of readPast({ ...log, upTo }, options))
      found.push('part' in each ? each.passed : each.problem)
    return found
  }
  appendFileSync(path, 'more\n')
  assert.deepEqual(await read(), [5000, 7500])
  writeFileSync(path, 'else\n'.repeat(1600))
  assert.deepEqual(await read(), [`${path}: it was rewritten while it was being read; replay again.`])
})

test('a file that a rotation renames before it is read is found again; one that disappears is reported', async (t) => {
  const scene = createScene(t, 'three\n')
  for (const [suffix, content] of [
    ['.3', 'gone\n'],
    ['.2', 'one\n'],
    ['.1', 'two\n'],
  ] as const)
    writeFileSync(scene.path + suffix, content)
  const files = pastFiles(scene)
  rmSync(`${scene.path}.3`)
  renameSync(`${scene.path}.2`, `${scene.path}.3`)
  renameSync(`${scene.path}.1`, `${scene.path}.2`)
  renameSync(scene.path, `${scene.path}.1`)
  copyFileSync(`${scene.path}.3`, scene.path)
  const found: string[] = []
  for (const file of files) {
    for await (const progress of readPast(file, scene.options)) {
      found.push(
        'problem' in progress ? progress.problem.replace(scene.path, 'LOG') : (progress.part.items[0]?.text ?? ''),
      )
    }
  }
  assert.deepEqual(found, [
    'LOG.3: it disappeared before it was read, perhaps by a rotation; replay again.',
    'one',
    'two',
    'three',
  ])
})

test('reading stops after the part during which it is told to', async (t) => {
  const scene = createScene(t, 'line\n'.repeat(2500))
  assert.deepEqual(await readAll(scene, () => scene.stop.abort()), ['1000 of 1000, 0-5000'])
})

test('a compressed copy is not read on after a stop, whatever members it has', async (t) => {
  const scene = createScene(t, '')
  writeFileSync(`${scene.path}.1.gz`, Buffer.concat([gzipSync('one\n'), gzipSync('two\n')]))
  assert.deepEqual(await readAll(scene), ['1 of 1, 0-4', '1 of 1, 0-4'])
  assert.deepEqual(await readAll(scene, () => scene.stop.abort()), ['1 of 1, 0-4'])
})
