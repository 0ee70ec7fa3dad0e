import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alertSpans, concerns } from '../../../../../hub/console/pages/statistics/alert-spans.ts'

function told(id: string, type: string, time: number, fields: Record<string, string> = {}): Told {
  return { id, type, host: 'srv07', time, fields }
}

type Told = Parameters<typeof alertSpans>[0][number]

const TIME = { from: 100, until: 1000, moment: 60 }

test('an alert lasts until the same recovered: of the same host, web site and measure', () => {
  const spans = alertSpans(
    [
      told('a', 'traffic_high', 200, { measure: 'requests', vhost: 'shop.example' }),
      told('b', 'traffic_errors_high', 250, { vhost: 'shop.example' }),
      told('c', 'traffic_recovered', 300, { measure: 'requests' }),
      told('d', 'traffic_recovered', 400, { measure: 'errors', vhost: 'shop.example' }),
      told('e', 'traffic_recovered', 500, { measure: 'requests', vhost: 'shop.example' }),
    ],
    TIME,
  )
  assert.deepEqual(spans, [
    { of: { host: 'srv07' }, isOfErrors: false, from: 100, until: 300, event: undefined },
    { of: { vhost: 'shop.example' }, isOfErrors: false, from: 200, until: 500, event: 'a' },
    { of: { vhost: 'shop.example' }, isOfErrors: true, from: 250, until: 400, event: 'b' },
  ])
})

test('one that has not recovered lasts to the end, and that of all hosts is a moment', () => {
  const spans = alertSpans(
    [told('a', 'traffic_high', 800, { measure: 'bytes' }), told('f', 'fleet_traffic_high', 970)],
    TIME,
  )
  assert.deepEqual(
    spans.map(({ of, from, until }) => [of, from, until]),
    [
      [{ host: 'srv07' }, 800, 1000],
      ['fleet', 970, 1000],
    ],
  )
})

test('beside one web site stand its own alerts and those of whole hosts', () => {
  const spans = alertSpans(
    [
      told('a', 'traffic_high', 200, { measure: 'requests', vhost: 'shop.example' }),
      told('b', 'traffic_high', 300, { measure: 'requests' }),
    ],
    TIME,
  )
  const of = (key: string | undefined): readonly (string | undefined)[] =>
    spans.filter((span) => concerns(span, key)).map(({ event }) => event)
  assert.deepEqual([of(undefined), of('shop.example'), of('example.com')], [['a', 'b'], ['a', 'b'], ['b']])
})
