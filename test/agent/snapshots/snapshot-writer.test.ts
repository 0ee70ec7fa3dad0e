import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdir, readdir, readFile, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type CollectorSnapshot } from '../../../agent/snapshots/collector-snapshot.ts'
import { SnapshotWriter } from '../../../agent/snapshots/snapshot-writer.ts'
import { readSnapshot } from '../../../agent/snapshots/snapshot.ts'
import { collectorView } from '../../../agent/status/collector-view.ts'
import { VERSION } from '../../../lib/command-line/version.ts'
import type { Notice } from '../../../lib/notice/notice.ts'
import { ownIdentity } from '../../../lib/system/processes/process-identity.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

type State = Pick<CollectorSnapshot, 'sources'> & { held?: string | undefined }

async function createWriter(t: TestContext): Promise<{ folder: string; writer: SnapshotWriter<State> }> {
  const folder = await temporaryFolder(t)
  const spool = join(folder, 'spool')
  const writer = new SnapshotWriter<State>(folder, 'collector', { sources: [] }, { spool, before: undefined })
  t.after(() => writer.flush())
  return { folder, writer }
}

test('who runs, since when and how it stands is told from the start', async (t) => {
  const before = Date.now()
  const { folder, writer } = await createWriter(t)
  await writer.flush()
  const { startedAt, countedSince, ...rest } =
    (await readSnapshot('collector', folder, collectorView.schema)) ?? assert.fail()
  assert.ok(before <= startedAt && startedAt <= Date.now())
  assert.equal(countedSince, startedAt)
  assert.deepEqual(rest, {
    version: 1,
    agent: VERSION,
    process: ownIdentity(),
    spool: join(folder, 'spool'),
    notices: { counts: {}, recent: [] },
    sources: [],
  })
  assert.equal((await stat(join(folder, 'collector.json'))).mode & 0o777, 0o600)
  assert.deepEqual(await readdir(folder), ['collector.json'])
})

test('many changes make one write, half a second after the first; without changes nothing is written', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const { folder, writer } = await createWriter(t)
  for (let count = 0; count < 100; count += 1) writer.show({ held: `reason ${count}` })
  t.mock.timers.tick(499)
  writer.show({ held: 'the last reason' })
  assert.deepEqual(await readdir(folder), [])
  t.mock.timers.tick(1)
  while ((await readdir(folder)).join() !== 'collector.json') await new Promise(setImmediate)
  assert.equal((await readSnapshot('collector', folder, collectorView.schema))?.held, 'the last reason')
  await utimes(join(folder, 'collector.json'), 1, 1)
  t.mock.timers.tick(10_000)
  await writer.flush()
  assert.equal((await stat(join(folder, 'collector.json'))).mtimeMs, 1000)
  writer.show({ held: undefined })
  await writer.flush()
  assert.equal((await readSnapshot('collector', folder, collectorView.schema))?.held, undefined)
})

test('what is told at leisure is made once, five seconds after the first change, or with what cannot wait', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const { folder, writer } = await createWriter(t)
  await writer.flush()
  let made = 0
  const make = (): Partial<State> => ({ held: `made ${(made += 1)}` })
  const told = async (): Promise<unknown> => (await readSnapshot('collector', folder, collectorView.schema))?.held
  for (let count = 0; count < 100; count += 1) writer.showLater(make)
  t.mock.timers.tick(4999)
  assert.deepEqual([made, await told()], [0, undefined])
  t.mock.timers.tick(1)
  while ((await told()) !== 'made 1') await new Promise(setImmediate)
  writer.showLater(make)
  writer.show({ sources: [] })
  t.mock.timers.tick(500)
  while ((await told()) !== 'made 2') await new Promise(setImmediate)
  assert.equal(made, 2)
  writer.showLater(make)
  writer.show({ held: 'said since' })
  await writer.flush()
  assert.equal(await told(), 'said since', 'what was to be told before it does not come back')
})

test('every notice is counted and passed on; the last twenty that warn are kept', async (t) => {
  const { folder, writer } = await createWriter(t)
  const passed: Notice[] = []
  const tell = writer.listen((notice) => passed.push(notice))
  tell({ severity: 'info', code: 'said', text: 'Said.' })
  tell({ severity: 'notice', code: 'said', text: 'Said.' })
  for (let count = 1; count <= 25; count += 1) {
    tell({ severity: count % 2 === 0 ? 'error' : 'warning', code: 'warned', text: `${count}` })
  }
  await writer.flush()
  const { counts, recent } = (await readSnapshot('collector', folder, collectorView.schema))?.notices ?? assert.fail()
  assert.equal(passed.length, 27)
  assert.deepEqual(counts, { said: 2, warned: 25 })
  assert.deepEqual(
    recent.map(({ text }) => Number(text)),
    Array.from({ length: 20 }, (_, index) => index + 6),
  )
  assert.deepEqual([recent[0]?.severity, recent[0]?.code], ['error', 'warned'])
})

test('what warns once is kept though something else does so all the time', async (t) => {
  const { folder, writer } = await createWriter(t)
  const tell = writer.listen(() => undefined)
  for (let count = 1; count <= 1000; count += 1) {
    if (count === 100) tell({ severity: 'error', code: 'failed', text: 'Failed.' })
    tell({ severity: 'warning', code: 'warned', text: `${count}` })
  }
  await writer.flush()
  const { counts, recent } = (await readSnapshot('collector', folder, collectorView.schema))?.notices ?? assert.fail()
  assert.deepEqual(counts, { failed: 1, warned: 1000 })
  assert.deepEqual(
    recent.map(({ text }) => text),
    ['Failed.', ...Array.from({ length: 19 }, (_, index) => `${982 + index}`)],
  )
})

test('a process without a descriptor left tells so, and writes when it has one again', async (t) => {
  const folder = await temporaryFolder(t)
  const script = fileURLToPath(import.meta.resolve('../../support/without-descriptors.ts'))
  const words = ['ulimit -n 64; exec "$@"', 'sh', process.execPath, '--import', 'tsx', script, folder]
  const { status, stdout, stderr } = spawnSync('sh', ['-c', ...words], { encoding: 'utf8' })
  assert.equal(status, 0, stderr)
  assert.deepEqual(stdout.split('\n').slice(0, -1), ['status_unsaved', 'no memory told', 'written'])
})

test('where it cannot be written that is told once, and it is written as soon as it can be, without a change', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const { folder, writer } = await createWriter(t)
  const told: Notice[] = []
  writer.listen((notice) => told.push(notice))
  await rm(folder, { recursive: true })
  for (let tries = 0; tries < 3; tries += 1) {
    t.mock.timers.tick(2000)
    await writer.flush()
  }
  assert.deepEqual(
    told.map(({ code }) => code),
    ['status_unsaved'],
  )
  assert.match(told[0]?.text ?? '', /collector\.json: cannot be saved \(ENOENT/)
  await mkdir(folder)
  t.mock.timers.tick(2000)
  await writer.flush()
  assert.equal((await readSnapshot('collector', folder, collectorView.schema))?.notices.counts['status_unsaved'], 1)
  await rm(folder, { recursive: true })
  writer.show({})
  await writer.flush()
  assert.equal(told.length, 2, 'another failure is told again')
})

test('after the last write nothing is written, whatever is told: another may have begun', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const { folder, writer } = await createWriter(t)
  writer.show({ held: 'the last reason' })
  await writer.close()
  assert.equal((await readSnapshot('collector', folder, collectorView.schema))?.held, 'the last reason')
  await rm(join(folder, 'collector.json'))
  writer.show({ held: 'too late' })
  t.mock.timers.tick(10_000)
  await writer.flush()
  assert.deepEqual(await readdir(folder), [])
})

test('the file is touched every 30 seconds though nothing changes, until the writer is closed', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] })
  const { folder, writer } = await createWriter(t)
  const file = join(folder, 'collector.json')
  await writer.flush()
  await utimes(file, 1, 1)
  t.mock.timers.tick(30_000)
  assert.ok((await stat(file)).mtimeMs > 1000)
  await writer.close()
  await utimes(file, 1, 1)
  t.mock.timers.tick(60_000)
  assert.equal((await stat(file)).mtimeMs, 1000)
})

test('counts of notices and the last warnings go on where the process before stopped', async (t) => {
  const folder = await temporaryFolder(t)
  const spool = join(folder, 'spool')
  const recent = [{ at: 5, code: 'warned', severity: 'warning', text: 'Warned.' }]
  const before = { startedAt: 7, countedSince: 3, notices: { counts: { warned: 4, said: 1 }, recent } }
  const writer = new SnapshotWriter<State>(folder, 'collector', { sources: [] }, { spool, before })
  writer.listen(() => undefined)({ severity: 'error', code: 'warned', text: 'Again.' })
  await writer.close()
  const told = (await readSnapshot('collector', folder, collectorView.schema)) ?? assert.fail()
  assert.deepEqual([told.countedSince, told.notices.counts], [3, { warned: 5, said: 1 }])
  assert.deepEqual(
    told.notices.recent.map(({ text }) => text),
    ['Warned.', 'Again.'],
  )
  assert.deepEqual(before.notices.counts, { warned: 4, said: 1 })
})

test('a copy is saved a minute after the first change and at the end, and never without a change', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const { folder, writer } = await createWriter(t)
  const spool = join(folder, 'spool')
  const copy = join(spool, 'collector.status.json')
  await mkdir(spool)
  const saved = async (): Promise<void> => {
    while (!(await readdir(spool)).includes('collector.status.json')) await new Promise(setImmediate)
  }
  t.mock.timers.tick(59_999)
  await writer.flush()
  assert.deepEqual(await readdir(spool), [])
  writer.show({ held: 'reason' })
  t.mock.timers.tick(1)
  await saved()
  assert.equal(JSON.parse(await readFile(copy, 'utf8')).held, 'reason')
  assert.equal((await stat(copy)).mode & 0o777, 0o600)
  await rm(copy)
  t.mock.timers.tick(600_000)
  await writer.flush()
  assert.deepEqual(await readdir(spool), [])
  writer.show({ held: 'the last reason' })
  await writer.close()
  assert.equal(JSON.parse(await readFile(copy, 'utf8')).held, 'the last reason')
})

test('where the copy cannot be saved nothing else is different', async (t) => {
  const { folder, writer } = await createWriter(t)
  await mkdir(join(folder, 'spool/collector.status.json/full'), { recursive: true })
  writer.show({ held: 'reason' })
  await writer.close()
  assert.equal((await readSnapshot('collector', folder, collectorView.schema))?.held, 'reason')
})
