import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { ROLES } from '../../../agent/roles/roles.ts'
import { PROCESS_METRICS } from '../../../agent/samples/process-metrics.ts'
import { ROOT } from '../../../build/executable/bundle.ts'
import type { Metric } from '../../../lib/samples/metric.ts'

const ofRoles = await Promise.all(ROLES.map(async (role) => Object.values((await role.metrics?.()) ?? {})))
const METRICS: readonly Metric[] = [...Object.values(PROCESS_METRICS), ...ofRoles.flat()]

test('the alerts of the document use metrics that there are', () => {
  const [, alerts = ''] = /## Alerts([^]*)/.exec(readFileSync(join(ROOT, 'docs/metrics.md'), 'utf8')) ?? []
  const used = [...alerts.matchAll(/\bspoor_agent_[a-z_]+[a-z]\b/g)].map(([name]) => name)
  assert.ok(used.length > 3)
  assert.deepEqual(
    used.filter((name) => !METRICS.some((metric) => metric.name === name)),
    [],
  )
})

test('metrics are named as Prometheus names them, and said once', () => {
  assert.equal(new Set(METRICS.map(({ name }) => name)).size, METRICS.length)
  for (const { name, kind, unit, help, labels } of METRICS) {
    assert.match(name, /^spoor_agent_[a-z]+(?:_[a-z]+)*$/)
    assert.equal(name.endsWith('_total'), kind === 'counter', name)
    if (unit !== undefined) assert.match(name, new RegExp(`_${unit}(?:_total)?$`))
    if (/_(?:bytes|seconds)(?:_total)?$/.test(name)) assert.notEqual(unit, undefined, name)
    assert.match(help, /^[A-Z][^\n|]*\.$/, name)
    for (const label of labels) assert.match(label, /^(?!le$)[a-z]+$/, name)
  }
})
