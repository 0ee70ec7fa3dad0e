// The files of metrics that both roles write, as Prometheus reads them.
import assert from 'node:assert/strict'
import { appendFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { writeToInbox } from '../../../agent/inbox/writer.ts'
import { ROLES } from '../../../agent/roles/roles.ts'
import { transmitter } from '../../../agent/roles/transmitter.ts'
import { ensureSpoolFolders, spoolFolders } from '../../../agent/spool/spool-folders.ts'
import { eventOf } from '../../support/events.ts'
import { exampleConfig, exampleFollower, exampleReceiver } from '../../support/example-config.ts'
import { parseExposition } from '../../support/exposition-parser.ts'
import { startFakeApi } from '../../support/fake-api.ts'
import { promtoolSays, withoutPromtool } from '../../support/promtool.ts'
import { serve } from '../../support/round.ts'
import { startCollector } from '../../support/running-collector.ts'
import { putSealed, reportUpTo, temporaryFolder } from '../../support/spool-scene.ts'
import { loginLine, untilNames } from '../../support/test-host.ts'

/** A file of metrics, with which Prometheus's own check finds no fault where it is installed. */
async function checked(file: string): Promise<string> {
  const text = await readFile(file, 'utf8')
  if (withoutPromtool() === false) assert.equal(promtoolSays(text), '', file)
  return text
}

/** The value of each sample in a file, by metric name and label values. */
async function valuesIn(file: string): Promise<ReadonlyMap<string, number>> {
  const samples = parseExposition(await checked(file))
  return new Map(samples.map(({ name, labels, value }) => [[name, ...labels.values()].join(' '), value]))
}

test('collector and transmitter export what they did', async (t) => {
  const folder = await temporaryFolder(t)
  const api = await startFakeApi()
  t.after(() => api.close())
  const textfile = join(folder, 'textfile')
  await mkdir(textfile)
  const ignore = [{ name: 'probes', condition: { mailbox: ['probe@*'] } }] as const
  const config = { ...exampleConfig(folder, { host: api.url }), metrics: { textfile }, ignore }
  const log = join(folder, 'login_log')
  await writeFile(log, '')
  const collector = startCollector(t, config)
  await collector.told('source_found')
  const lines = [
    loginLine('a@example.com', 1),
    'noise',
    loginLine('probe@example.com', 1),
    loginLine('b@example.com', 2),
  ]
  const text = lines.map((line) => `${line}\n`).join('')
  await appendFile(log, text)
  await untilNames(join(config.spool.path, 'parsed'), (names) => names.length === 1)
  await collector.stop()
  const read = await valuesIn(join(textfile, 'spoor_agent_collector.prom'))
  for (const [name, value] of [
    [`spoor_agent_log_lines_total login ${log}`, 4],
    [`spoor_agent_log_read_bytes_total login ${log}`, Buffer.byteLength(text)],
    [`spoor_agent_log_events_total login ${log}`, 2],
    [`spoor_agent_log_unread_bytes login ${log}`, 0],
    [`spoor_agent_log_unavailable login ${log}`, 0],
    [`spoor_agent_log_last_event_timestamp_seconds login ${log}`, Date.UTC(2026, 10, 20, 0, 0, 2) / 1000],
    ['spoor_agent_events_total login', 2],
    ['spoor_agent_events_ignored_total probes', 1],
    ['spoor_agent_log_gaps_total', 0],
    ['spoor_agent_spool_held', 0],
    ['spoor_agent_places_unsaved', 0],
    ['spoor_agent_config_refused collector', 0],
    ['spoor_agent_spool_max_size_bytes', config.spool.maxSize],
    ['spoor_agent_spool_waiting_reports api', 1],
    ['spoor_agent_build_info collector source', 1],
    ['spoor_agent_notices_total collector collector_started', 1],
  ] as const)
    assert.equal(read.get(name), value, name)
  assert.ok((read.get('spoor_agent_memory_anonymous_bytes collector') ?? 0) > 1e6)
  assert.ok((read.get('spoor_agent_cpu_seconds_total collector') ?? 0) > 0)

  const stop = new AbortController()
  const sent = serve(transmitter, config, { tell: () => undefined, signal: stop.signal })
  await untilNames(join(config.spool.path, 'transmitted'), (names) => names.length === 1)
  stop.abort()
  await sent
  const delivered = await valuesIn(join(textfile, 'spoor_agent_transmitter.prom'))
  for (const [name, value] of [
    ['spoor_agent_reports_accepted_total api', 1],
    ['spoor_agent_reports_rejected_total api', 0],
    ['spoor_agent_delivery_tries_total api', 1],
    ['spoor_agent_delivery_failing api', 0],
    ['spoor_agent_delivery_duration_seconds_count api', 1],
    ['spoor_agent_delivery_duration_seconds_bucket api +Inf', 1],
    ['spoor_agent_build_info transmitter source', 1],
  ] as const)
    assert.equal(delivered.get(name), value, name)
  assert.ok((delivered.get('spoor_agent_delivery_last_success_timestamp_seconds api') ?? 0) > 1.7e9)
  assert.equal(delivered.get('spoor_agent_spool_oldest_report_timestamp_seconds api'), undefined)
})

test('counters of the collector go on in the next process', async (t) => {
  const folder = await temporaryFolder(t)
  const textfile = join(folder, 'textfile')
  await mkdir(textfile)
  const ignore = [{ name: 'probes', condition: { mailbox: ['probe@*'] } }] as const
  const config = { ...exampleConfig(folder), metrics: { textfile }, ignore }
  const log = join(folder, 'login_log')
  await writeFile(log, '')
  const counters = async (): Promise<readonly (readonly [string, number])[]> => {
    const values = await valuesIn(join(textfile, 'spoor_agent_collector.prom'))
    return [...values].filter(([name]) => /^spoor_agent_(?!notices|cpu)\w+_total\b/.test(name))
  }
  const first = startCollector(t, config)
  await first.told('source_found')
  await appendFile(log, `${[loginLine('a@example.com', 1), loginLine('probe@example.com', 1)].join('\n')}\nnoise\n`)
  await untilNames(join(config.spool.path, 'parsed'), (names) => names.length === 1)
  await first.stop()
  const before = await counters()
  assert.ok(new Map(before).get('spoor_agent_events_total login') === 1)
  const second = startCollector(t, config)
  await second.told('collector_started')
  await second.stop()
  assert.deepEqual(await counters(), before)
  // A log that is followed no more is told no more.
  const third = startCollector(t, { ...config, followers: [] })
  await third.told('collector_started')
  await third.stop()
  assert.deepEqual(
    (await counters()).filter(([name]) => name.includes(log)),
    [],
  )
})

test('counters of the transmitter go on in the next process, and a problem is told', async (t) => {
  const folder = await temporaryFolder(t)
  const textfile = join(folder, 'textfile')
  await mkdir(textfile)
  const api = await startFakeApi()
  t.after(() => api.close())
  api.otherwise = () => ({ status: 401 })
  const plain = exampleConfig(folder, { host: api.url })
  const hub = { ...exampleReceiver('http://localhost:9'), name: 'hub', option: 'receivers.hub', enabled: false }
  const config = { ...plain, receivers: [...plain.receivers, hub], metrics: { textfile } }
  const folders = spoolFolders(config.spool.path)
  await ensureSpoolFolders(folders)
  await putSealed(folders, 'parsed', 1, reportUpTo(10))
  const file = join(textfile, 'spoor_agent_transmitter.prom')
  const stop = new AbortController()
  const told = Promise.withResolvers<void>()
  const sending = serve(transmitter, config, {
    tell: ({ code }) => code === 'api_refuses' && told.resolve(),
    signal: stop.signal,
  })
  await told.promise
  stop.abort()
  await sending
  const refused = await valuesIn(file)
  assert.equal(refused.get('spoor_agent_delivery_problem api configuration'), 1)
  assert.equal(refused.get('spoor_agent_delivery_switched_off hub'), 1)
  const failedAt = refused.get('spoor_agent_delivery_last_failure_timestamp_seconds api') ?? 0
  assert.ok(failedAt > 1.7e9)
  assert.ok((refused.get('spoor_agent_delivery_next_try_timestamp_seconds api') ?? 0) > failedAt)
  await serve(transmitter, config, { tell: () => undefined, signal: AbortSignal.abort() })
  const after = await valuesIn(file)
  assert.equal(after.get('spoor_agent_delivery_tries_total api'), refused.get('spoor_agent_delivery_tries_total api'))
})

for (const role of ROLES.filter((role) => role.metrics !== undefined)) {
  test(`the ${role.name} writes each metric of its table`, async (t) => {
    const folder = await temporaryFolder(t)
    const textfile = join(folder, 'textfile')
    await mkdir(textfile)
    const config = { ...exampleConfig(folder, { sources: [] }), metrics: { textfile } }
    await serve(await role.service(), config, { tell: () => undefined, signal: AbortSignal.abort() })
    const text = await readFile(join(textfile, `spoor_agent_${role.name}.prom`), 'utf8')
    for (const { name } of Object.values((await role.metrics?.()) ?? {}))
      assert.ok(
        text.includes(`# TYPE ${name} `),
        `add ${name} to the registry where those of the ${role.name} are added`,
      )
  })
}

test('what comes from an inbox counts, and what waits is told of each receiver', async (t) => {
  const folder = await temporaryFolder(t)
  const textfile = join(folder, 'textfile')
  await mkdir(textfile)
  const plain = exampleConfig(folder)
  const hub = { ...exampleReceiver('http://localhost:9'), name: 'hub', option: 'receivers.hub' }
  const config = { ...plain, receivers: [...plain.receivers, hub], metrics: { textfile } }
  const folders = spoolFolders(config.spool.path)
  await ensureSpoolFolders(folders)
  // The transmitter ran once, and the API has had all since; of what it has the hub has had nothing.
  const told = { tell: () => undefined, signal: AbortSignal.abort() }
  await serve(transmitter, config, told)
  await putSealed(folders, 'transmitted', 1, reportUpTo(10))
  const event = eventOf('forward_removed')
  const left = await writeToInbox(folders.inbox, event)
  assert.ok('name' in left)
  const { size } = await stat(join(folders.inbox, left.name))
  // Nothing can be looked at below a file, and it is no reason to write no metrics.
  await writeFile(join(folder, 'login_log'), '')
  const followers = [...plain.followers, exampleFollower('login', join(folder, 'login_log', 'x'))]
  const collector = startCollector(t, { ...config, followers })
  await untilNames(folders.parsed, (names) => names.length === 1)
  await collector.stop()
  await serve(transmitter, config, told)
  const read = await valuesIn(join(textfile, 'spoor_agent_collector.prom'))
  const sent = await valuesIn(join(textfile, 'spoor_agent_transmitter.prom'))
  for (const [name, value] of [
    [`spoor_agent_log_events_total inbox ${folders.inbox}`, 1],
    [`spoor_agent_log_read_bytes_total inbox ${folders.inbox}`, size],
    [`spoor_agent_log_unread_bytes inbox ${folders.inbox}`, undefined],
    ['spoor_agent_events_total forward_removed', 1],
    ['spoor_agent_spool_waiting_reports api', 1],
    ['spoor_agent_spool_waiting_reports hub', 2],
  ] as const)
    assert.equal(read.get(name), value, name)
  const bytes = (receiver: string): number => read.get(`spoor_agent_spool_waiting_bytes ${receiver}`) ?? 0
  assert.ok(bytes('hub') > bytes('api') && bytes('api') > 0)
  const oldest = (receiver: string): number | undefined =>
    sent.get(`spoor_agent_spool_oldest_report_timestamp_seconds ${receiver}`)
  assert.ok((oldest('hub') ?? 0) <= (oldest('api') ?? 0))
})

test('a folder that cannot be written to gives one warning, and work continues', async (t) => {
  const folder = await temporaryFolder(t)
  const config = { ...exampleConfig(folder), metrics: { textfile: join(folder, 'missing') } }
  const log = join(folder, 'login_log')
  await writeFile(log, '')
  const collector = startCollector(t, config)
  await collector.told('source_found')
  await collector.told('metrics_unwritten')
  await appendFile(log, `${loginLine('a@example.com')}\n`)
  await untilNames(join(config.spool.path, 'parsed'), (names) => names.length === 1)
  await collector.stop()
  assert.equal(collector.codes.filter((code) => code === 'metrics_unwritten').length, 1)
})
