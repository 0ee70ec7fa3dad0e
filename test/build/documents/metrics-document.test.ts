import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ROLES } from '../../../agent/roles/roles.ts'
import { PROCESS_METRICS } from '../../../agent/samples/process-metrics.ts'
import { HUB_METRICS } from '../../../hub/samples/hub-metrics.ts'
import type { Metric } from '../../../lib/samples/metric.ts'

const ofRoles = await Promise.all(ROLES.map(async (role) => Object.values((await role.metrics?.()) ?? {})))
const METRICS: readonly Metric[] = [...Object.values(PROCESS_METRICS), ...ofRoles.flat(), ...Object.values(HUB_METRICS)]

test('metrics are named as Prometheus names them, and said once', () => {
  assert.equal(new Set(METRICS.map(({ name }) => name)).size, METRICS.length)
  for (const { name, kind, unit, help, labels } of METRICS) {
    assert.match(name, /^spoor_(?:agent|hub)_[a-z]+(?:_[a-z]+)*$/)
    assert.equal(name.endsWith('_total'), kind === 'counter', name)
    if (unit !== undefined) assert.match(name, new RegExp(`_${unit}(?:_total)?$`))
    if (/_(?:bytes|seconds)(?:_total)?$/.test(name)) assert.notEqual(unit, undefined, name)
    assert.match(help, /^[A-Z][^\n|]*\.$/, name)
    for (const label of labels) assert.match(label, /^(?!le$)[a-z]+$/, name)
  }
})
