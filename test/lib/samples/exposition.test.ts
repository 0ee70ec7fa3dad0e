import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exposition } from '../../../lib/samples/exposition.ts'
import { Histogram } from '../../../lib/samples/histogram.ts'
import type { Metric } from '../../../lib/samples/metric.ts'
import { parseExposition } from '../../support/exposition-parser.ts'

const GAUGE: Metric = { name: 'agent_unread_bytes', kind: 'gauge', help: 'Unread.', unit: 'bytes', labels: ['path'] }

test("metrics are written in Prometheus's format", () => {
  const total: Metric = { name: 'agent_lines_total', kind: 'counter', help: 'Lines.', labels: [] }
  assert.equal(
    exposition([
      { metric: GAUGE, samples: [{ labels: ['/log'], value: 1.5 }] },
      { metric: total, samples: [{ labels: [], value: 3 }] },
    ]),
    `# HELP agent_unread_bytes Unread.
# TYPE agent_unread_bytes gauge
agent_unread_bytes{path="/log"} 1.5
# HELP agent_lines_total Lines.
# TYPE agent_lines_total counter
agent_lines_total 3
`,
  )
})

test('a histogram has ascending buckets, and the last counts all values', () => {
  const metric: Metric = { name: 'agent_request_seconds', kind: 'histogram', help: 'Requests.', labels: ['to'] }
  const histogram = new Histogram([0.1, 1])
  for (const value of [0.05, 0.1, 0.5, 30]) histogram.observe(value)
  const text = exposition([{ metric, samples: [{ labels: ['api'], value: histogram.distribution }] }])
  assert.deepEqual(
    parseExposition(text).map(({ name, labels, value }) => [name, labels.get('to'), labels.get('le'), value]),
    [
      ['agent_request_seconds_bucket', 'api', '0.1', 2],
      ['agent_request_seconds_bucket', 'api', '1', 3],
      ['agent_request_seconds_bucket', 'api', '+Inf', 4],
      ['agent_request_seconds_sum', 'api', undefined, 30.65],
      ['agent_request_seconds_count', 'api', undefined, 4],
    ],
  )
})

test('no file name can forge a sample or a line', () => {
  for (const path of ['/a"} 1\nagent_up 0 #', '/a\\', '/a\\"', '\n', '/ü\u001b[31m', '{}', '']) {
    const text = exposition([{ metric: GAUGE, samples: [{ labels: [path], value: 1 }] }])
    const [sample = assert.fail(), ...others] = parseExposition(text)
    assert.deepEqual([sample.name, sample.labels.get('path'), others.length], [GAUGE.name, path, 0])
  }
})
