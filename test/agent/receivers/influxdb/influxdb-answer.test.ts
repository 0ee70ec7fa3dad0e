import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { InfluxdbConfig } from '../../../../agent/config/config.ts'
import type { Outcome } from '../../../../agent/receivers/delivery/outcome.ts'
import { influxdbOutcome } from '../../../../agent/receivers/influxdb/influxdb-answer.ts'

const ONE = { target: { version: 1, database: 'spoor' } } as const
const TWO = { target: { version: 2, org: 'hosting', bucket: 'spoor', tokenFile: '/no/such' } } as const

function outcomeOf(
  config: Pick<InfluxdbConfig, 'target'>,
  status: number,
  text = '',
  headers: Readonly<Record<string, string>> = {},
): Outcome {
  const hearing = { now: 1_000_000, option: 'receivers.influx', secrets: ['token-of-influx'] }
  return influxdbOutcome({ status, text, headers }, hearing, config)
}

for (const [status, verdict] of [
  [204, 'accepted'],
  [200, 'configuration'],
  [301, 'configuration'],
  [400, 'rejected'],
  [401, 'configuration'],
  [403, 'configuration'],
  [404, 'configuration'],
  [407, 'configuration'],
  [410, 'configuration'],
  [422, 'rejected'],
  [408, 'receiver'],
  [425, 'receiver'],
  [429, 'receiver'],
  [500, 'receiver'],
  [503, 'receiver'],
] as const) {
  test(`status ${status} means for both versions: ${verdict}`, () => {
    for (const config of [ONE, TWO]) {
      const outcome = outcomeOf(config, status, 'said', { 'retry-after': '30' })
      assert.equal(outcome.result === 'later' ? outcome.cause : outcome.result, verdict)
      if (outcome.result === 'later') assert.equal(outcome.notBefore, 1_030_000)
      if (outcome.result !== 'accepted') assert.match(outcome.reason, new RegExp(`\\(HTTP ${status}: said\\)\\.$`))
      if (outcome.result === 'rejected') assert.notEqual(outcome.divisible, true)
    }
  })
}

test('what is too large comes again in parts, and only that', () => {
  assert.deepEqual(outcomeOf(TWO, 413), {
    result: 'rejected',
    reason: 'The InfluxDB server finds the request too large (HTTP 413).',
    divisible: true,
  })
})

test('each version names its own options', () => {
  const reason = (config: Pick<InfluxdbConfig, 'target'>, status: number, text?: string): string => {
    const outcome = outcomeOf(config, status, text)
    return outcome.result === 'later' ? outcome.reason : assert.fail()
  }
  assert.match(reason(ONE, 401), /receivers\.influx\.user and password_file/)
  assert.match(reason(TWO, 401), /receivers\.influx\.token_file/)
  assert.match(reason(ONE, 404), /receivers\.influx\.database/)
  assert.match(reason(TWO, 404, '{"code":"not found"}'), /receivers\.influx\.bucket and org/)
  assert.match(reason(TWO, 404, '404 page not found\n'), /of version 1: write version: 1/)
})

test('a reason is one short line without control characters and secrets, whatever the server wrote', () => {
  const outcome = outcomeOf(ONE, 400, `\u001b[2Junable\nto parse \u202e${'x'.repeat(5000)}`)
  assert.ok(outcome.result === 'rejected')
  assert.match(outcome.reason, /\?\[2Junable to parse \?x+\)\.$/)
  assert.ok(outcome.reason.length < 350)
  const echoed = outcomeOf(TWO, 400, 'bad: Token token-of-influx')
  assert.ok(echoed.result === 'rejected' && !echoed.reason.includes('token-of-influx'))
})

test('a page of a portal is no answer, and one of a proxy that is out of order is', () => {
  const page = outcomeOf(ONE, 404, '<html>Not here</html>')
  assert.match(page.result === 'later' ? page.reason : '', /^A web page answered/)
  const gateway = outcomeOf(ONE, 502, '<html>Bad gateway</html>')
  assert.ok(gateway.result === 'later' && gateway.cause === 'receiver')
})
