// Dashboards and alert rules: only metrics that there are, and what Prometheus itself makes of the rules.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import * as v from 'valibot'
import { parse } from 'yaml'
import { ROLES } from '../../agent/roles/roles.ts'
import { PROCESS_METRICS } from '../../agent/samples/process-metrics.ts'
import { documents } from '../../build/documents/documents.ts'
import { DASHBOARDS } from '../../build/monitoring/monitoring-files.ts'
import { AGENT } from '../../build/programs/agent-program.ts'
import { HUB } from '../../build/programs/hub-program.ts'
import { HUB_METRICS } from '../../hub/samples/hub-metrics.ts'
import type { Metric } from '../../lib/samples/metric.ts'
import { withoutPromtool } from '../support/promtool.ts'
import { ROOT } from '../support/repository-files.ts'

const ofRoles = await Promise.all(ROLES.map(async (role) => Object.values((await role.metrics?.()) ?? {})))
const ALL: readonly Metric[] = [...Object.values(PROCESS_METRICS), ...ofRoles.flat(), ...Object.values(HUB_METRICS)]

/** Each metric and labels of its that an expression names. */
function namedIn(expr: string): readonly { readonly name: string; readonly matched: readonly string[] }[] {
  return [...expr.matchAll(/\b(spoor_[a-z_]*[a-z])(?![a-z_])(?:\{([^}]*)\})?/g)].map(
    ([, name = '', matchers = '']) => ({
      name,
      matched: [...matchers.matchAll(/(\w+)(?:=~|!~|!=|=)/g)].map(([, label = '']) => label),
    }),
  )
}

/** Refuses what no table has. */
function assertKnown(expr: string): void {
  for (const { name, matched } of namedIn(expr)) {
    const metric = ALL.find(
      (each) => each.name === name || (each.kind === 'histogram' && name === `${each.name}_bucket`),
    )
    assert.ok(metric, `${name}: no table of metrics has it`)
    for (const label of matched) assert.ok(['instance', 'le', ...metric.labels].includes(label), `${name}: ${label}`)
  }
}

for (const [name, dashboard] of Object.entries(DASHBOARDS)) {
  test(`${name} shows metrics that there are, each chart in the words and the unit of its own`, () => {
    const charts = dashboard.sections.flatMap((section) => section.charts)
    assert.ok(charts.length > 10)
    for (const { title, help, queries } of charts) {
      assert.match(help, /^[A-Z0-9].*\.$/, title)
      for (const { expr } of queries) {
        assertKnown(expr)
        assert.match(expr, /\$instance/, title)
      }
    }
    for (const { metric, label } of dashboard.choices) {
      assertKnown(metric)
      assert.ok(label === 'instance' || ALL.find((each) => each.name === metric)?.labels.includes(label))
    }
    // As Grafana takes it: panels of its width, that do not lie on each other, each with an id.
    const model = v.parse(GRAFANA, JSON.parse(readFileSync(join(ROOT, 'packaging/monitoring', name), 'utf8')))
    assert.equal(new Set(model.panels.map(({ id }) => id)).size, model.panels.length)
    const taken = new Set<string>()
    for (const {
      gridPos: { x, y, w, h },
    } of model.panels) {
      assert.ok(x + w <= 24)
      for (const place of cells(x, y, w, h)) {
        assert.ok(!taken.has(place), place)
        taken.add(place)
      }
    }
  })
}

const GRAFANA = v.object({
  uid: v.string(),
  panels: v.array(
    v.object({
      id: v.number(),
      gridPos: v.object({ x: v.number(), y: v.number(), w: v.number(), h: v.number() }),
    }),
  ),
})

function cells(x: number, y: number, w: number, h: number): readonly string[] {
  return Array.from({ length: w * h }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`)
}

const RULES = v.object({
  groups: v.array(
    v.object({
      rules: v.array(
        v.object({
          alert: v.string(),
          expr: v.string(),
          labels: v.object({ severity: v.picklist(['critical', 'warning', 'info']) }),
          annotations: v.object({ summary: v.string(), description: v.string(), runbook: v.string() }),
        }),
      ),
    }),
  ),
})

type Rule = v.InferOutput<typeof RULES>['groups'][number]['rules'][number]

function rulesIn(file: string): readonly Rule[] {
  return v.parse(RULES, parse(readFileSync(join(ROOT, file), 'utf8'))).groups.flatMap(({ rules }) => rules)
}

function rules(): readonly Rule[] {
  return globSync('packaging/monitoring/*.rules.yml', { cwd: ROOT }).flatMap(rulesIn)
}

test('alerts are about metrics that there are, and name a section that says what to do', () => {
  assert.ok(rules().length > 30)
  for (const { alert, expr, annotations } of rules()) {
    assertKnown(expr)
    const [document = '', anchor] = annotations.runbook.split('#')
    assert.equal(anchor, alert.toLowerCase())
    assert.match(readFileSync(join(ROOT, document), 'utf8'), new RegExp(`^## ${alert}$`, 'm'), alert)
  }
})

test('no runbook is without an alert', () => {
  for (const document of ['docs/runbooks.md', 'docs/hub/runbooks.md']) {
    const headings = [...readFileSync(join(ROOT, document), 'utf8').matchAll(/^## (Spoor\w+)$/gm)].map(
      ([, name]) => name,
    )
    const alerts = rules().filter(({ annotations }) => annotations.runbook.startsWith(`${document}#`))
    assert.deepEqual(
      headings,
      alerts.map(({ alert }) => alert),
      document,
    )
  }
})

const TESTS = globSync('test/packaging/monitoring/*.test.yml', { cwd: ROOT })

test('each alert has a test that sees it fire', () => {
  const tests = TESTS.map((file) => readFileSync(join(ROOT, file), 'utf8')).join('\n')
  for (const { alert } of rules()) assert.ok(tests.includes(`alertname="${alert}"`), alert)
})

for (const file of TESTS) {
  test(`Prometheus finds the alerts of ${file} as they should be`, { skip: withoutPromtool() }, () => {
    const { status, stdout, stderr } = spawnSync('promtool', ['test', 'rules', file], { cwd: ROOT, encoding: 'utf8' })
    assert.equal(status, 0, `${stdout}${stderr}`)
  })
}

test('the packages bring each program what is about it, unchanged', async () => {
  for (const [{ documents: patterns }, expected] of [
    [
      AGENT,
      [
        'packaging/monitoring/spoor-agent.rules.yml',
        'packaging/ansible/roles/spoor_agent/tasks/setup.yml',
        'packaging/cloud-init/spoor-agent.yaml',
      ],
    ],
    [HUB, ['packaging/monitoring/spoor-hub.rules.yml', 'packaging/monitoring/spoor-hub.json']],
  ] as const) {
    const brought = await documents(patterns)
    for (const path of expected) assert.equal(brought.get(path), readFileSync(join(ROOT, path), 'utf8'), path)
  }
})
