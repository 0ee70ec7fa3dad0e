// Changes by hand while a transmitter works.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { type TestContext, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { spool } from '../../../../agent/commands/spool.ts'
import { transmitter } from '../../../../agent/roles/transmitter.ts'
import { reportName } from '../../../../agent/spool/reports/report-name.ts'
import type { Io } from '../../../../lib/command-line/command.ts'
import { ActionNeeded } from '../../../../lib/system/errors.ts'
import { exampleConfig } from '../../../support/example-config.ts'
import { type FakeApi, startFakeApi } from '../../../support/fake-api.ts'
import { serve } from '../../../support/round.ts'
import { type CommandScene, createCommandScene } from '../../../support/spool-command.ts'
import { reportUpTo } from '../../../support/spool-scene.ts'
import { untilNames } from '../../../support/test-host.ts'

interface Scene extends CommandScene {
  readonly api: FakeApi
  readonly stop: () => Promise<void>
}

/** A scene with a running transmitter. */
async function createScene(t: TestContext, ...waiting: readonly number[]): Promise<Scene> {
  const api = await startFakeApi()
  t.after(() => api.close())
  const scene = await createCommandScene(t, api.url)
  const folder = join(scene.folders.root, '..')
  const stop = new AbortController()
  api.otherwise = { status: 422, body: 'no' }
  for (const sequence of waiting) await scene.put('parsed', sequence, reportUpTo(sequence))
  const ended = serve(transmitter, exampleConfig(folder, { host: api.url }), { tell: scene.tell, signal: stop.signal })
  t.after(() => stop.abort())
  return {
    ...scene,
    api,
    stop: () => {
      stop.abort()
      return ended
    },
  }
}

test('a refused report that is retried while the transmitter works is sent under the same key', async (t) => {
  const { api, run, folders, names, codes, stop } = await createScene(t, 1, 2, 3)
  const rejected = (count: number) => (all: readonly string[]) =>
    all.filter((name) => name.endsWith('.json')).length === count
  await untilNames(folders.failed, rejected(3))
  await run(`retry ${reportName(2)}`)
  await api.arrived(4)
  // Refused again, it has its new reason.
  await untilNames(folders.failed, rejected(3))
  await untilNames(folders.failed, (all) => all.includes(`${reportName(2)}.reason`))
  api.otherwise = { status: 202 }
  await run('retry', { all: true })
  await untilNames(folders.transmitted, rejected(3))
  await stop()
  assert.deepEqual([await names('failed'), await names('parsed')], [[], []])
  const keys = api.requests.map(({ headers }) => headers['idempotency-key'])
  for (const sequence of [1, 2, 3]) {
    assert.equal(keys.filter((key) => key === reportUpTo(sequence).id).length, sequence === 2 ? 3 : 2)
  }
  assert.equal(codes().filter((code) => code === 'spool_unusable').length, 0)
})

test('a report that is dropped while in flight is gone, and the transmitter reports the answer of the API', async (t) => {
  const { api, run, put, folders, names, codes, told, stop } = await createScene(t)
  api.script.push({ status: 202, delay: 300 })
  await put('parsed', 1, reportUpTo(1))
  await api.arrived(1)
  await run(`drop ${reportName(1)}`, { yes: true })
  api.otherwise = { status: 202 }
  await put('parsed', 2, reportUpTo(2))
  await untilNames(folders.transmitted, (all) => all.includes(reportName(2)))
  await until(() => codes().includes('report_taken'))
  await stop()
  assert.match(told.find(({ code }) => code === 'report_taken')?.text ?? '', /report\.0+1\.json .*the API accepted it/)
  assert.deepEqual([await names('parsed'), await names('transmitted')], [[], [reportName(2)]])
  assert.deepEqual(await names('dropped'), [reportName(1)])
  assert.equal(codes().includes('spool_unusable'), false)
})

test('hundreds of reports that are retried, dropped and sent at once end in one place each', async (t) => {
  const all = Array.from({ length: 300 }, (_, index) => index + 1)
  const { api, config, folders, names, codes, stop } = await createScene(t, ...all)
  const quietly = (words: readonly string[], options: { yes?: true; all?: true }): Promise<unknown> =>
    spool
      .run(words, { config, ...options }, { ...silent(), signal: new AbortController().signal })
      .catch((error: unknown) => assert.ok(error instanceof ActionNeeded, String(error)))
  const drops = all.filter((sequence) => sequence % 3 === 0)
  for (const [round, sequence] of drops.entries()) {
    if (round === 50) api.otherwise = { status: 202 }
    await Promise.all([
      quietly(['drop', reportName(sequence)], { yes: true }),
      quietly(['retry', reportName(sequence)], {}),
      ...(round % 10 === 0 ? [quietly(['retry'], { all: true })] : []),
    ])
  }
  await quietly(['retry'], { all: true })
  await untilNames(folders.parsed, (left) => left.length === 0)
  await stop()
  const ended = await Promise.all([names('transmitted'), names('dropped'), names('failed')])
  const reports = ended.flat().filter((name) => name.endsWith('.json'))
  assert.deepEqual(reports.sort(), all.map(reportName))
  assert.equal(codes().includes('spool_unusable'), false)
})

function silent(): Pick<Io, 'stdin' | 'stdout' | 'stderr'> {
  const sink = (): PassThrough => new PassThrough().resume()
  return { stdin: new PassThrough(), stdout: sink(), stderr: sink() }
}

/** Checks again after each turn of the event loop. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await setImmediate()
}
