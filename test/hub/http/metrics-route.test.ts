import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noteTime } from '../../../hub/store/change/note-time.ts'
import { enrolAgent, entryNow } from '../../support/enrolled-agent.ts'
import { parseExposition } from '../../support/exposition-parser.ts'
import { promtoolSays, withoutPromtool } from '../../support/promtool.ts'
import { runHub } from '../../support/running-hub.ts'
import { NOW, openEmbedded, testOnStores } from '../../support/stores.ts'

testOnStores('metrics count answers, and what became of entries', async (store, context) => {
  const { authorization, host } = await enrolAgent(store)
  const hub = await runHub(store, context)
  const entries = [entryNow('a'), entryNow('b', { host: 'web2.example.com' }), entryNow('c', { time: 1 }), null]
  const body = JSON.stringify({ report: { entries, metadata: { reporter: host } } })
  for (let times = 0; times < 2; times += 1)
    await hub.ask('/api/reports', { method: 'POST', headers: { authorization }, body })
  await hub.ask('/api/reports', { method: 'POST', body })
  await hub.ask('/x" y', { method: 'PURGE' })
  const samples = parseExposition((await hub.ask('/metrics')).text)
  const counted = samples.map(({ name, labels, value }) => [name, ...labels.values(), value].join(' '))
  for (const line of [
    'spoor_hub_requests_total POST /api/reports 202 2',
    'spoor_hub_requests_total POST /api/reports 401 1',
    'spoor_hub_requests_total other none 404 1',
    'spoor_hub_entries_total kept 1',
    'spoor_hub_entries_total known 1',
    'spoor_hub_entries_total stale 2',
    'spoor_hub_entries_total foreign_host 2',
    'spoor_hub_entries_total invalid 2',
    'spoor_hub_commit_duration_seconds_count 2',
    'spoor_hub_waiting_bytes 0',
  ])
    assert.ok(counted.includes(line), `${line} in\n${counted.join('\n')}`)
})

test('promtool has nothing to say of the metrics of a hub that has worked', { skip: withoutPromtool() }, async (t) => {
  const store = await openEmbedded(t)
  const { authorization, host } = await enrolAgent(store)
  const hub = await runHub(store, t)
  const counts = hub.server.counts
  for (const times of [1, 2]) counts.forwarded('siem', times)
  counts.forwardFailed('siem')
  const body = JSON.stringify({ report: { entries: [entryNow('a')], metadata: { reporter: host } } })
  await hub.ask('/api/reports', { method: 'POST', headers: { authorization }, body })
  const { text } = await hub.ask('/metrics')
  assert.match(text, /^spoor_hub_requests_total\{/m)
  assert.equal(promtoolSays(text), '')
})

testOnStores('metrics tell whether the clock is doubted', async (store, context) => {
  await store.change(noteTime, { now: NOW - 60 * 86_400 })
  const hub = await runHub(store, context)
  assert.match((await hub.ask('/metrics')).text, /^spoor_hub_clock_doubted 0$/m)
  // What is old by the clock asks whether it may be believed.
  const { authorization, host } = await enrolAgent(store)
  const body = JSON.stringify({ report: { entries: [entryNow('a', { time: 1 })], metadata: { reporter: host } } })
  await hub.ask('/api/reports', { method: 'POST', headers: { authorization }, body })
  assert.match((await hub.ask('/metrics')).text, /^spoor_hub_clock_doubted 1$/m)
})

testOnStores('metrics are only for whom metrics_from names', async (store, context) => {
  const hub = await runHub(store, context)
  assert.equal((await hub.ask('/metrics')).status, 200)
  // A proxy on this machine that nobody named asks for the whole world.
  const behind = await hub.ask('/metrics', { headers: { 'x-forwarded-for': '127.0.0.1' } })
  assert.equal(behind.status, 403)
  assert.deepEqual(
    hub.notices.map(({ code }) => code),
    ['listening', 'proxy_unknown'],
  )
  const other = await runHub(store, context, { config: 'metrics_from: 192.0.2.0/24\ntrusted_proxies: 127.0.0.1' })
  assert.equal((await other.ask('/metrics')).status, 403)
  const asked = (address: string): Promise<{ status: number }> =>
    other.ask('/metrics', { headers: { 'x-forwarded-for': address } })
  assert.equal((await asked('192.0.2.17')).status, 200)
  assert.equal((await asked('192.0.2.17, 203.0.113.5')).status, 403)
})
