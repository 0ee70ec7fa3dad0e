// docs/receivers.md shows what leaves the host: here it is made, and compared.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { linesOf } from '../../../agent/receivers/influxdb/line-protocol.ts'
import { rowsAsLines } from '../../../agent/receivers/json-lines/rows-as-lines.ts'
import { metricsRequest } from '../../../agent/receivers/otlp/metrics-request.ts'
import { ROOT } from '../../../build/executable/bundle.ts'
import { TOTALS } from '../../../lib/totals/totals.ts'
import { countedTotals } from '../../support/counted-totals.ts'

const DOCUMENT = readFileSync(join(ROOT, 'docs/receivers.md'), 'utf8')

const PROJECTION = {
  id: 'r',
  totals: [
    {
      ...countedTotals('traffic', 1_795_834_860, [
        ['', 12, 34_567, 0, 11, 0, 1, 0],
        ['example.org', 12, 34_567, 0, 11, 0, 1, 0],
      ]),
      id: 'MjAyNi0xMS0yOFQwMzowMTowMFo',
    },
  ],
  metadata: { reporter: 'web1.example.com', labels: { site: 'vienna' } },
}

test('the lines of InfluxDB and the JSON lines are those that leave the host', () => {
  assert.ok(DOCUMENT.includes(`\`\`\`text\n${linesOf(PROJECTION)}\`\`\``), linesOf(PROJECTION))
  assert.ok(DOCUMENT.includes(`\`\`\`json\n${rowsAsLines(PROJECTION)}\`\`\``), rowsAsLines(PROJECTION))
})

test('the body for OpenTelemetry is the beginning of the one that leaves the host', () => {
  const [, shown = ''] = /```json\n(\{\n[^]*?)```/.exec(DOCUMENT) ?? []
  const body: unknown = JSON.parse(JSON.stringify(metricsRequest(PROJECTION), firstMetric))
  assert.deepEqual(
    JSON.parse(shown, (key, value: unknown) => (key === 'version' ? 'source' : value)),
    body,
  )
})

function firstMetric(key: string, value: unknown): unknown {
  return key === 'metrics' && Array.isArray(value) ? value.slice(0, 1) : value
}

test('every kind of totals is told, with what it is counted by', () => {
  for (const [kind, { key }] of Object.entries(TOTALS))
    assert.match(DOCUMENT, new RegExp(`^\\| \`${kind}\` \\| .*\\(\`${key}\`\\)`, 'm'))
})
