import assert from 'node:assert/strict'
import { appendFile, mkdir, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { Intake } from '../../../agent/collect/intake.ts'
import { hadLines, epochHourOf } from '../../../agent/snapshots/log-habit.ts'
import type { SourceSnapshot } from '../../../agent/snapshots/snapshot.ts'
import { type Checkpoints, loadCheckpoints } from '../../../agent/spool/positions/saved-checkpoints.ts'
import { recover } from '../../../agent/spool/recovery.ts'
import type { Report } from '../../../agent/spool/reports/report-file.ts'
import type { Entry } from '../../../lib/event/entry.ts'
import type { Event } from '../../../lib/event/event.ts'
import { Rules } from '../../../lib/rules/rules.ts'
import { exampleFollower } from '../../support/example-config.ts'
import { storeOf } from '../../support/intake.ts'
import { createSourceScene, loginDriver } from '../../support/source-scene.ts'
import { untilNames } from '../../support/test-host.ts'

/** A waker without `wake`. */
const idle = { hint: (): void => undefined, close: (): void => undefined }

function offsetIn({ sources }: Checkpoints, log: string): number | undefined {
  return sources['login']?.[log]?.files[0]?.offset
}

function mailboxes(reports: readonly Report[]): unknown[] {
  return reports.flatMap(({ entries }) => entries).map((entry: Entry) => entry['mailbox_address'])
}

test('events are sealed with the range of bytes they cover, and other lines are counted', async (t) => {
  const { log, reports, collect } = await createSourceScene(t)
  await writeFile(log, 'noise\nlogin a@example.com 100\nlogin broken\nlogin b@example.com 200\nlogin half')
  const states = await collect()
  const [report] = reports
  assert.equal(reports.length, 1)
  const [step, ...others] = report?.steps ?? []
  assert.deepEqual(others, [])
  assert.deepEqual([step?.source, step?.path], ['login', log])
  assert.deepEqual([step?.range.from, step?.range.to], [0, 67])
  assert.equal(step?.next?.files[0]?.offset, 67)
  assert.deepEqual(mailboxes(reports), ['a@example.com', 'b@example.com'])
  const inode = String((await stat(log)).ino)
  const counts = { lines: 4, ofInterest: 3, unrecognised: 1, events: 2, lastEvent: 200_000 }
  const { rate, habit, behindSince, ...state } = states.at(-1) ?? assert.fail()
  assert.equal(typeof behindSince, 'number', 'nobody reads on')
  assert.equal(typeof rate, 'number')
  assert.ok(habit !== undefined && hadLines(habit, epochHourOf(Date.now())))
  assert.deepEqual(state, {
    source: 'login',
    path: log,
    inode,
    offset: 67,
    leftOut: { events: 0, ignore: 0 },
    lately: { ofInterest: 3, unrecognised: 1 },
    ...counts,
  })
})

test('events that are left out are counted by the reason, and counting goes on after a restart', async (t) => {
  const scene = await createSourceScene(t)
  const { log, reports, collect } = scene
  const stop = new AbortController()
  const { sealer, checkpoints } = storeOf(scene, 1024 ** 3, stop.signal)
  const named = (name: string) => (event: Event) => 'mailbox_address' in event && event.mailbox_address === name
  const intake = new Intake({
    rules: new Rules([], { identity: 'host.example.com', settle: 0 }),
    seal: (report) => sealer.seal(report),
    pass: (steps, taken) => checkpoints.advanceAll(steps, { taken }),
    metadata: { reporter: 'server.example.net' },
    isSelected: named('a@example.com'),
    isWanted: (event) => !named('c@example.com')(event),
    sealedIds: new Map(),
  })
  await writeFile(log, ['a', 'b', 'c', 'c'].map((name) => `login ${name}@example.com 100\n`).join(''))
  const before = (await collect({ intake })).at(-1) ?? assert.fail()
  assert.deepEqual([before.events, before.leftOut], [1, { events: 2, ignore: 1 }])
  await appendFile(log, 'login b@example.com 100\n')
  const states: SourceSnapshot[] = []
  await collect({ intake, sources: { of: () => before, set: (state) => states.push(state) } })
  assert.deepEqual(states.at(-1)?.leftOut, { events: 2, ignore: 2 })
  // An early version counted none.
  const { leftOut: _leftOut, ...old } = before
  await collect({ intake, sources: { of: () => old, set: (state) => states.push(state) } })
  assert.deepEqual(states.at(-1)?.leftOut, { events: 0, ignore: 0 })
  await checkpoints.close()
  assert.equal(reports.length, 0)
})

test('a restart resumes where the last run stopped, and says so before it reads a line', async (t) => {
  const { log, reports, collect } = await createSourceScene(t)
  await writeFile(log, 'login a@example.com 100\nnoise\n')
  await collect()
  const [first, ...none] = await collect()
  assert.deepEqual([first?.offset, first?.lines, first?.inode], [30, 0, String((await stat(log)).ino)])
  assert.deepEqual(
    none.filter(({ lines }) => lines > 0),
    [],
  )
  await appendFile(log, 'login b@example.com 200\n')
  await collect()
  assert.deepEqual(mailboxes(reports), ['a@example.com', 'b@example.com'])
})

test('an unreadable log is a problem until it can be read', async (t) => {
  const { log, collect } = await createSourceScene(t)
  await writeFile(log, 'login a@example.com 100\n')
  await collect()
  await rename(log, `${log}.away`)
  await mkdir(log)
  const stop = new AbortController()
  let wakes = 0
  const wake = async (): Promise<void> => {
    wakes += 1
    if (wakes > 1) return stop.abort()
    await rmdir(log)
    await rename(`${log}.away`, log)
  }
  const states = await collect({
    wakerOf: () => ({ wake, hint: () => undefined, close: () => undefined }),
    signal: stop.signal,
  })
  const problem = 'cannot be read by the collector'
  assert.ok(states.some((state) => state.problem === problem))
  assert.deepEqual([states.at(-1)?.problem, states.at(-1)?.offset], [undefined, 24])
})

test('reading the same bytes again never seals an event twice, sent or not', async (t) => {
  const { log, folders, names, reports, collect } = await createSourceScene(t)
  await writeFile(log, 'login a@example.com 100\n')
  await collect()
  for (const place of ['transmitted', 'failed', 'parsed'] as const) {
    await appendFile(log, `login ${place}@example.com 200\n`)
    const before = await readFile(join(folders.root, 'checkpoints.json'))
    await collect()
    // As after kill -9: the report is sealed and may be sent already, but the position is not saved.
    await writeFile(join(folders.root, 'checkpoints.json'), before)
    const [name = ''] = (await names('parsed')).slice(-1)
    await rename(join(folders.parsed, name), join(folders[place], name))
    await collect()
  }
  assert.deepEqual(
    mailboxes(reports),
    ['a', 'transmitted', 'failed', 'parsed'].map((name) => `${name}@example.com`),
  )
})

test('a line that does not fit in a report goes into the next one', async (t) => {
  const { log, reports, collect } = await createSourceScene(t)
  await writeFile(log, Array.from({ length: 501 }, (_, index) => `login ${index}@example.com 1\n`).join(''))
  await collect()
  assert.deepEqual(
    reports.map(({ entries }) => entries.length),
    [500, 1],
  )
  assert.equal(new Set(mailboxes(reports)).size, 501)
})

test('lines that arrive while a report is being sealed share the next one', async (t) => {
  const scene = await createSourceScene(t)
  const { log, collect } = scene
  await writeFile(log, 'login a@example.com 1\n')
  const stop = new AbortController()
  const store = storeOf(scene, 1024 ** 3, stop.signal)
  const seal = store.sealer.seal.bind(store.sealer)
  const reports: Report[] = []
  store.sealer.seal = async (report) => {
    if (reports.push(report) === 1) {
      for (const name of ['b', 'c', 'd']) {
        await appendFile(log, `login ${name}@example.com 1\n`)
        await setImmediate()
      }
    }
    return seal(report)
  }
  const wake = async (): Promise<void> => {
    if (reports.length > 1) stop.abort()
  }
  await collect({
    ...store,
    signal: stop.signal,
    wakerOf: () => ({ ...idle, wake }),
  })
  await store.checkpoints.close()
  assert.deepEqual(
    reports.map(({ entries }) => entries.length),
    [1, 3],
  )
})

test('with a delay single lines share a report, which is sealed at the end of the program and read again after a kill', async (t) => {
  const { log, folders, names, reports, collect, tell } = await createSourceScene(t)
  await writeFile(log, '')
  const stop = new AbortController()
  let lines = 0
  const wake = async (): Promise<void> => {
    if (lines === 10) {
      assert.deepEqual(await names('parsed'), [])
      assert.equal(offsetIn(await recover(folders, tell), log), 0)
      return stop.abort()
    }
    lines += 1
    await appendFile(log, `login ${lines}@example.com 1\nnoise\n`)
  }
  const states = await collect({ maxDelay: 10_000, signal: stop.signal, wakerOf: () => ({ ...idle, wake }) })
  assert.deepEqual(
    reports.map(({ entries, steps }) => [entries.length, steps[0]?.range.from, steps[0]?.range.to]),
    [[10, 0, (await stat(log)).size]],
  )
  assert.deepEqual([states.at(-1)?.lines, states.at(-1)?.events], [20, 10])
  assert.equal(offsetIn(await recover(folders, tell), log), (await stat(log)).size)
})

test('the position of a file just found is saved at once, before anything is read', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const scene = await createSourceScene(t)
  const { log, folders, tell } = scene
  await writeFile(log, 'login old@example.com 1\n')
  const store = storeOf(scene, 1024 ** 3, new AbortController().signal)
  await scene.collect({ ...store, follower: exampleFollower('login', log) })
  // Not closed yet: a kill -9 here loses nothing.
  await untilNames(folders.root, (names) => names.includes('checkpoints.json'))
  const found = await loadCheckpoints(folders.root, tell)
  await store.checkpoints.close()
  assert.equal(found?.sources['login']?.[log]?.files[0]?.offset, 24)
})

test('a driver that wants every line gets every line', async (t) => {
  const { log, collect } = await createSourceScene(t)
  await writeFile(log, 'a\nb\nlogin a@example.com 1\n')
  const states = await collect({ driver: { ...loginDriver, needles: 'every line' } })
  assert.equal(states.at(-1)?.ofInterest, 3)
})

test('if nothing can be sealed, reading stops with the program and the next run reads the lines again', async (t) => {
  const { log, folders, reports, collect, codes } = await createSourceScene(t)
  await writeFile(log, 'login a@example.com 100\n')
  const inTheWay = join(folders.parsed, 'notes.txt')
  await writeFile(inTheWay, 'full')
  const stop = new AbortController()
  const tell = ({ code }: { code: string }): void => {
    if (code === 'spool_held') stop.abort()
  }
  const store = storeOf({ folders, tell }, 1, stop.signal)
  const states = await collect({
    ...store,
    tell,
    signal: stop.signal,
  })
  await store.checkpoints.close()
  assert.equal(states.at(-1)?.events, 0)
  await rm(inTheWay)
  await collect()
  assert.deepEqual(mailboxes(reports), ['a@example.com'])
  assert.deepEqual(
    codes().filter((code) => code === 'log_gap'),
    [],
  )
})

test('a log that is not there is a problem until it appears, unless it may be missing', async (t) => {
  const { log, collect } = await createSourceScene(t)
  for (const start of ['the first', 'a later'])
    assert.equal((await collect()).at(-1)?.problem, 'is not there', `at ${start} start`)
  const optional = { ...exampleFollower('login', log), optional: true }
  assert.ok((await collect({ follower: optional })).every(({ problem }) => problem === undefined))
  await writeFile(log, 'login a 1\n')
  assert.equal((await collect()).at(-1)?.problem, undefined)
})
