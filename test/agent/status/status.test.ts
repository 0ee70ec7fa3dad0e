import assert from 'node:assert/strict'
import { appendFile, chmod, mkdir, rm, rename, stat, symlink, truncate, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Config } from '../../../agent/config/config.ts'
import { reportName } from '../../../agent/spool/reports/report-name.ts'
import { ensureSpoolFolders, spoolFolders } from '../../../agent/spool/spool-folders.ts'
import { type Status, statusOf } from '../../../agent/status/status.ts'
import { VERSION } from '../../../lib/command-line/version.ts'
import { ownIdentity } from '../../../lib/system/processes/process-identity.ts'
import { exampleConfig } from '../../support/example-config.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

interface Scene {
  readonly folder: string
  readonly config: Config
  readonly log: string
  /** Leaves what a process would have told. */
  readonly tell: (role: 'collector' | 'transmitter', state: object) => Promise<void>
  readonly status: () => Promise<Status>
}

async function createScene(t: TestContext): Promise<Scene> {
  const folder = await temporaryFolder(t)
  const config = exampleConfig(folder)
  await mkdir(config.runtime.path)
  const log = join(folder, 'login_log')
  await writeFile(log, 'x'.repeat(1000))
  const common = {
    version: 1,
    agent: '0.0.9',
    process: ownIdentity(),
    startedAt: 5,
    notices: { counts: { said: 1 }, recent: [] },
  }
  return {
    folder,
    config,
    log,
    tell: (role, state) =>
      writeFile(join(config.runtime.path, `${role}.json`), JSON.stringify({ ...common, ...state })),
    status: () => statusOf(config),
  }
}

async function readUpTo(log: string, offset: number): Promise<object> {
  const { ino } = await stat(log, { bigint: true })
  const counts = { lines: 10, ofInterest: 4, unrecognised: 1, events: 2, lastEvent: 77 }
  return { sources: [{ source: 'login', path: log, inode: String(ino), offset, ...counts }] }
}

test('before the first start nothing runs, no spool is there, and no line was read', async (t) => {
  const { config, status, log } = await createScene(t)
  assert.deepEqual(await status(), {
    version: VERSION,
    host: hostname(),
    collector: { running: false },
    transmitter: { running: false },
    sources: [
      {
        source: 'login',
        path: log,
        lines: 0,
        ofInterest: 0,
        unrecognised: 0,
        events: 0,
        size: 1000,
        written: Math.trunc((await stat(log)).mtimeMs),
        lag: 1000,
        state: 'stopped',
      },
    ],
    spool: {
      path: config.spool.path,
      waiting: 0,
      waitingBytes: 0,
      foreign: 0,
      strangers: [],
      transmitted: 0,
      failed: 0,
      acknowledged: 0,
      sealed: 0,
    },
  })
})

test('what a process that runs told is shown, with its version and its notices', async (t) => {
  const { tell, status, log } = await createScene(t)
  await tell('collector', { ...(await readUpTo(log, 400)), held: 'full' })
  const delivery = { accepted: 1, rejected: 2, tries: 3 }
  const removed = { transmitted: 4, failed: 1 }
  await tell('transmitter', { delivery, removed })
  const { collector, transmitter, sources } = await status()
  const told = { running: true, pid: process.pid, version: '0.0.9', startedAt: 5 }
  assert.deepEqual(collector, { ...told, notices: { counts: { said: 1 }, recent: [] }, held: 'full' })
  assert.deepEqual(transmitter, { ...told, notices: { counts: { said: 1 }, recent: [] }, delivery, removed })
  assert.deepEqual(sources, [
    {
      source: 'login',
      path: log,
      offset: 400,
      size: 1000,
      written: Math.trunc((await stat(log)).mtimeMs),
      lag: 600,
      state: 'held',
      lines: 10,
      ofInterest: 4,
      unrecognised: 1,
      events: 2,
      lastEvent: 77,
    },
  ])
})

test('a process that told and is gone does not run, but what it told stands', async (t) => {
  const { tell, status, log } = await createScene(t)
  await tell('collector', { ...(await readUpTo(log, 400)), process: { ...ownIdentity(), startTime: '1' } })
  const { collector, sources } = await status()
  assert.deepEqual([collector.running, collector.pid, sources[0]?.lag], [false, process.pid, 600])
})

test('what another version of the file told is passed over', async (t) => {
  const { tell, status, log } = await createScene(t)
  await tell('collector', { ...(await readUpTo(log, 400)), version: 2 })
  const { collector, sources } = await status()
  assert.deepEqual([collector, sources[0]?.lag], [{ running: false }, 1000])
})

test('the lag grows with the log, and is all of it after a rotation or a truncation', async (t) => {
  const { tell, status, log } = await createScene(t)
  await tell('collector', await readUpTo(log, 1000))
  assert.equal((await status()).sources[0]?.lag, 0)
  await appendFile(log, 'more')
  assert.equal((await status()).sources[0]?.lag, 4)
  await truncate(log, 30)
  assert.deepEqual([(await status()).sources[0]?.lag, (await status()).sources[0]?.offset], [30, 1000])
  await rename(log, `${log}.1`)
  await writeFile(log, 'x'.repeat(2000))
  assert.equal((await status()).sources[0]?.lag, 2000)
})

test('what was told of another path is not told of this one', async (t) => {
  const { tell, status, log } = await createScene(t)
  await rename(log, `${log}.old`)
  await writeFile(log, 'xx')
  await tell('collector', await readUpTo(`${log}.old`, 400))
  const { sources } = await status()
  assert.deepEqual([sources[0]?.path, sources[0]?.offset, sources[0]?.lines], [log, undefined, 0])
})

test('a log that is not there, or cannot be looked at, says so', async (t) => {
  const { status, log } = await createScene(t)
  await rename(log, `${log}.away`)
  assert.equal((await status()).sources[0]?.problem, 'is not there')
  await symlink(log, log)
  assert.equal((await status()).sources[0]?.problem, 'cannot be looked at (ELOOP)')
})

test('a log that is there, but not for the collector, says so', async (t) => {
  const { tell, status, log } = await createScene(t)
  const told = { source: 'login', path: log, lines: 0, ofInterest: 0, unrecognised: 0, events: 0 }
  await tell('collector', { sources: [{ ...told, problem: 'cannot be read by the collector' }] })
  const [source] = (await status()).sources
  assert.deepEqual([source?.problem, source?.lag], ['cannot be read by the collector', 1000])
})

test('the spool is counted by the reports that lie in it; what is none, or leads elsewhere, is foreign', async (t) => {
  const { config, status } = await createScene(t)
  const folders = spoolFolders(config.spool.path)
  await ensureSpoolFolders(folders)
  const nothing = {
    path: folders.root,
    waiting: 0,
    waitingBytes: 0,
    foreign: 0,
    strangers: [],
    transmitted: 0,
    failed: 0,
    acknowledged: 0,
    sealed: 0,
  }
  assert.deepEqual((await status()).spool, nothing)
  const [one, two, three] = [reportName(1), reportName(2), 'login.1.2.json']
  const files = { parsed: [one, three, 'a.json'], transmitted: [one], failed: [two, `${two}.reason`, three] }
  for (const folder of ['parsed', 'transmitted', 'failed'] as const) {
    for (const name of files[folder]) await writeFile(join(folders[folder], name), '12345', { mode: 0o600 })
  }
  await symlink('/etc/passwd', join(folders.parsed, reportName(3)))
  await mkdir(join(folders.parsed, reportName(4)))
  await writeFile(join(folders.parsed, reportName(5)), '12345', { mode: 0o640 })
  await utimes(join(folders.parsed, three), 1000, 1000)
  const { strangers, ...counted } = (await status()).spool
  const counts = {
    waiting: 2,
    waitingBytes: 10,
    oldest: 1_000_000,
    foreign: 4,
    transmitted: 1,
    failed: 2,
    acknowledged: 0,
    sealed: 0,
  }
  assert.deepEqual(counted, { path: folders.root, ...counts })
  assert.deepEqual(
    strangers.toSorted(),
    ['a.json', reportName(3), reportName(4), reportName(5)].map((name) => `parsed/${name}`),
  )
  for (let sequence = 6; sequence < 10; sequence += 1) await mkdir(join(folders.parsed, reportName(sequence)))
  const { spool } = await status()
  assert.deepEqual([spool.foreign, spool.strangers.length], [8, 5])
})

test('what is not of the agent is named in whichever folder of the spool it stands', async (t) => {
  const { config, status } = await createScene(t)
  const folders = spoolFolders(config.spool.path)
  await ensureSpoolFolders(folders)
  const ours = [reportName(1), `${reportName(1)}.reason`, `${reportName(2)}.reason.tmp`]
  for (const name of ours) await writeFile(join(folders.failed, name), '', { mode: 0o600 })
  await writeFile(join(folders.transmitted, 'notes.txt'), '', { mode: 0o600 })
  await symlink('/etc/passwd', join(folders.failed, reportName(3)))
  await mkdir(join(folders.dropped, reportName(4)))
  const { foreign, strangers, failed, transmitted } = (await status()).spool
  assert.deepEqual([foreign, transmitted, failed], [3, 0, 1])
  const named = ['transmitted/notes.txt', `transmission_failed/${reportName(3)}`, `dropped/${reportName(4)}`]
  assert.deepEqual(strangers, named)
  await rm(folders.dropped, { recursive: true })
  assert.equal((await status()).spool.foreign, 2)
})

test('a spool that cannot be read says so', async (t) => {
  const { config, status } = await createScene(t)
  await mkdir(config.spool.path)
  await chmod(config.spool.path, 0o700)
  await writeFile(join(config.spool.path, 'parsed'), '')
  assert.equal((await status()).spool.problem, `${config.spool.path}: ENOTDIR`)
})

test('why a changed configuration was refused is told of what runs, and by nothing that is gone', async (t) => {
  const { tell, status } = await createScene(t)
  await tell('collector', { sources: [], refused: 'wrong', process: { ...ownIdentity(), startTime: '0' } })
  assert.equal((await status()).refused, undefined)
  await tell('transmitter', { delivery: { accepted: 0, rejected: 0, tries: 0 }, refused: 'no secret' })
  assert.equal((await status()).refused, 'no secret')
})

test('without a configuration the logs are those that the collector told of', async (t) => {
  const { config, log, tell } = await createScene(t)
  await tell('collector', await readUpTo(log, 900))
  const { sources, transmitter } = await statusOf({ spool: config.spool, runtime: config.runtime })
  assert.deepEqual(
    sources.map(({ path, lag }) => [path, lag]),
    [[log, 100]],
  )
  assert.deepEqual(transmitter, { running: false })
})

test('what runs and has not touched its file for long hangs; what does not run does not', async (t) => {
  const { config, tell, status } = await createScene(t)
  const delivery = { accepted: 0, rejected: 0, tries: 0 }
  await tell('collector', { sources: [] })
  await tell('transmitter', { delivery, process: { ...ownIdentity(), startTime: 'another' } })
  const long = Date.now() / 1000 - 120
  for (const role of ['collector', 'transmitter']) await utimes(join(config.runtime.path, `${role}.json`), long, long)
  const { collector, transmitter } = await status()
  assert.deepEqual([collector.hangs, transmitter.running, transmitter.hangs], [true, false, undefined])
  await tell('collector', { sources: [] })
  assert.equal((await status()).collector.hangs, undefined)
})

test('a link in the place of a folder of the spool is told, and what it leads to is not counted', async (t) => {
  const { config, status } = await createScene(t)
  const folders = spoolFolders(config.spool.path)
  await ensureSpoolFolders(folders)
  await rm(folders.parsed, { recursive: true })
  await symlink('/proc', folders.parsed)
  const { spool } = await status()
  assert.equal(spool.problem, `${folders.root}: ENOTDIR`)
  assert.equal(spool.foreign, 0)
})

test('a process to which the configuration gives no work is not needed; one that runs all the same is shown as it is', async (t) => {
  const { config, tell } = await createScene(t)
  const nothing = { ...config, followers: [] }
  assert.deepEqual((await statusOf(nothing)).collector, { running: false, idle: true })
  await tell('collector', { sources: [] })
  const { running, idle } = (await statusOf(nothing)).collector
  assert.deepEqual([running, idle], [true, true])
  assert.equal((await statusOf(config)).collector.idle, undefined)
})
