import assert from 'node:assert/strict'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { loadConfig } from '../../../../agent/config/load.ts'
import { CursorQueue } from '../../../../agent/spool/cursor/cursor-queue.ts'
import { formatReport, makeReport } from '../../../../agent/spool/reports/report-file.ts'
import { reportName } from '../../../../agent/spool/reports/report-name.ts'
import { statusOf } from '../../../../agent/status/status.ts'
import { type CommandScene, createCommandScene } from '../../../support/spool-command.ts'
import { entryOf, reportUpTo } from '../../../support/spool-scene.ts'
import { unwrapped } from '../../../support/unwrapped.ts'

interface Scene extends CommandScene {
  /** The hub's queue, opened before any report was sealed. */
  readonly hub: CursorQueue
  /** Seals a report that the API is not to have, of a login and a failed one. */
  readonly seal: (sequence: number) => Promise<void>
  /** The names that `spool list` shows. */
  readonly listed: (options?: Record<string, string | boolean>) => Promise<string[]>
}

/** A configuration with the API and a hub, or with the hub alone, or without any receiver. */
async function createScene(t: TestContext, receivers: 'both' | 'hub' | 'none'): Promise<Scene> {
  const scene = await createCommandScene(t)
  const { config, folders, tell, run, leave } = scene
  const [followers = '', api = '', spool = ''] = (await readFile(config, 'utf8')).split('\n')
  const hub = `receivers: [{ name: hub, events: [login_failed], ${api.replace(/^transmission: \{|\}$/g, '')} }]`
  const lines = { both: [api, hub], hub: [hub], none: [] }[receivers]
  await writeFile(config, [followers, spool, ...lines, ''].join('\n'))
  return {
    ...scene,
    hub: await CursorQueue.open(folders, 'hub', tell),
    seal: async (sequence) => {
      const failed = { ...entryOf(`failed-${sequence}`), type: 'login_failed' }
      const report = makeReport({ ...reportUpTo(sequence), entries: [entryOf(`login-${sequence}`), failed] })
      await leave('sealed', reportName(sequence), formatReport(report))
    },
    listed: async (options = {}) => {
      const { stdout } = await run('list', { json: true, ...options })
      return stdout.split('\n').flatMap((line) => (line === '' ? [] : [String(JSON.parse(line).name)]))
    },
  }
}

const ignore = (): void => undefined

test('list and show speak of the receiver that is named: what waits for it, and what it gets', async (t) => {
  const { run, put, seal, hub, listed } = await createScene(t, 'both')
  await put('parsed', 1, reportUpTo(10))
  for (const sequence of [2, 3]) await seal(sequence)
  await hub.accepted((await hub.next()) ?? assert.fail(), ignore)
  assert.deepEqual(await listed(), [reportName(1)])
  assert.deepEqual(await listed({ receiver: 'api' }), [reportName(1)])
  assert.deepEqual(await listed({ receiver: 'hub' }), [reportName(2), reportName(3)])
  const { stdout } = await run(`show ${reportName(2)}`, { receiver: 'hub' })
  assert.match(stdout, /^\S+\/sealed\/report\.0+2\.json: waiting for hub\n/)
  assert.match(stdout, /\nauthorization: Basic \(receivers\.0\.credentials, not shown\)\n/)
  assert.match(stdout, /failed-2/)
  assert.doesNotMatch(stdout, /login-2/)
  await hub.accepted((await hub.next()) ?? assert.fail(), ignore)
  assert.match((await run(`show ${reportName(2)}`, { receiver: 'hub' })).stdout, /: no longer waiting for hub\n/)
})

test('what a receiver refused, or a part of it, is listed and shown with the reason', async (t) => {
  const { run, seal, hub } = await createScene(t, 'hub')
  for (const sequence of [1, 2, 3]) await seal(sequence)
  const [whole, part] = [(await hub.next()) ?? assert.fail(), (await hub.next()) ?? assert.fail()]
  await hub.rejected(whole, 'HTTP 400', ignore)
  await hub.divided(part, [{ first: 0, entries: [entryOf('login-2')], reason: 'HTTP 422' }], ignore)
  const { stdout } = await run('list', { failed: true, json: true })
  const listed = stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]))
  assert.deepEqual(
    listed.map(({ name, reason }) => [name, reason]),
    [
      [reportName(1), 'HTTP 400'],
      [reportName(2), '1 entry: HTTP 422'],
    ],
  )
  assert.match((await run(`show ${reportName(1)}`)).stdout, /: refused by hub\nrefused: HTTP 400\n/)
})

test('without a receiver every report is listed, and none can be shown as a request', async (t) => {
  const { run, seal, listed } = await createScene(t, 'none')
  for (const sequence of [1, 2]) await seal(sequence)
  assert.deepEqual(await listed(), [reportName(1), reportName(2)])
  assert.deepEqual(await listed({ failed: true }), [])
  await assert.rejects(run(`show ${reportName(1)}`), { message: /the configuration names no receiver/ })
})

test('a receiver that the configuration does not name is refused, with those that it does', async (t) => {
  const { run } = await createScene(t, 'hub')
  await assert.rejects(run('list', { receiver: 'hib' }), {
    message: 'the configuration has no receiver "hib"; write --receiver with one of: hub',
    exitCode: 2,
  })
  await assert.rejects(run('list', { transmitted: true }), {
    message: /--transmitted works for the API alone/,
    exitCode: 2,
  })
})

test('a report that only waits for a further receiver can be dropped, and no longer waits', async (t) => {
  const { run, seal, hub, listed, names } = await createScene(t, 'hub')
  for (const sequence of [1, 2]) await seal(sequence)
  await assert.rejects(run(`drop ${reportName(1)}`), { message: /\(sealed\) would be removed for good/ })
  assert.equal((await run(`drop ${reportName(1)}`, { yes: true })).code, 0)
  assert.deepEqual(await names('dropped'), [reportName(1)])
  assert.deepEqual(await listed(), [reportName(2)])
  assert.equal((await hub.next())?.name, reportName(2))
  assert.match((await run('verify')).stdout, /^2 reports; nothing is wrong\.\n/)
})

test('a report that the API has can be dropped while another receiver waits for it, and not after that', async (t) => {
  const { run, put, hub, names, listed } = await createScene(t, 'both')
  for (const sequence of [1, 2]) await put('transmitted', sequence, reportUpTo(sequence))
  assert.equal((await run(`drop ${reportName(1)}`, { yes: true })).code, 0)
  assert.deepEqual([await names('dropped'), await listed({ receiver: 'hub' })], [[reportName(1)], [reportName(2)]])
  await hub.accepted((await hub.next()) ?? assert.fail(), ignore)
  await assert.rejects(run(`drop ${reportName(2)}`, { yes: true }), {
    message: /it was sent; there is nothing to drop/,
  })
})

test('verify reads reports that no folder of the API has, and misses a link only where the API needs one', async (t) => {
  const { run, put, seal, hub, leave, folders } = await createScene(t, 'both')
  await seal(1)
  await put('transmitted', 2, reportUpTo(20))
  await seal(3)
  assert.match((await run('verify')).stdout, /^3 reports; nothing is wrong/)
  for (let next = await hub.next(); next !== undefined; next = await hub.next()) await hub.accepted(next, ignore)
  assert.match(unwrapped((await run('verify')).stdout), /report\.0+3\.json: no folder of the API/)
  await rm(join(folders.sealed, reportName(3)))
  await leave('sealed', reportName(1), 'torn')
  assert.match(unwrapped((await run('verify')).stdout), /report\.0+1\.json: it is no report of this version/)
})

test('status says what waits for each receiver, and nothing of an API that is not there', async (t) => {
  const { config, seal, hub } = await createScene(t, 'hub')
  for (const sequence of [1, 2]) await seal(sequence)
  await hub.accepted((await hub.next()) ?? assert.fail(), ignore)
  const { spool, transmitter } = await statusOf((await loadConfig(config)).config)
  assert.deepEqual([spool.sealed, spool.receivers?.['hub']?.waiting, transmitter.noApi], [2, 1, true])
})
