import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wishesOf } from '../../../../agent/config/receivers/destinations.ts'
import { wantsTotals } from '../../../../agent/config/receivers/wanted-totals.ts'
import { exampleReceiver } from '../../../support/example-config.ts'
import { exampleServer } from '../../../support/example-server.ts'

const API = exampleReceiver('https://spoor.example.com')
const OTEL = {
  ...exampleServer('http://localhost:4318', 'otel'),
  type: 'otlp',
  path: '/v1/metrics',
  headersFile: undefined,
} as const

test('what any receiver is to have is counted, also for one that is switched off', () => {
  assert.deepEqual(wantsTotals({ receivers: [] }), new Set())
  assert.deepEqual(wantsTotals({ receivers: [API] }), new Set())
  const off = { ...OTEL, enabled: false, totals: ['traffic', 'senders'] } as const
  assert.deepEqual(
    wantsTotals({ receivers: [{ ...API, totals: ['traffic', 'mail'] }, off] }),
    new Set(['traffic', 'mail', 'senders']),
  )
})

test('a receiver of totals asks for no events: without another the wish of the configuration counts', () => {
  assert.deepEqual(wishesOf({ events: 'takeover', receivers: [OTEL] }), [{ events: 'takeover' }])
  assert.deepEqual(wishesOf({ events: 'takeover', receivers: [API, OTEL] }), [API])
})
