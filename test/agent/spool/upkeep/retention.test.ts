import assert from 'node:assert/strict'
import { cp, rename, rm, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { CheckpointStore } from '../../../../agent/spool/positions/checkpoints.ts'
import { recover } from '../../../../agent/spool/recovery.ts'
import { reportName, sequenceOf } from '../../../../agent/spool/reports/report-name.ts'
import { spoolFolders } from '../../../../agent/spool/spool-folders.ts'
import { type Removed, Retention, type RetentionParts } from '../../../../agent/spool/upkeep/retention.ts'
import {
  type SpoolScene,
  checkpointAt,
  createSpool,
  reportUpTo,
  temporaryFolder,
  pastUpTo,
} from '../../../support/spool-scene.ts'

const DAY = 86_400_000

interface Scene extends SpoolScene {
  readonly retention: Retention
  readonly counts: Removed[]
  /** Advances the clock. */
  readonly pass: (milliseconds: number) => void
  /** The length of each sleep, and what ends it. */
  readonly sleeps: { readonly milliseconds: number; readonly end: () => void; readonly signal: AbortSignal }[]
  readonly sweep: () => Promise<void>
  readonly save: (sequence: number) => Promise<void>
}

async function createScene(t: TestContext, limits: Partial<RetentionParts['limits']> = {}): Promise<Scene> {
  const scene = await createSpool(t)
  const { folders, tell } = scene
  const counts: Removed[] = []
  const sleeps: Scene['sleeps'] = []
  // Later than all of these files will be.
  let now = Date.now() + DAY
  const clock = {
    now: () => now,
    sleep: async (milliseconds: number, signal: AbortSignal) => {
      const { promise, resolve } = Promise.withResolvers<void>()
      sleeps.push({ milliseconds, end: resolve, signal })
      signal.addEventListener('abort', () => resolve())
      await promise
    },
  }
  const retention = new Retention({
    folders,
    queues: [],
    limits: { keepTransmitted: 1, maxTransmitted: Infinity, keepFailed: 1, maxFailed: Infinity, ...limits },
    clock,
    tell,
    onRemoved: (removed) => counts.push(removed),
  })
  return {
    ...scene,
    retention,
    counts,
    pass: (milliseconds) => (now += milliseconds),
    sleeps,
    sweep: () => retention.sweep(new AbortController().signal),
    save: async (sequence) => {
      const store = new CheckpointStore(folders, { version: 1, sequence: 0, sources: {} }, tell)
      store.advance('login', '/logs/login_log', checkpointAt(sequence), sequence)
      await store.close()
    },
  }
}

/** A thousand waiting reports. */
async function putThousand({ put }: SpoolScene, from: number): Promise<void> {
  for (let number = from; number < from + 1000; number += 1) await put('parsed', number, reportUpTo(number))
}

async function numbersIn(
  { names }: SpoolScene,
  folder: 'transmitted' | 'failed' | 'dropped',
): Promise<(number | undefined)[]> {
  return (await names(folder)).filter((name) => !name.endsWith('.reason')).map(sequenceOf)
}

test('old reports are removed, except those after any checkpoint that a start may use', async (t) => {
  const scene = await createScene(t)
  for (let number = 1; number <= 9; number += 1) {
    await scene.put(number % 3 === 0 ? 'failed' : 'transmitted', number, reportUpTo(number))
  }
  await putThousand(scene, 1000)
  await scene.sweep()
  assert.equal((await numbersIn(scene, 'transmitted')).length, 6, 'without positions all may be needed')
  await scene.save(4)
  await scene.save(7)
  await scene.sweep()
  assert.deepEqual(await numbersIn(scene, 'transmitted'), [5, 7, 8])
  assert.deepEqual(await numbersIn(scene, 'failed'), [6, 9])
  // The older of the two could be the only one that the next start finds.
  await scene.save(8)
  await scene.sweep()
  assert.deepEqual([await numbersIn(scene, 'transmitted'), await numbersIn(scene, 'failed')], [[8], [9]])
})

test('covers of dropped reports are removed like refused reports, and do not count as reports', async (t) => {
  const scene = await createScene(t)
  for (const number of [1, 2, 8]) await scene.put('dropped', number, reportUpTo(number))
  await putThousand(scene, 1000)
  await rename(join(scene.folders.parsed, reportName(1500)), join(scene.folders.dropped, reportName(1500)))
  await scene.save(1)
  await scene.save(7)
  await scene.sweep()
  assert.deepEqual(await numbersIn(scene, 'dropped'), [2, 8, 1500])
  await scene.save(1999)
  await scene.save(1999)
  await scene.sweep()
  assert.deepEqual(await numbersIn(scene, 'dropped'), [1500])
  assert.deepEqual([scene.counts, scene.codes()], [[], []])
})

test('the newest thousand stay, wherever they are, and one seen in two folders counts once', async (t) => {
  const scene = await createScene(t)
  await scene.save(5000)
  await scene.save(5000)
  await scene.put('transmitted', 1, reportUpTo(1))
  await scene.put('failed', 2, reportUpTo(2))
  await scene.put('transmitted', 3, reportUpTo(3))
  await putThousand(scene, 1000)
  await rename(join(scene.folders.parsed, reportName(1500)), join(scene.folders.failed, reportName(1500)))
  await scene.put('transmitted', 1999, reportUpTo(1999))
  for (const folder of ['sealed', 'parsed'] as const) await rm(join(scene.folders[folder], reportName(1001)))
  await scene.sweep()
  assert.deepEqual([await numbersIn(scene, 'transmitted'), await numbersIn(scene, 'failed')], [[3, 1999], [1500]])
})

test('reports of replayed logs do not count among the newest thousand', async (t) => {
  const scene = await createScene(t)
  await scene.save(5000)
  await scene.save(5000)
  await scene.put('transmitted', 1, reportUpTo(1))
  await scene.put('transmitted', 2, reportUpTo(2))
  await putThousand(scene, 1000)
  for (const folder of ['sealed', 'parsed'] as const) await rm(join(scene.folders[folder], reportName(1001)))
  const past = pastUpTo(3)
  for (const number of [500, 2000, 2001]) await scene.put('transmitted', number, past)
  await scene.sweep()
  assert.deepEqual(await numbersIn(scene, 'transmitted'), [2, 500, 2000, 2001])
})

const POSITIONS = ['checkpoints.json', 'checkpoints.previous.json']

/** What can happen to the files with the positions. */
const DAMAGES: Readonly<Record<string, (root: string) => Promise<unknown>>> = {
  none: async () => undefined,
  'torn positions': (root) => truncate(join(root, 'checkpoints.json'), 20),
  'no positions': (root) => rm(join(root, 'checkpoints.json')),
  'a save that was cut off': (root) => rename(join(root, 'checkpoints.json'), join(root, 'checkpoints.json.tmp')),
  'no positions at all': async (root) => {
    for (const file of POSITIONS) await rm(join(root, file))
  },
}

test('whatever happens to the positions, a start resumes where it would have with all reports', async (t) => {
  const scene = await createScene(t, { maxTransmitted: 1 })
  const places = ['transmitted', 'failed', 'parsed'] as const
  for (let number = 1; number <= 1300; number += 1) {
    const source = number % 400 === 0 ? 'rare' : number % 2 === 0 ? 'access' : 'login'
    await scene.put(places[number % 3] ?? 'parsed', number, reportUpTo(number, source))
  }
  await scene.save(250)
  await scene.save(290)
  const before = await temporaryFolder(t)
  await cp(scene.folders.root, before, { recursive: true })
  for (const file of POSITIONS) await cp(join(before, file), join(before, `${file}.kept`))
  await scene.sweep()
  const removed = scene.counts.at(-1)
  assert.deepEqual(removed, { transmitted: 83, failed: 84 })
  for (const [name, damage] of Object.entries(DAMAGES)) {
    const recovered = [before, scene.folders.root].map(async (root) => {
      await rm(join(root, 'checkpoints.json.tmp'), { force: true })
      for (const file of POSITIONS) await cp(join(before, `${file}.kept`), join(root, file))
      await damage(root)
      return recover(spoolFolders(root), () => undefined)
    })
    const [all, left] = await Promise.all(recovered)
    assert.deepEqual(left, all, name)
    assert.equal(left?.sequence, 1300)
  }
})

test('removals give a notice once a day, with their numbers', async (t) => {
  const scene = await createScene(t)
  await scene.save(900)
  await scene.save(900)
  await putThousand(scene, 1000)
  const putAndSweep = async (number: number): Promise<void> => {
    await scene.put('transmitted', number, reportUpTo(number))
    await scene.put('failed', number + 1, reportUpTo(number))
    await scene.sweep()
  }
  await scene.sweep()
  assert.deepEqual(scene.codes(), [])
  await putAndSweep(1)
  await putAndSweep(3)
  assert.deepEqual(scene.codes(), ['reports_removed'])
  assert.match(scene.told[0]?.text ?? '', /much room: 1 from transmitted, 1 from transmission_failed/)
  scene.pass(DAY)
  await putAndSweep(5)
  assert.match(scene.told[1]?.text ?? '', /much room: 2 from transmitted, 2 from transmission_failed/)
  assert.deepEqual(scene.counts.at(-1), { transmitted: 3, failed: 3 })
})

test('a failure gives one notice, and another after it was over', async (t) => {
  const scene = await createScene(t)
  const { transmitted } = scene.folders
  const breakAndMend = async (): Promise<void> => {
    await rename(transmitted, `${transmitted}.away`)
    await scene.sweep()
    await scene.sweep()
    await rename(`${transmitted}.away`, transmitted)
    await scene.sweep()
  }
  await breakAndMend()
  assert.deepEqual(scene.codes(), ['spool_not_purged'])
  await breakAndMend()
  assert.deepEqual(scene.codes(), ['spool_not_purged', 'spool_not_purged'])
})

test('it sweeps at the start, each hour, and sooner after very many reports, until the end of the program', async (t) => {
  const scene = await createScene(t)
  const stop = new AbortController()
  const ended = scene.retention.run(stop.signal)
  const untilSleep = async (count: number): Promise<void> => {
    while (scene.sleeps.length < count) await new Promise(setImmediate)
  }
  await untilSleep(1)
  scene.retention.arrived(49_999)
  assert.equal(scene.sleeps[0]?.signal.aborted, false)
  scene.retention.arrived(50_000)
  await untilSleep(2)
  scene.retention.arrived(99_999)
  assert.equal(scene.sleeps[1]?.signal.aborted, false)
  scene.sleeps[1]?.end()
  await untilSleep(3)
  scene.retention.arrived(149_998)
  assert.equal(scene.sleeps[2]?.signal.aborted, false)
  stop.abort()
  await ended
  assert.deepEqual(
    scene.sleeps.map(({ milliseconds }) => milliseconds),
    [3_600_000, 3_600_000, 3_600_000],
  )
})

test('while a receiver takes nothing it sweeps every five minutes, as its backlog may pass the bound', async (t) => {
  const scene = await createScene(t)
  const stop = new AbortController()
  const ended = scene.retention.run(stop.signal)
  const untilSleep = async (count: number): Promise<void> => {
    while (scene.sleeps.length < count) await new Promise(setImmediate)
  }
  await untilSleep(1)
  scene.pass(299_999)
  scene.retention.blocked()
  assert.equal(scene.sleeps[0]?.signal.aborted, false)
  scene.pass(1)
  scene.retention.blocked()
  await untilSleep(2)
  scene.retention.blocked()
  assert.equal(scene.sleeps[1]?.signal.aborted, false)
  stop.abort()
  await ended
})
