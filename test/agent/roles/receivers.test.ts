import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Config } from '../../../agent/config/config.ts'
import { transmitter } from '../../../agent/roles/transmitter.ts'
import { failuresOf } from '../../../agent/spool/cursor/failures.ts'
import { makeReport } from '../../../agent/spool/reports/report-file.ts'
import { reportName } from '../../../agent/spool/reports/report-name.ts'
import { ensureSpoolFolders, spoolFolders } from '../../../agent/spool/spool-folders.ts'
import { retryRefused } from '../../../agent/spool/upkeep/refused-by-hand.ts'
import { statusOf } from '../../../agent/status/status.ts'
import { toEntry } from '../../../lib/event/entry.ts'
import { eventOf } from '../../support/events.ts'
import { exampleConfig, exampleReceiver } from '../../support/example-config.ts'
import { type FakeApi, startFakeApi } from '../../support/fake-api.ts'
import { serve } from '../../support/round.ts'
import { putSealed, reportUpTo, temporaryFolder } from '../../support/spool-scene.ts'
import { untilNames } from '../../support/test-host.ts'

interface Scene {
  readonly api: FakeApi
  readonly hub: FakeApi
  readonly config: Config
  readonly codes: readonly string[]
  /** Seals a report of a login and a failed one; the API wants the first, the hub the second. */
  readonly seal: (sequence: number) => Promise<void>
  readonly start: () => Promise<void>
  readonly stop: () => Promise<void>
}

async function createScene(t: TestContext): Promise<Scene> {
  const [api, hub] = [await startFakeApi(), await startFakeApi()]
  t.after(() => Promise.all([api.close(), hub.close()]))
  const folder = await temporaryFolder(t)
  const plain = exampleConfig(folder, { host: api.url })
  const further = {
    ...exampleReceiver(hub.url),
    name: 'hub',
    option: 'receivers.hub',
    events: ['login_failed'],
  } as const
  const config = { ...plain, receivers: [...plain.receivers, further] }
  const folders = spoolFolders(config.spool.path)
  await ensureSpoolFolders(folders)
  const codes: string[] = []
  let stop = new AbortController()
  let ended: Promise<void> | undefined
  t.after(() => stop.abort())
  return {
    api,
    hub,
    config,
    codes,
    seal: async (sequence) => {
      const place = { log: '/log', generation: 'g', offset: sequence }
      const entries = (['login', 'login_failed'] as const).map((kind) =>
        toEntry(eventOf(kind), { id: `${kind}-${sequence}`, host: 'host.example.net', place }),
      )
      await putSealed(folders, 'parsed', sequence, makeReport({ entries, steps: reportUpTo(sequence).steps }))
    },
    start: async () => {
      stop = new AbortController()
      const started = Promise.withResolvers<void>()
      let count = 0
      const tell = ({ code }: { code: string }): void => {
        codes.push(code)
        if (code === 'transmitter_started' && ++count === config.receivers.length) started.resolve()
      }
      ended = serve(transmitter, config, { tell, signal: stop.signal })
      await Promise.race([started.promise, ended])
    },
    stop: async () => {
      stop.abort()
      await ended
    },
  }
}

/** Resolves when both have settled all reports up to a number. */
async function untilSettled({ config }: Scene, number: number): Promise<void> {
  const { path } = config.spool
  const cursor = join(path, 'receivers/hub/cursor.json')
  await untilNames(join(path, 'receivers/hub'), () => readFileSync(cursor, 'utf8').includes(`"upTo":${number},`))
  await untilNames(join(path, 'parsed'), (names) => names.length === 0)
}

function idsSent({ requests }: FakeApi): string[] {
  return requests.flatMap(({ json }) => JSON.stringify(json).match(/login(?:_failed)?-\d+/g) ?? [])
}

test('each receiver gets the events that it wants of the same reports, and a further one begins with the next', async (t) => {
  const scene = await createScene(t)
  await scene.seal(1)
  await scene.start()
  await untilNames(join(scene.config.spool.path, 'transmitted'), (names) => names.length === 1)
  await scene.seal(2)
  await untilSettled(scene, 2)
  await scene.stop()
  assert.deepEqual(idsSent(scene.api), ['login-1', 'login-2'])
  assert.deepEqual(idsSent(scene.hub), ['login_failed-2'])
  const { transmitter: state } = await statusOf(scene.config)
  assert.deepEqual([state.delivery?.accepted, state.receivers?.['hub']?.accepted], [2, 1])
})

test('a receiver that is down holds up no other, and gets all when it is back, also from the next process', async (t) => {
  const scene = await createScene(t)
  scene.hub.otherwise = { status: 503 }
  await scene.start()
  for (const sequence of [1, 2, 3]) await scene.seal(sequence)
  await untilNames(join(scene.config.spool.path, 'transmitted'), (names) => names.length === 3)
  await scene.hub.arrived(1)
  await scene.stop()
  assert.ok(scene.codes.includes('receiver_unreachable') && !scene.codes.includes('api_unreachable'))
  const { requests } = scene.hub
  const before = requests.length
  scene.hub.otherwise = { status: 202 }
  await scene.start()
  await untilSettled(scene, 3)
  await scene.stop()
  assert.deepEqual(idsSent(scene.hub).slice(before), ['login_failed-1', 'login_failed-2', 'login_failed-3'])
})

test('what a receiver refuses is noted in its folder, and the report stays for the API', async (t) => {
  const scene = await createScene(t)
  scene.hub.otherwise = { status: 422 }
  await scene.start()
  await scene.seal(1)
  const refused = join(scene.config.spool.path, 'receivers', 'hub')
  await untilNames(refused, (names) => names.includes('refused.json'))
  await untilNames(join(scene.config.spool.path, 'transmitted'), (names) => names.length === 1)
  await scene.stop()
  assert.match(await readFile(join(refused, 'refused.json'), 'utf8'), new RegExp(`"report":"${reportName(1)}"`))
  assert.equal((await stat(join(refused, 'cursor.json'))).mode & 0o777, 0o600)
  assert.match(await readFile(join(scene.config.spool.path, 'sealed', reportName(1)), 'utf8'), /login_failed-1/)
})

test('a report that a receiver still waits for is not removed, however old it is', async (t) => {
  const scene = await createScene(t)
  scene.hub.otherwise = { status: 503 }
  const spool = { ...scene.config.spool, keepTransmitted: 1, maxTransmitted: 1 }
  Object.assign(scene.config, { spool })
  await scene.start()
  await scene.seal(1)
  await scene.api.arrived(1)
  await untilNames(join(scene.config.spool.path, 'transmitted'), (names) => names.length === 1)
  await scene.stop()
  await scene.start()
  await scene.hub.arrived(2)
  await scene.stop()
  assert.equal((await readdir(join(scene.config.spool.path, 'sealed'))).length, 1)
})

test('what is retried for a receiver is sent to it while the transmitter runs', async (t) => {
  const scene = await createScene(t)
  const folders = spoolFolders(scene.config.spool.path)
  scene.hub.otherwise = { status: 400 }
  await scene.start()
  await scene.seal(1)
  await untilNames(join(folders.receivers, 'hub'), (names) => names.includes('refused.json'))
  await untilSettled(scene, 1)
  scene.hub.otherwise = { status: 202 }
  const hand = { folders, user: 0, tell: () => undefined }
  assert.equal(await retryRefused(hand, 'hub', await failuresOf(folders, 'hub')), 1)
  await untilNames(join(folders.receivers, 'hub', 'retry'), (names) => names.length === 0)
  await scene.stop()
  assert.deepEqual(idsSent(scene.hub), ['login_failed-1', 'login_failed-1'])
  assert.deepEqual(await failuresOf(folders, 'hub'), [])
})
