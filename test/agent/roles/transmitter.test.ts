import assert from 'node:assert/strict'
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Config } from '../../../agent/config/config.ts'
import { transmitter } from '../../../agent/roles/transmitter.ts'
import { formatReport, makeReport } from '../../../agent/spool/reports/report-file.ts'
import { reportName } from '../../../agent/spool/reports/report-name.ts'
import { ensureSpoolFolders, spoolFolders } from '../../../agent/spool/spool-folders.ts'
import { statusOf } from '../../../agent/status/status.ts'
import { EXIT } from '../../../lib/system/errors.ts'
import { exampleConfig, exampleReceiver } from '../../support/example-config.ts'
import { type FakeApi, startFakeApi } from '../../support/fake-api.ts'
import { HEALTHY } from '../../support/healthy-status.ts'
import { serve } from '../../support/round.ts'
import { entryOf, reportUpTo, temporaryFolder } from '../../support/spool-scene.ts'
import { untilNames } from '../../support/test-host.ts'

interface Scene {
  readonly api: FakeApi
  readonly config: Config
  readonly codes: readonly string[]
  readonly put: (name: string, content: string) => Promise<void>
  readonly in: (folder: string) => string
  readonly start: () => Promise<void>
  readonly stop: () => Promise<void>
}

async function createScene(t: TestContext): Promise<Scene> {
  const api = await startFakeApi()
  t.after(() => api.close())
  const config = exampleConfig(await temporaryFolder(t), { host: api.url })
  await ensureSpoolFolders(spoolFolders(config.spool.path))
  const stop = new AbortController()
  const codes: string[] = []
  let ended: Promise<void> | undefined
  t.after(() => stop.abort())
  return {
    api,
    config,
    codes,
    put: (name, content) => writeFile(join(config.spool.path, 'parsed', name), content, { mode: 0o600 }),
    in: (folder) => join(config.spool.path, folder),
    start: () =>
      (ended = serve(transmitter, config, { tell: ({ code }) => void codes.push(code), signal: stop.signal })),
    stop: async () => {
      stop.abort()
      await ended
    },
  }
}

test('what waits is delivered and moved, what comes later too', async (t) => {
  const scene = await createScene(t)
  await scene.put(reportName(1), formatReport(reportUpTo(10)))
  void scene.start()
  await untilNames(scene.in('transmitted'), (names) => names.includes(reportName(1)))
  await scene.put(reportName(2), formatReport(reportUpTo(20)))
  await untilNames(scene.in('transmitted'), (names) => names.includes(reportName(2)))
  await scene.stop()
  const [first, second] = scene.api.requests
  assert.deepEqual(first?.json, {
    report: { entries: [entryOf('login-10')], metadata: { reporter: hostname() } },
  })
  assert.equal(first?.headers['idempotency-key'], reportUpTo(10).id)
  assert.equal(second?.headers['idempotency-key'], reportUpTo(20).id)
  assert.equal(scene.api.requests.length, 2)
  assert.deepEqual(await readdir(scene.in('parsed')), [])
  assert.deepEqual(scene.codes, ['transmitter_started', 'transmitter_stopped'])
  assert.equal((await readdir(scene.config.spool.path)).includes('transmitter.lock'), false)
})

for (const [enabled, started] of [
  [true, 'transmitter_started'],
  [false, 'transmission_disabled'],
] as const) {
  test(`what was sent long ago is removed, and counted in status, where transmission.enabled is ${enabled}`, async (t) => {
    const scene = await createScene(t)
    const { spool, transmission } = scene.config
    const old = { ...spool, keepTransmitted: 1 }
    const api = { ...(transmission ?? assert.fail()), enabled }
    Object.assign(scene.config, { spool: old, transmission: api, receivers: [api] })
    await writeFile(join(spool.path, 'checkpoints.json'), '{"version":1,"sequence":2000,"sources":{}}')
    for (let number = 1; number <= 1002; number += 1) {
      await writeFile(join(scene.in('transmitted'), reportName(number)), formatReport(reportUpTo(number)))
    }
    void scene.start()
    await untilNames(scene.in('transmitted'), (names) => names.length === 1000)
    await scene.stop()
    assert.deepEqual(scene.codes, [started, 'reports_removed', 'transmitter_stopped'])
    assert.deepEqual((await statusOf(scene.config)).transmitter.removed, { transmitted: 2, failed: 0 })
  })
}

test('what is counted, the last success and the last error go on over restarts; that something waited does not', async (t) => {
  const scene = await createScene(t)
  scene.api.script.push({ status: 400 })
  for (const sequence of [1, 2]) await scene.put(reportName(sequence), formatReport(reportUpTo(sequence)))
  void scene.start()
  await untilNames(scene.in('transmitted'), (names) => names.length === 1)
  await scene.stop()
  const before = (await statusOf(scene.config)).transmitter
  await rm(scene.config.runtime.path, { recursive: true })
  const told = Promise.withResolvers<void>()
  const stop = new AbortController()
  const tell = (): void => told.resolve()
  const ended = serve(transmitter, scene.config, { tell, signal: stop.signal })
  await told.promise
  stop.abort()
  await ended
  const after = (await statusOf(scene.config)).transmitter
  // It is measured anew.
  const { clock, ...counted } = before.delivery ?? assert.fail()
  assert.equal(clock?.offset, 0)
  assert.deepEqual(after.delivery, counted)
  assert.ok(after.delivery?.lastSuccess !== undefined && after.delivery.lastError !== undefined)
  assert.deepEqual([after.delivery.accepted, after.delivery.rejected, after.delivery.tries], [1, 1, 2])
  assert.equal(after.countedSince, before.countedSince)
})

test('answers show how far the clock is from that of the receiver, and status warns of it', async (t) => {
  const scene = await createScene(t)
  const date = (): string => new Date(Date.now() + 7_200_000).toUTCString()
  scene.api.otherwise = () => ({ status: 202, headers: { date: date() } })
  await scene.put(reportName(1), formatReport(reportUpTo(1)))
  void scene.start()
  await untilNames(scene.in('transmitted'), (names) => names.length === 1)
  await scene.stop()
  const { clock } = (await statusOf(scene.config)).transmitter.delivery ?? assert.fail()
  assert.ok(clock !== undefined && Math.abs(clock.offset + 7_200_000) <= clock.within + 1000, JSON.stringify(clock))
})

test('a report that is refused goes to the failed ones and the next is sent; status tells both', async (t) => {
  const scene = await createScene(t)
  scene.api.script.push({ status: 422 })
  for (const sequence of [1, 2]) await scene.put(reportName(sequence), formatReport(reportUpTo(sequence)))
  void scene.start()
  await untilNames(scene.in('transmitted'), (names) => names.length === 1)
  await scene.stop()
  assert.deepEqual((await readdir(scene.in('transmission_failed'))).sort(), [reportName(1), `${reportName(1)}.reason`])
  const { transmitter, spool } = await statusOf(scene.config)
  const { accepted, rejected, tries, lastError } = transmitter.delivery ?? assert.fail()
  assert.deepEqual([accepted, rejected, tries], [1, 1, 2])
  assert.match(lastError?.reason ?? '', /422/)
  assert.deepEqual([spool.transmitted, spool.failed], [1, 1])
})

test('an entry that the API cannot take is refused alone; moved back, it is sent alone and under the same key', async (t) => {
  const scene = await createScene(t)
  let isFinicky = true
  scene.api.otherwise = ({ body }) =>
    isFinicky && body.includes('"id":"login-2"') ? { status: 422, body: 'no' } : { status: 202 }
  const [one, two, three] = [1, 2, 3].map((number) => entryOf(`login-${number}`))
  assert.ok(one && two && three)
  await scene.put(reportName(7), formatReport(makeReport({ ...reportUpTo(10), entries: [one, two, three] })))
  void scene.start()
  await untilNames(scene.in('transmitted'), (names) => names.length === 1)
  const part = 'report.000000000007.part-2.json'
  assert.deepEqual((await readdir(scene.in('transmission_failed'))).sort(), [part, `${part}.reason`])
  assert.match(await readFile(join(scene.in('transmission_failed'), `${part}.reason`), 'utf8'), /HTTP 422: no/)
  isFinicky = false
  await rename(join(scene.in('transmission_failed'), part), join(scene.in('parsed'), part))
  await untilNames(scene.in('transmitted'), (names) => names.includes(part))
  await scene.stop()
  const [refused, accepted] = scene.api.requests.filter(
    ({ body }) => body.includes('login-2') && !body.includes('login-3') && !body.includes('login-1'),
  )
  assert.equal(refused?.headers['idempotency-key'], accepted?.headers['idempotency-key'])
  assert.deepEqual(accepted?.json, { report: { entries: [two], metadata: { reporter: hostname() } } })
  assert.ok(scene.codes.includes('report_divided'))
  const { transmitter } = await statusOf(scene.config)
  assert.deepEqual([transmitter.delivery?.accepted, transmitter.delivery?.rejected], [2, 1])
})

test('what App::Spoor left is delivered under the name of this host', async (t) => {
  const scene = await createScene(t)
  const left = { event: 'login', log_time: 1, context: 'mailbox', credential: 'info@example.com', ip: '192.0.2.1' }
  await scene.put('login.1.1000000.json', JSON.stringify(left))
  void scene.start()
  await untilNames(scene.in('transmitted'), (names) => names.length === 1)
  await scene.stop()
  assert.match(scene.api.requests[0]?.body ?? '', new RegExp(`"host":"${hostname()}","id":`))
})

test('an outage loses nothing: what waits stays where it is, and is there for the next start', async (t) => {
  const scene = await createScene(t)
  scene.api.otherwise = { status: 503 }
  await scene.put(reportName(1), formatReport(reportUpTo(10)))
  void scene.start()
  await scene.api.arrived(1)
  await scene.stop()
  assert.deepEqual(await readdir(scene.in('parsed')), [reportName(1)])
})

test('a second transmitter of one spool is refused', async (t) => {
  const scene = await createScene(t)
  await scene.put(reportName(1), formatReport(reportUpTo(10)))
  void scene.start()
  await untilNames(scene.in('transmitted'), (names) => names.length === 1)
  const second = serve(transmitter, scene.config, { tell: () => undefined, signal: new AbortController().signal })
  await assert.rejects(second, { exitCode: EXIT.held, message: /is already the transmitter of this folder/ })
  await scene.stop()
})

test('where transmission is disabled nothing is sent and no secret is needed; status says so', async (t) => {
  const scene = await createScene(t)
  await scene.put(reportName(1), formatReport(reportUpTo(10)))
  const stop = new AbortController()
  const transmission = { ...exampleReceiver(''), enabled: false, secret: { file: '/nonexistent' } }
  const config = { ...scene.config, transmission, receivers: [transmission] }
  const told = Promise.withResolvers<string>()
  const ended = serve(transmitter, config, { tell: ({ code }) => told.resolve(code), signal: stop.signal })
  assert.equal(await told.promise, 'transmission_disabled')
  // By what runs, whatever the configuration says by now.
  await untilNames(scene.config.runtime.path, (names) => names.includes('transmitter.json'))
  const { running, disabled } = (await statusOf(scene.config)).transmitter
  assert.deepEqual([running, disabled], [true, true])
  stop.abort()
  await ended
  assert.deepEqual(await readdir(scene.in('parsed')), [reportName(1)])
  assert.equal(scene.api.requests.length, 0)
  assert.equal((await statusOf(scene.config)).transmitter.disabled, true)
})

test('a receiver that wants to know is told how the agent is, beside its reports, and no other', async (t) => {
  const [hub, other] = [await startFakeApi(), await startFakeApi()]
  t.after(() => Promise.all([hub.close(), other.close()]))
  // What cannot be told is no reason to fail, nor to keep a report.
  hub.otherwise = ({ method }) => ({ status: method === 'PUT' ? 503 : 202 })
  const example = exampleConfig(await temporaryFolder(t), { host: other.url })
  const wanting = { ...exampleReceiver(hub.url), name: 'hub', option: 'receivers.hub', tellsStatus: true }
  const config = { ...example, receivers: [...example.receivers, wanting] }
  await ensureSpoolFolders(spoolFolders(config.spool.path))
  const asked: unknown[] = []
  const signal = new AbortController().signal
  await serve(transmitter, config, {
    tell: () => undefined,
    signal,
    once: { supplied: AbortSignal.abort(), abandoned: signal },
    statusFor: async ({ amount: { waiting }, rejected }) => {
      asked.push([waiting, rejected])
      return HEALTHY
    },
  })
  const told = ['PUT', '/api/agents/status', HEALTHY]
  assert.deepEqual(asked, [
    [0, 0],
    [0, 0],
  ])
  assert.deepEqual(
    hub.requests.map(({ method, url, json }) => [method, url, json]),
    [told, told],
    'before the first report, as it never said what it wants, and at the end',
  )
  assert.deepEqual(other.requests, [])
})

test('a receiver that says in its answer to a status which fields it wants gets them from the first report on', async (t) => {
  const scene = await createScene(t)
  const [api] = scene.config.receivers
  const config = { ...scene.config, receivers: [{ ...(api ?? assert.fail()), tellsStatus: true }] }
  scene.api.otherwise = ({ method }) =>
    method === 'PUT' ? { status: 429, headers: { 'spoor-fields': 'log' } } : { status: 202 }
  await scene.put(
    reportName(1),
    formatReport(makeReport({ ...reportUpTo(1), entries: [{ ...entryOf('a'), log: '/logs/login_log' }] })),
  )
  const signal = new AbortController().signal
  const once = { supplied: AbortSignal.abort(), abandoned: signal }
  await serve(transmitter, config, { tell: () => undefined, signal, once, statusFor: async () => HEALTHY })
  const methods = scene.api.requests.map(({ method }) => method)
  assert.deepEqual(methods, ['PUT', 'POST', 'PUT'])
  assert.ok(scene.api.requests[1]?.body.includes('"log":"/logs/login_log"'))
})
