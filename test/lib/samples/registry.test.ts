import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bounded } from '../../../lib/samples/bounded.ts'
import type { Metric } from '../../../lib/samples/metric.ts'
import { Registry } from '../../../lib/samples/registry.ts'

const METRIC: Metric = { name: 'agent_files', kind: 'gauge', help: 'Files.', labels: [] }

test('metrics are read when they are gathered, after their measurements', async () => {
  const registry = new Registry()
  let files = 1
  registry.add(METRIC, () => [{ labels: [], value: files }])
  registry.measure(async () => {
    files += 1
  })
  assert.deepEqual(await registry.gather(), [{ metric: METRIC, samples: [{ labels: [], value: 2 }] }])
  assert.deepEqual((await registry.gather())[0]?.samples, [{ labels: [], value: 3 }])
})

test('no two metrics have the same name', () => {
  const registry = new Registry()
  registry.add(METRIC, () => [])
  assert.throws(() => registry.add(METRIC, () => []), /two metrics are called agent_files/)
})

test('of many samples the first are kept, and the others summed up in one', () => {
  const samples = [5, 1, 2, 3].map((value) => ({ labels: ['login', `/log${value}`], value }))
  assert.deepEqual(bounded(samples, 4), samples)
  assert.deepEqual(bounded(samples, 2), [...samples.slice(0, 2), { labels: ['(other)', '(other)'], value: 5 }])
  assert.equal(bounded(samples, 1, Math.max)[1]?.value, 3)
})
