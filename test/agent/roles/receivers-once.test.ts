import assert from 'node:assert/strict'
import { chmod, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Config } from '../../../agent/config/config.ts'
import { transmitter } from '../../../agent/roles/transmitter.ts'
import { createCursors } from '../../../agent/spool/cursor/new-cursors.ts'
import { makeReport } from '../../../agent/spool/reports/report-file.ts'
import { reportName } from '../../../agent/spool/reports/report-name.ts'
import { ensureSpoolFolders, type SpoolFolders, spoolFolders } from '../../../agent/spool/spool-folders.ts'
import { toEntry } from '../../../lib/event/entry.ts'
import { eventOf } from '../../support/events.ts'
import { exampleConfig, exampleReceiver } from '../../support/example-config.ts'
import { type FakeApi, startFakeApi } from '../../support/fake-api.ts'
import { serve } from '../../support/round.ts'
import { putSealed, reportUpTo, temporaryFolder } from '../../support/spool-scene.ts'

interface Scene {
  readonly api: FakeApi
  readonly hub: FakeApi
  readonly config: Config
  readonly folders: SpoolFolders
  /** Seals so many reports that both want. */
  readonly seal: (count: number) => Promise<void>
  /** Transmits once all that waits; rejects as the command would. */
  readonly transmit: (config?: Config) => Promise<void>
  /** How far the hub is. */
  readonly upTo: () => Promise<number>
}

/** An API and a hub, whose cursor is as the collector makes it before it seals. */
async function createScene(t: TestContext): Promise<Scene> {
  const [api, hub] = [await startFakeApi(), await startFakeApi()]
  t.after(() => Promise.all([api.close(), hub.close()]))
  const plain = exampleConfig(await temporaryFolder(t), { host: api.url })
  const further = { ...exampleReceiver(hub.url), name: 'hub', option: 'receivers.hub' }
  const config = { ...plain, receivers: [...plain.receivers, further] }
  const folders = spoolFolders(config.spool.path)
  await ensureSpoolFolders(folders)
  await createCursors(folders, ['hub'])
  let sequence = 0
  return {
    api,
    hub,
    config,
    folders,
    seal: async (count) => {
      for (let index = 0; index < count; index += 1) {
        sequence += 1
        const place = { log: '/log', generation: 'g', offset: sequence }
        const entry = toEntry(eventOf('login'), { id: `login-${sequence}`, host: 'host.example.net', place })
        const report = makeReport({ entries: [entry], steps: reportUpTo(sequence).steps })
        await putSealed(folders, 'parsed', sequence, report)
      }
    },
    transmit: (changed = config) => {
      const { signal } = new AbortController()
      const once = { supplied: AbortSignal.abort(), abandoned: signal }
      return serve(transmitter, changed, { tell: () => undefined, signal, once })
    },
    upTo: async () => JSON.parse(await readFile(join(folders.receivers, 'hub/cursor.json'), 'utf8')).upTo,
  }
}

test('with once every receiver gets all, however long another takes', async (t) => {
  const { api, hub, seal, transmit, upTo, folders } = await createScene(t)
  await seal(12)
  hub.otherwise = { status: 202, delay: 20 }
  await transmit()
  assert.deepEqual([api.requests.length, hub.requests.length, await upTo()], [12, 12, 12])
  await seal(12)
  hub.otherwise = { status: 202 }
  api.otherwise = { status: 202, delay: 20 }
  await transmit()
  assert.deepEqual([api.requests.length, hub.requests.length, await upTo()], [24, 24, 24])
  assert.equal((await readdir(folders.transmitted)).length, 24)
})

test('with once a receiver that is down ends no other, and is named', async (t) => {
  const { api, hub, seal, transmit, upTo } = await createScene(t)
  await seal(5)
  hub.otherwise = { status: 503 }
  api.otherwise = { status: 202, delay: 20 }
  await assert.rejects(transmit(), { name: 'ActionNeeded', message: /^Not all was delivered/ })
  assert.deepEqual([api.requests.length, await upTo()], [5, 0])
})

test('with once old reports are removed as well, after all was sent', async (t) => {
  const { config, seal, transmit, folders } = await createScene(t)
  await seal(1003)
  const checkpoints = JSON.stringify({ version: 1, sequence: 1003, sources: {} })
  for (const name of ['checkpoints.json', 'checkpoints.previous.json']) {
    await writeFile(join(folders.root, name), checkpoints, { mode: 0o600 })
  }
  await transmit({ ...config, spool: { ...config.spool, keepTransmitted: 1, maxTransmitted: 1 } })
  // A start after the loss of all checkpoints needs the newest thousand.
  assert.deepEqual([(await readdir(folders.transmitted)).length, (await readdir(folders.sealed)).length], [1000, 1000])
})

test('what was sealed before the transmitter ran for the first time is the receiver’s, too', async (t) => {
  const { hub, seal, transmit } = await createScene(t)
  await seal(3)
  await transmit()
  assert.equal(hub.requests.length, 3)
})

test('what waits for a receiver that is switched off stays, and is sent when it is on again', async (t) => {
  const { hub, config, seal, transmit, folders } = await createScene(t)
  const spool = { ...config.spool, keepTransmitted: 1, maxTransmitted: 1 }
  const off = {
    ...config,
    spool,
    receivers: config.receivers.map((each) => ({ ...each, enabled: each.name === 'api' })),
  }
  await seal(3)
  await transmit(off)
  assert.deepEqual([hub.requests.length, (await readdir(folders.sealed)).length], [0, 3])
  await transmit({ ...config, spool })
  assert.equal(hub.requests.length, 3)
})

test('a report that cannot be read for a while still waits, and is sent once it can', async (t) => {
  const { hub, seal, transmit, upTo, folders } = await createScene(t)
  await seal(3)
  await chmod(join(folders.sealed, reportName(1)), 0o644)
  await transmit()
  assert.deepEqual([hub.requests.length, await upTo()], [2, 0])
  await chmod(join(folders.sealed, reportName(1)), 0o600)
  await transmit()
  assert.deepEqual([hub.requests.length, await upTo()], [3, 3])
})
