import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unheardFindings } from '../../../agent/check/unheard.ts'
import type { Config } from '../../../agent/config/config.ts'
import type { TrafficConfig, TrafficRule } from '../../../agent/config/traffic/traffic-config.ts'
import { exampleConfig, exampleReceiver } from '../../support/example-config.ts'

const REQUESTS: TrafficRule = {
  measure: 'requests',
  of: ['host'],
  over: 10,
  window: 120,
  clear: 0.8,
  for: 0,
  least: 0,
  judges: 'each request',
}
const TRAFFIC: TrafficConfig = {
  logs: [],
  interval: 10,
  outOfOrder: 10,
  vhosts: 100,
  rules: [REQUESTS],
  logins: undefined,
}

function textsFor(events: Config['events'], change: Partial<Config> = { traffic: TRAFFIC }): readonly string[] {
  const receivers = [{ ...exampleReceiver('https://localhost:9'), events }]
  return unheardFindings({ ...exampleConfig('/nowhere'), ...change, receivers }).map(({ text }) => text)
}

test('alerts of traffic that no receiver gets are named, with what to write', () => {
  assert.deepEqual(textsFor('spoor'), [
    'traffic.alerts: nobody gets traffic_high: write events: all, or name them in events, beside spoor; or switch the rules off (over: off).',
  ])
})

test('what one receiver gets is not named, nor what is switched off, nor anything where nobody counts', () => {
  assert.deepEqual(textsFor('all'), [])
  assert.deepEqual(textsFor(['spoor', 'traffic_high']), [])
  assert.deepEqual(textsFor('spoor', { traffic: { ...TRAFFIC, rules: [] } }), [])
  assert.deepEqual(textsFor('spoor', {}), [])
})

test('without a receiver of events those of the configuration count, and an alert may ask for its own', () => {
  const alone = { ...exampleConfig('/nowhere'), traffic: TRAFFIC, receivers: [] }
  assert.equal(unheardFindings(alone).length, 1)
  assert.deepEqual(unheardFindings({ ...alone, events: 'all' }), [])
})
