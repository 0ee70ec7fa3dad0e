import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addCheckMetrics, CHECK_METRICS } from '../../../agent/samples/check-metrics.ts'
import type { ShownCheck } from '../../../agent/snapshots/watcher-snapshot.ts'
import { Registry } from '../../../lib/samples/registry.ts'

const NOW = 1_800_000_000_000

async function samplesOf(
  checks: readonly ShownCheck[],
  network?: number,
): Promise<ReadonlyMap<string, readonly unknown[]>> {
  const registry = new Registry()
  addCheckMetrics(registry, () => ({ checks, ...(network !== undefined && { network }) }))
  const families = await registry.gather()
  return new Map(families.map(({ metric, samples }) => [metric.name, samples]))
}

test('a check that ran has its numbers, in seconds', async () => {
  const gauges = [{ name: 'used_ratio', value: 0.5, of: { mount: '/home' } }]
  const last = { at: NOW, took: 1500, text: 'ok', gauges, certificate: NOW + 1000 }
  const samples = await samplesOf([{ name: 'web', type: 'http', state: 'up', since: NOW, last }])
  assert.deepEqual(Object.fromEntries(samples), {
    [CHECK_METRICS.up.name]: [{ labels: ['web', 'http'], value: 1 }],
    [CHECK_METRICS.state.name]: [{ labels: ['web', 'up'], value: 1 }],
    [CHECK_METRICS.duration.name]: [{ labels: ['web'], value: 1.5 }],
    [CHECK_METRICS.lastRun.name]: [{ labels: ['web'], value: NOW / 1000 }],
    [CHECK_METRICS.certificate.name]: [{ labels: ['web'], value: NOW / 1000 + 1 }],
    [CHECK_METRICS.since.name]: [{ labels: ['web'], value: NOW / 1000 }],
    [CHECK_METRICS.restarts.name]: [],
    [CHECK_METRICS.givenUp.name]: [],
    [CHECK_METRICS.offline.name]: [{ labels: [], value: 0 }],
    [CHECK_METRICS.value.name]: [{ labels: ['web', 'used_ratio', 'mount=/home'], value: 0.5 }],
  })
})

test('of a check that is down up is 0; while nothing is known it is absent', async () => {
  const states = ['down', 'flapping', 'late', 'warning', 'unknown', 'blocked', 'maintenance', 'off'] as const
  const samples = await samplesOf(states.map((state) => ({ name: state, type: 'tcp', state, since: NOW })))
  assert.deepEqual(samples.get(CHECK_METRICS.up.name), [
    { labels: ['down', 'tcp'], value: 0 },
    { labels: ['flapping', 'tcp'], value: 0 },
    { labels: ['late', 'tcp'], value: 1 },
    { labels: ['warning', 'tcp'], value: 1 },
  ])
  assert.deepEqual(samples.get(CHECK_METRICS.duration.name), [])
})

test('restarts of the last hour are told, and whether they are given up', async () => {
  const now = Date.now()
  const hour = 3_600_000
  const check = { type: 'tcp', state: 'down', since: NOW } as const
  const samples = await samplesOf([
    { ...check, name: 'smtp', restarts: { tries: [now - 2 * hour, now - 1000, now], asked: now, gaveUp: true } },
    { ...check, name: 'imap', restarts: { tries: [now - 2 * hour], asked: now - 2 * hour, gaveUp: true } },
    { ...check, name: 'web' },
  ])
  assert.deepEqual(samples.get(CHECK_METRICS.restarts.name), [
    { labels: ['smtp'], value: 2 },
    { labels: ['imap'], value: 0 },
  ])
  assert.deepEqual(samples.get(CHECK_METRICS.givenUp.name), [
    { labels: ['smtp'], value: 1 },
    { labels: ['imap'], value: 0 },
  ])
})

test('a host without a network is told', async () => {
  const samples = await samplesOf([], NOW)
  assert.deepEqual(samples.get(CHECK_METRICS.offline.name), [{ labels: [], value: 1 }])
})
