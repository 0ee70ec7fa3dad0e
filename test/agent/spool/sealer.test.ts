import assert from 'node:assert/strict'
import { readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { CheckpointStore } from '../../../agent/spool/positions/checkpoints.ts'
import { loadCheckpoints } from '../../../agent/spool/positions/saved-checkpoints.ts'
import { recover } from '../../../agent/spool/recovery.ts'
import { formatReport, parseReport } from '../../../agent/spool/reports/report-file.ts'
import { reportName } from '../../../agent/spool/reports/report-name.ts'
import { Sealer } from '../../../agent/spool/sealer.ts'
import { Spool } from '../../../agent/spool/spool.ts'
import { type SpoolScene, checkpointAt, createSpool, reportUpTo, roomIn } from '../../support/spool-scene.ts'

interface Scene extends SpoolScene {
  readonly sealer: Sealer
  readonly checkpoints: CheckpointStore
  readonly stop: AbortController
  /** What `onHold` was called with, in order. */
  readonly holds: readonly unknown[]
  /** The length of each sleep, in milliseconds. */
  readonly sleeps: readonly number[]
  /** Ends the sleep. */
  readonly tick: () => void
  /** Resolves while it sleeps. */
  readonly slept: () => Promise<void>
}

/** A sealer whose clock stands still: a sleep ends when the test says so, or when the signal is aborted. */
async function createSealer(t: TestContext, maxSize: number = 1024 ** 3): Promise<Scene> {
  const scene = await createSpool(t)
  const { folders, tell } = scene
  const stop = new AbortController()
  const holds: unknown[] = []
  const sleeps: number[] = []
  const checkpoints = new CheckpointStore(folders, { version: 1, sequence: 0, sources: {} }, tell)
  t.after(() => checkpoints.close())
  let wake = Promise.withResolvers<void>()
  let asleep = Promise.withResolvers<void>()
  const clock = {
    now: () => 0,
    sleep: async (milliseconds: number, signal: AbortSignal) => {
      sleeps.push(milliseconds)
      asleep.resolve()
      if (!signal.aborted) {
        signal.addEventListener('abort', () => wake.resolve())
        await wake.promise
      }
      wake = Promise.withResolvers()
      asleep = Promise.withResolvers()
    },
  }
  const spool = new Spool(folders, 0, roomIn(folders, { maxSize }))
  const onHold = (reason: string | undefined): void => void holds.push(reason)
  const sealer = new Sealer({ spool, checkpoints, clock, tell, onHold, signal: stop.signal })
  return { ...scene, sealer, checkpoints, stop, holds, sleeps, tick: () => wake.resolve(), slept: () => asleep.promise }
}

async function breakFolder(folder: string): Promise<void> {
  await rename(folder, `${folder}.away`)
  await writeFile(folder, 'in the way')
}

async function mendFolder(folder: string): Promise<void> {
  await rm(folder)
  await rename(`${folder}.away`, folder)
}

test('a checkpoint never points past what is sealed', async (t) => {
  const { folders, sealer, checkpoints, slept, tick, tell } = await createSealer(t)
  await sealer.seal(reportUpTo(10))
  await breakFolder(folders.parsed)
  const sealed = sealer.seal(reportUpTo(20))
  await slept()
  await checkpoints.save()
  const saved = await loadCheckpoints(folders.root, tell)
  assert.deepEqual([saved?.sequence, saved?.sources['login']?.['/logs/login_log']], [1, checkpointAt(10)])
  await mendFolder(folders.parsed)
  tick()
  assert.equal(await sealed, true)
  await checkpoints.save()
  const later = await loadCheckpoints(folders.root, tell)
  assert.deepEqual([later?.sequence, later?.sources['login']?.['/logs/login_log']], [2, checkpointAt(20)])
})

test('when the spool is full reading stops with one notice, and resumes by itself within 2 s', async (t) => {
  const size = Buffer.byteLength(formatReport(reportUpTo(10)))
  const { folders, names, sealer, codes, holds, sleeps, slept, tick } = await createSealer(t, size)
  assert.equal(await sealer.seal(reportUpTo(10)), true)
  const sealed = [sealer.seal(reportUpTo(20)), sealer.seal(reportUpTo(30, 'access'))]
  for (let tries = 0; tries < 3; tries += 1) {
    await slept()
    tick()
    await new Promise(setImmediate)
  }
  await slept()
  // As documented.
  assert.deepEqual(new Set(sleeps), new Set([2000]))
  assert.deepEqual(codes(), ['spool_held'])
  assert.match(String(holds[0]), /spool\.max_size is/)
  assert.deepEqual(await names('parsed'), [reportName(1)])
  await rename(join(folders.parsed, reportName(1)), join(folders.transmitted, reportName(1)))
  tick()
  assert.equal(await sealed[0], true)
  assert.deepEqual(codes().slice(0, 2), ['spool_held', 'spool_released'])
  assert.equal(holds[1], undefined)
  await slept()
  await rename(join(folders.parsed, reportName(2)), join(folders.transmitted, reportName(2)))
  tick()
  assert.equal(await sealed[1], true)
  assert.deepEqual(await names('parsed'), [reportName(3)])
})

test('the end of the program ends the wait for a full spool at once, with nothing sealed', async (t) => {
  const { folders, sealer, checkpoints, stop, slept, codes, tell } = await createSealer(t)
  await breakFolder(folders.parsed)
  const sealed = [sealer.seal(reportUpTo(10)), sealer.seal(reportUpTo(20, 'access'))]
  await slept()
  stop.abort()
  assert.deepEqual(await Promise.all(sealed), [false, false])
  await checkpoints.close()
  assert.equal(await loadCheckpoints(folders.root, tell), undefined)
  assert.deepEqual(codes(), ['spool_held'])
})

test('a report read before the end of the program is sealed after it', async (t) => {
  const { sealer, stop, names } = await createSealer(t)
  stop.abort()
  assert.equal(await sealer.seal(reportUpTo(10)), true)
  assert.deepEqual(await names('parsed'), [reportName(1)])
})

test('after the end of the program a broken spool is tried only once', async (t) => {
  const { folders, sealer, stop } = await createSealer(t)
  await breakFolder(folders.parsed)
  stop.abort()
  assert.equal(await sealer.seal(reportUpTo(10)), false)
})

test('reports of several sources are numbered in the order they arrive', async (t) => {
  const { folders, names, sealer, tell } = await createSealer(t)
  const offsets = Array.from({ length: 20 }, (_, index) => index + 1)
  await Promise.all(offsets.map((offset) => sealer.seal(reportUpTo(offset, offset % 2 === 0 ? 'login' : 'access'))))
  assert.deepEqual(await names('parsed'), offsets.map(reportName))
  const { sources, sequence } = await recover(folders, tell)
  assert.equal(sequence, 20)
  assert.deepEqual(sources['login']?.['/logs/login_log'], checkpointAt(20))
  assert.deepEqual(sources['access']?.['/logs/access_log'], checkpointAt(19))
})

test('a position of one source accounts for no report of another that is not noted yet', async (t) => {
  const { folders, sealer, checkpoints, tell } = await createSealer(t)
  const sealed = sealer.seal(reportUpTo(10))
  const done = new AbortController()
  void sealed.then(() => done.abort())
  for (let offset = 1; !done.signal.aborted; offset += 1) {
    checkpoints.advance('access', '/logs/access_log', checkpointAt(offset))
    await checkpoints.save()
    const saved = await loadCheckpoints(folders.root, tell)
    assert.equal(saved?.sequence === 1, saved?.sources['login'] !== undefined)
  }
})

test('a position with nothing to seal is noted beside the others', async (t) => {
  const { folders, sealer, checkpoints, tell } = await createSealer(t)
  await sealer.seal(reportUpTo(10))
  checkpoints.advance('login', '/logs/login_log', checkpointAt(15))
  checkpoints.advance('access', '/logs/access_log', checkpointAt(5))
  await checkpoints.close()
  const saved = await loadCheckpoints(folders.root, tell)
  assert.deepEqual(saved, {
    version: 1,
    sequence: 1,
    sources: {
      login: { '/logs/login_log': checkpointAt(15) },
      access: { '/logs/access_log': checkpointAt(5) },
    },
  })
  assert.equal(typeof parseReport(formatReport(reportUpTo(10))), 'object')
})

test('until it is saved, each position is in a report, also of lines of which nothing is sealed', async (t) => {
  const { folders, sealer, checkpoints, tell } = await createSealer(t)
  const passTo = (source: string, from: number, to: number, inode = '7'): void => {
    const [position] = checkpointAt(to).files
    const step = { source, path: `/logs/${source}_log`, range: { generation: `g${inode}`, from, to } }
    checkpoints.pass([{ ...step, next: { files: position === undefined ? [] : [{ ...position, inode }] } }], [])
  }
  const newest = async (): Promise<readonly string[]> => {
    const names = await readdir(folders.sealed)
    const report = parseReport(await readFile(join(folders.sealed, names.toSorted().at(-1) ?? ''), 'utf8'))
    if (typeof report === 'string') assert.fail(report)
    return report.steps.map(({ source, range: { generation, from, to }, next }) => {
      return `${source} ${generation} ${from}-${to} ${next?.files[0]?.offset}`
    })
  }
  passTo('access', 3, 8)
  passTo('access', 8, 15)
  passTo('access', 0, 4, '8')
  await sealer.seal(reportUpTo(10))
  assert.deepEqual(await newest(), ['access g7 3-15 15', 'access g8 0-4 4', 'login g 0-10 10'])
  await sealer.seal(reportUpTo(20))
  assert.deepEqual(await newest(), ['login g 10-20 20'])
  passTo('access', 4, 9, '8')
  await checkpoints.save()
  await sealer.seal(reportUpTo(30))
  assert.deepEqual(await newest(), ['login g 20-30 30'])
  const { sources } = await recover(folders, tell)
  assert.equal(sources['access']?.['/logs/access_log']?.files[0]?.offset, 9)
})
