// The files of metrics that both roles write, as Prometheus reads them.
import assert from 'node:assert/strict'
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { ROLES } from '../../../agent/roles/roles.ts'
import { transmitter } from '../../../agent/roles/transmitter.ts'
import { exampleConfig } from '../../support/example-config.ts'
import { parseExposition } from '../../support/exposition-parser.ts'
import { startFakeApi } from '../../support/fake-api.ts'
import { serve } from '../../support/round.ts'
import { startCollector } from '../../support/running-collector.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'
import { loginLine, untilNames } from '../../support/test-host.ts'

/** The value of each sample in a file, by metric name and label values. */
async function valuesIn(file: string): Promise<ReadonlyMap<string, number>> {
  const samples = parseExposition(await readFile(file, 'utf8'))
  return new Map(samples.map(({ name, labels, value }) => [[name, ...labels.values()].join(' '), value]))
}

test('collector and transmitter export what they did', async (t) => {
  const folder = await temporaryFolder(t)
  const api = await startFakeApi()
  t.after(() => api.close())
  const textfile = join(folder, 'textfile')
  await mkdir(textfile)
  const config = { ...exampleConfig(folder, { host: api.url }), metrics: { textfile } }
  const log = join(folder, 'login_log')
  await writeFile(log, '')
  const collector = startCollector(t, config)
  await collector.told('source_found')
  const text = `${loginLine('a@example.com', 1)}\nnoise\n${loginLine('b@example.com', 2)}\n`
  await appendFile(log, text)
  await untilNames(join(config.spool.path, 'parsed'), (names) => names.length === 1)
  await collector.stop()
  const read = await valuesIn(join(textfile, 'spoor_agent_collector.prom'))
  for (const [name, value] of [
    [`spoor_agent_log_lines_total login ${log}`, 3],
    [`spoor_agent_log_read_bytes_total login ${log}`, Buffer.byteLength(text)],
    [`spoor_agent_log_events_total login ${log}`, 2],
    [`spoor_agent_log_unread_bytes login ${log}`, 0],
    [`spoor_agent_log_unavailable login ${log}`, 0],
    [`spoor_agent_log_last_event_timestamp_seconds login ${log}`, Date.UTC(2026, 10, 20, 0, 0, 2) / 1000],
    ['spoor_agent_events_total login', 2],
    ['spoor_agent_log_gaps_total', 0],
    ['spoor_agent_spool_held', 0],
    ['spoor_agent_spool_waiting_reports', 1],
    ['spoor_agent_build_info collector source', 1],
    ['spoor_agent_notices_total collector collector_started', 1],
  ] as const)
    assert.equal(read.get(name), value, name)
  assert.ok((read.get('spoor_agent_memory_anonymous_bytes collector') ?? 0) > 1e6)

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
  assert.equal(delivered.get('spoor_agent_spool_oldest_report_timestamp_seconds'), undefined)
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
