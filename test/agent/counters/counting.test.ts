import assert from 'node:assert/strict'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { type TestContext, suite, test } from 'node:test'
import { CountingRun, IntervalClock, leave, reportsIn, saidIn } from '../../support/counting-scene.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

interface LogCount {
  readonly lines: number
  readonly bytes: number
}

async function createFolder(t: TestContext): Promise<{ folder: string; log: (name: string) => string }> {
  const folder = await temporaryFolder(t)
  mkdirSync(join(folder, 'logs'))
  return { folder, log: (name) => join(folder, 'logs', name) }
}

/** What was counted of each log, by its name. */
function countsOf({ state }: CountingRun): Record<string, LogCount> {
  const { logs }: { logs: Record<string, LogCount> } = JSON.parse(state)
  return Object.fromEntries(Object.entries(logs).map(([name, { lines, bytes }]) => [name, { lines, bytes }]))
}

suite('counting logs', () => {
  test('counts whole lines once an interval, and leaves an unfinished line for later', async (t) => {
    const { folder, log } = await createFolder(t)
    writeFileSync(log('a.log'), 'one\ntwo\nth')
    const run = await CountingRun.start(folder)
    assert.deepEqual(countsOf(run), { 'a.log': { lines: 2, bytes: 8 } })
    appendFileSync(log('a.log'), 'ree\n')
    assert.deepEqual(countsOf(run), { 'a.log': { lines: 2, bytes: 8 } })
    await run.interval()
    assert.deepEqual(countsOf(run), { 'a.log': { lines: 3, bytes: 14 } })
    await run.stop()
  })

  test('seals events and totals of what it counted, in reports without entries where there are only totals', async (t) => {
    const { folder, log } = await createFolder(t)
    writeFileSync(log('a.log'), 'one\ntwo\nthree\n')
    const run = await CountingRun.start(folder)
    await run.stop()
    assert.deepEqual(
      reportsIn(folder).map(({ entries, totals = [] }) => [entries.length, totals.map(({ rows }) => rows)]),
      [
        [1, []],
        [0, [[['', 3, 0, 0, 0, 0, 0, 0]]]],
      ],
    )
  })

  test('begins logs that are there at their end, and those that appear later at their beginning', async (t) => {
    const { folder, log } = await createFolder(t)
    writeFileSync(log('a.log'), 'old\n')
    const run = await CountingRun.start(folder, { start: 'end' })
    writeFileSync(log('b.log'), 'new\n')
    appendFileSync(log('a.log'), 'young\n')
    await run.interval()
    assert.deepEqual(countsOf(run), { 'a.log': { lines: 1, bytes: 6 }, 'b.log': { lines: 1, bytes: 4 } })
    await run.stop()
  })

  test('leaves out logs whose names are excluded, and counts a single log of a plain path', async (t) => {
    const { folder, log } = await createFolder(t)
    for (const name of ['a.log', 'b.log', 'c']) writeFileSync(log(name), 'one\n')
    const run = await CountingRun.start(folder, { logs: [{ path: log('*.log'), excludes: /^b/ }, { path: log('c') }] })
    assert.deepEqual(Object.keys(countsOf(run)).toSorted(), ['a.log', 'c'])
    await run.stop()
  })

  test('counts on after a rotation by renaming, copying and truncating, or truncating alone', async (t) => {
    const { folder, log } = await createFolder(t)
    writeFileSync(log('a.log'), 'one\n')
    const run = await CountingRun.start(folder)
    appendFileSync(log('a.log'), 'two\n')
    renameSync(log('a.log'), log('a.log.1'))
    writeFileSync(log('a.log'), 'three\n')
    await run.interval()
    await run.interval()
    assert.equal(countsOf(run)['a.log']?.lines, 3)
    appendFileSync(log('a.log'), 'four\n')
    renameSync(log('a.log.1'), log('a.log.2'))
    writeFileSync(log('a.log.1'), readFileSync(log('a.log')))
    truncateSync(log('a.log'))
    appendFileSync(log('a.log'), 'five\n')
    await run.interval()
    assert.equal(countsOf(run)['a.log']?.lines, 5)
    writeFileSync(log('a.log'), '6\n')
    await run.interval()
    assert.equal(countsOf(run)['a.log']?.lines, 6)
    assert.ok(run.codes.includes('source_truncated'))
    await run.stop()
  })

  test('forgets a log that is gone, and shows one that is missing', async (t) => {
    const { folder, log } = await createFolder(t)
    writeFileSync(log('a.log'), 'one\n')
    const run = await CountingRun.start(folder, { logs: [{ path: log('*.log') }, { path: log('missing') }] })
    assert.deepEqual(
      run.sources.toJSON().map(({ path, lines, problem }) => [path, lines, problem]),
      [
        [log('missing'), 0, 'is not there'],
        [log('a.log'), 1, undefined],
      ],
    )
    rmSync(log('a.log'))
    for (let interval = 0; interval < 3; interval += 1) await run.interval()
    assert.deepEqual(
      run.sources.toJSON().map(({ path }) => path),
      [log('missing')],
    )
    assert.doesNotMatch(run.state, /"ended"/)
    writeFileSync(log('missing'), 'here\n')
    await run.interval()
    assert.deepEqual(
      run.sources.toJSON().map(({ lines, problem }) => [lines, problem]),
      [[1, undefined]],
    )
    await run.stop()
  })

  test('warns of a log that is missing, but not of one that a host may be without', async (t) => {
    const { folder, log } = await createFolder(t)
    const logs = ['needed', 'wanted', 'sites-*'].map((name) => ({ path: log(name), optional: name !== 'needed' }))
    const run = await CountingRun.start(folder, { logs })
    assert.deepEqual(run.codes, ['source_missing', 'source_missing', 'source_missing'])
    assert.deepEqual(run.alarms, ['source_missing'])
    await run.stop()
  })

  test('tells the counter up to when each log was read, and of idle logs too', async (t) => {
    const { folder, log } = await createFolder(t)
    writeFileSync(log('a.log'), 'one\n')
    const run = await CountingRun.start(folder)
    const ended = (): unknown => JSON.parse(run.state).logs['a.log'].ended
    const begin = Number(ended())
    await run.interval()
    assert.equal(ended(), begin + 10)
    await run.stop()
  })

  test('reads nothing more while the spool is full, and loses nothing', async (t) => {
    const { folder, log } = await createFolder(t)
    writeFileSync(log('a.log'), 'one\ntwo\nthree\n')
    const run = await CountingRun.start(folder)
    const { clock } = run
    await run.stop()
    appendFileSync(log('a.log'), 'four\nfive\nsix\n')
    const full = CountingRun.start(folder, { clock: IntervalClock.at(clock), maxSize: 1 })
    const { codes } = await full
    assert.ok(codes.includes('spool_held'))
    const held = await full
    appendFileSync(log('a.log'), 'seven\n')
    assert.equal(countsOf(held)['a.log']?.lines, 6)
    await held.stop()
    const free = await CountingRun.start(folder, { clock: IntervalClock.at(clock) })
    assert.equal(countsOf(free)['a.log']?.lines, 7)
    await free.stop()
    assert.equal(saidIn(folder).length, 4)
    assert.equal(new Set(saidIn(folder)).size, 4)
  })

  test('begins anew at the end of the logs if nothing intact was saved, and keeps the torn file', async (t) => {
    const { folder, log } = await createFolder(t)
    writeFileSync(log('a.log'), 'one\n')
    const run = await CountingRun.start(folder, { start: 'end' })
    await run.stop()
    const root = join(folder, 'spool')
    for (const name of ['counters.json', 'counters.previous.json'])
      if (existsSync(join(root, name))) truncateSync(join(root, name), 20)
    appendFileSync(log('a.log'), 'two\n')
    const next = await CountingRun.start(folder, { start: 'end' })
    assert.deepEqual(countsOf(next), {})
    assert.ok(next.codes.includes('counters_unreadable'))
    assert.ok(existsSync(join(root, 'counters.unreadable.json')))
    await next.stop()
  })

  test('follows a thousand logs, and looks at each once an interval', async (t) => {
    const { folder, log } = await createFolder(t)
    const names = Array.from({ length: 1000 }, (_, number) => `site${number}.log`)
    for (const name of names) writeFileSync(log(name), 'old\n')
    const run = await CountingRun.start(folder, { start: 'end' })
    for (const name of names) appendFileSync(log(name), 'new\n')
    await run.interval()
    const counts = countsOf(run)
    assert.equal(Object.values(counts).filter(({ lines }) => lines === 1).length, 1000)
    await run.stop()
  })
})

/** Does what happens to logs between two intervals. */
class Writer {
  readonly #log: (name: string) => string
  #number = 0

  constructor(log: (name: string) => string) {
    this.#log = log
  }

  append(name: string, count: number, rest: string): void {
    const lines = Array.from({ length: count }, () => `${(this.#number += 1)} ${'x'.repeat(this.#number % 7)}\n`)
    appendFileSync(this.#log(name), lines.join('') + rest)
  }

  rotate(name: string): void {
    for (let number = 5; number > 0; number -= 1) {
      const from = this.#log(number === 1 ? name : `${name}.${number - 1}`)
      if (existsSync(from)) renameSync(from, this.#log(`${name}.${number}`))
    }
    writeFileSync(this.#log(name), '')
  }
}

test('a kill at any moment changes nothing: state and seals are those of an undisturbed run', async (t) => {
  const { folder, log } = await createFolder(t)
  const writer = new Writer(log)
  const kills: string[] = []
  let isStarted = false
  const kill = (): void => {
    if (!isStarted) return
    const copy = join(folder, `killed-${kills.length}`)
    kills.push(copy)
    leave(folder, copy)
  }
  for (const name of ['a.log', 'b.log']) writeFileSync(log(name), 'first\n')
  const run = await CountingRun.start(folder, { onSeal: kill, onInterval: kill })
  isStarted = true
  for (const step of [
    () => writer.append('a.log', 4, 'unfin'),
    () => writer.append('a.log', 3, 'ished\n'),
    () => writer.append('b.log', 7, ''),
    () => writer.rotate('a.log'),
    () => writer.append('a.log', 5, 'ha'),
    () => writer.append('a.log', 2, 'lf\n'),
    () => writer.rotate('b.log'),
    () => (writer.append('b.log', 3, ''), writer.rotate('b.log'), writer.append('b.log', 4, '')),
    () => undefined,
  ]) {
    step()
    await run.interval()
  }
  for (let interval = 0; interval < 4; interval += 1) await run.interval()
  const { state } = run
  const clock = IntervalClock.at(run.clock)
  await run.stop()
  const said = saidIn(folder)
  assert.ok(said.length > 10)
  assert.ok(kills.length > 30)
  for (const copy of kills) {
    const logs = [{ path: log('*.log') }]
    const next = await CountingRun.start(copy, { logs, clock: IntervalClock.at(clock) })
    for (let interval = 0; interval < 4; interval += 1) await next.interval(0)
    assert.equal(next.state, state, copy)
    await next.stop()
    assert.deepEqual(saidIn(copy), said, copy)
  }
})
