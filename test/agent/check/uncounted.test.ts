import assert from 'node:assert/strict'
import { test } from 'node:test'
import { uncountedFindings } from '../../../agent/check/uncounted.ts'
import type { Config, MailConfig, ReceiverConfig } from '../../../agent/config/config.ts'
import type { TrafficConfig } from '../../../agent/config/traffic/traffic-config.ts'
import type { TotalsKind } from '../../../lib/totals/totals.ts'
import { exampleConfig, exampleReceiver } from '../../support/example-config.ts'

const TRAFFIC: TrafficConfig = { logs: [], interval: 10, outOfOrder: 10, vhosts: 100, rules: [], logins: undefined }
const HIGH: TrafficConfig['rules'][number] = {
  measure: 'requests',
  of: ['host'],
  over: 10,
  window: 120,
  clear: 0.8,
  for: 0,
  least: 0,
  judges: 'each request',
}

const mailOf = (...send: MailConfig['send']): MailConfig => ({
  send,
  rows: 200,
  logs: { exim: [], dovecot: [], ftp: '/none', bytes: '/none' },
})

const lines = (...totals: TotalsKind[]): ReceiverConfig => ({
  name: 'lines',
  type: 'json-lines',
  option: 'receivers.lines',
  events: [],
  enabled: true,
  concurrency: 1,
  interval: undefined,
  retryRefused: false,
  file: '/var/lib/spoor-totals/totals.jsonl',
  ...(totals.length > 0 && { totals }),
})

const hub = (...totals: TotalsKind[]): ReceiverConfig => ({ ...exampleReceiver('https://localhost:9'), totals })

function textsFor(receivers: readonly ReceiverConfig[], change: Partial<Config> = {}): readonly string[] {
  return uncountedFindings({ ...exampleConfig('/nowhere'), ...change, receivers }).map(({ text }) => text)
}

test('totals that a receiver names and nobody counts are named, with what to write', () => {
  assert.deepEqual(textsFor([lines('traffic', 'senders')], { mail: mailOf('senders') }), [
    'receivers.lines.totals: nobody counts traffic: name access logs in traffic.logs, such as path: cpanel.',
  ])
  assert.deepEqual(textsFor([hub('bandwidth')]), [
    'transmission.totals: nobody counts bandwidth: write bandwidth in mail.statistics.send.',
  ])
})

test('a receiver of totals alone is named once if nothing at all is counted, and a hub that names none never', () => {
  const usual = ['traffic', 'mail', 'bandwidth'] as const
  assert.deepEqual(textsFor([lines(...usual)]), [
    'receivers.lines: gets nothing, as nobody counts anything: name access logs in traffic.logs, such as path: cpanel; or write accounts in mail.statistics.send; or write bandwidth in mail.statistics.send.',
  ])
  assert.deepEqual(textsFor([lines(...usual)], { traffic: TRAFFIC }), [])
  assert.deepEqual(textsFor([hub(...usual)]), [])
})

test('what is counted and no receiver gets is named, with what to write', () => {
  const takers = 'add a receiver of type influxdb, otlp or json-lines, or write status: true for a hub'
  assert.deepEqual(textsFor([exampleReceiver('https://localhost:9')], { traffic: TRAFFIC, mail: mailOf('accounts') }), [
    `traffic: no receiver gets totals of traffic: ${takers}.`,
    `mail.statistics.send: no receiver gets totals of mail: ${takers}.`,
  ])
  const change = { traffic: TRAFFIC, mail: mailOf('accounts', 'senders') }
  assert.deepEqual(textsFor([lines('traffic', 'mail', 'bandwidth')], change), [
    'mail.statistics.send: no receiver gets totals of senders: name it in receivers.lines.totals.',
  ])
})

test('requests that are counted for alerts need no totals, if somebody gets the alerts', () => {
  const traffic = { ...TRAFFIC, rules: [HIGH] }
  const api = exampleReceiver('https://localhost:9')
  assert.equal(textsFor([{ ...api, events: 'spoor' }], { traffic }).length, 1)
  assert.deepEqual(textsFor([{ ...api, events: 'all' }], { traffic }), [])
  assert.deepEqual(textsFor([]), [])
})
