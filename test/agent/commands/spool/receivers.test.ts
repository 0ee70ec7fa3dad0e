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
  assert.match(stdout, /\nauthorization: Basic \(receivers\.hub\.credentials, not shown\)\n/)
  assert.match(stdout, /failed-2/)
  assert.doesNotMatch(stdout, /login-2/)
  await hub.accepted((await hub.next()) ?? assert.fail(), ignore)
  assert.match((await run(`show ${reportName(2)}`, { receiver: 'hub' })).stdout, /: sent to hub\n/)
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

/** Lets the hub refuse the reports 1 and 2, the second in two parts; what `status` says of the hub then. */
async function refuseTwo({ seal, hub }: Scene): Promise<void> {
  for (const sequence of [1, 2, 3]) await seal(sequence)
  await hub.rejected((await hub.next()) ?? assert.fail(), 'HTTP 400', ignore)
  const parts = [0, 1].map((first) => ({ first, entries: [entryOf(`login-${first}`)], reason: `HTTP 422 ${first}` }))
  await hub.divided((await hub.next()) ?? assert.fail(), parts, ignore)
}

/** How many reports wait for the hub and have failed, of which so many are acknowledged. */
async function countsIn({ config }: Scene): Promise<readonly unknown[]> {
  const { spool } = await statusOf((await loadConfig(config)).config)
  const { waiting, failed, acknowledged } = spool.receivers?.['hub'] ?? assert.fail('there is no hub')
  return [waiting, failed, acknowledged]
}

const OF_HUB = { receiver: 'hub' }

test('what a receiver refused waits for it again once it is retried, before what came later, and no more after that', async (t) => {
  const scene = await createScene(t, 'both')
  const { run, hub, folders, tell, listed } = scene
  await refuseTwo(scene)
  assert.deepEqual(await countsIn(scene), [1, 2, 0])
  assert.equal((await run('retry', { all: true, ...OF_HUB })).stdout, '2 reports wait again.\n')
  assert.deepEqual([await countsIn(scene), await listed({ failed: true, ...OF_HUB })], [[3, 0, 0], []])
  assert.match((await run(`show ${reportName(1)}`, OF_HUB)).stdout, /: waiting for hub\n/)
  assert.match(
    await readFile(join(folders.root, 'changes.log'), 'utf8'),
    /report_retried: report\.0+1\.json waits for hub/,
  )
  const accept = async (queue: CursorQueue): Promise<string> => {
    const report = (await queue.next()) ?? assert.fail('nothing waits')
    await queue.accepted(report, ignore)
    return report.name
  }
  assert.equal(await accept(hub), reportName(1))
  // The next process goes on where this one ended.
  const next = await CursorQueue.open(folders, 'hub', tell)
  assert.deepEqual([await accept(next), await accept(next)], [reportName(2), reportName(3)])
  assert.equal(await next.next(), undefined)
  assert.deepEqual(await countsIn(scene), [0, 0, 0])
})

test('a retried report that is refused again has the new reason alone, and is no longer acknowledged', async (t) => {
  const scene = await createScene(t, 'hub')
  const { run, hub, listed } = scene
  await refuseTwo(scene)
  assert.equal((await run('acknowledge', { all: true })).stdout, '2 reports are acknowledged.\n')
  assert.equal((await run(`acknowledge ${reportName(1)}`)).stdout, '0 reports are acknowledged.\n')
  assert.deepEqual(await countsIn(scene), [1, 2, 2])
  assert.equal((await run(`retry ${reportName(2)}`)).stdout, '1 report waits again.\n')
  assert.deepEqual(await countsIn(scene), [2, 1, 1])
  const again = (await hub.next()) ?? assert.fail()
  assert.equal(again.name, reportName(2))
  await hub.rejected(again, 'HTTP 400 again', ignore)
  assert.deepEqual(await countsIn(scene), [1, 2, 1])
  assert.deepEqual(await listed({ failed: true }), [reportName(1), reportName(2)])
  assert.match((await run(`show ${reportName(1)}`)).stdout, /: refused by hub, acknowledged\nrefused: HTTP 400\n/)
  assert.match((await run(`show ${reportName(2)}`)).stdout, /: refused by hub\nrefused: HTTP 400 again\n/)
})

test('a refused report that was removed meanwhile can be acknowledged; one that was not refused cannot be retried', async (t) => {
  const scene = await createScene(t, 'hub')
  const { run, folders, hub } = scene
  await refuseTwo(scene)
  await rm(join(folders.sealed, reportName(1)))
  assert.match((await run('list', { failed: true })).stdout, /report\.0+1\.json [^r]*it was removed meanwhile/)
  await assert.rejects(run(`retry ${reportName(1)}`), { message: /: it no longer exists/ })
  assert.equal((await run('retry', { all: true })).stdout, '1 report waits again.\n')
  await assert.rejects(run(`retry ${reportName(3)}`), { message: /json: hub has not refused it; see: / })
  await run(`acknowledge ${reportName(1)}`)
  assert.deepEqual(await countsIn(scene), [2, 1, 1])
  // What is dropped between the command and the transmitter's look waits no more.
  await rm(join(folders.sealed, reportName(2)))
  assert.equal((await hub.next())?.name, reportName(3))
})

test('no report that is to be sent again is removed as old', async (t) => {
  const scene = await createScene(t, 'hub')
  await refuseTwo(scene)
  await scene.hub.accepted((await scene.hub.next()) ?? assert.fail(), ignore)
  assert.equal(scene.hub.upTo, 3)
  await scene.run(`retry ${reportName(2)}`)
  await scene.hub.giveUpBeyond(Infinity)
  assert.equal(scene.hub.upTo, 1)
})

test('show says of a report that a receiver does not wait for why that is, as far as it is known', async (t) => {
  const { run, seal, hub, folders, tell } = await createScene(t, 'both')
  for (const sequence of [1, 2, 3]) await seal(sequence)
  await hub.accepted((await hub.next()) ?? assert.fail(), ignore)
  assert.equal(await hub.giveUpBeyond(1), 1)
  const shown = async (sequence: number): Promise<string> =>
    (await run(`show ${reportName(sequence)}`, OF_HUB)).stdout.split('\n')[0]?.replace(/^\S+: /, '') ?? ''
  const givenUp = 'sent to hub, or given up when too much waited for it (receiver_behind)'
  assert.deepEqual([await shown(1), await shown(2), await shown(3)], [givenUp, givenUp, 'waiting for hub'])
  await hub.accepted((await hub.next()) ?? assert.fail(), ignore)
  assert.equal(await shown(3), 'sent to hub')
  await rm(join(folders.receivers, 'hub'), { recursive: true })
  await CursorQueue.open(folders, 'hub', tell)
  assert.equal(await shown(3), 'not for hub: it was sealed before that was a receiver')
})
