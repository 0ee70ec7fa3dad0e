import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TrafficConfig, TrafficRule } from '../../../../agent/config/traffic/traffic-config.ts'
import { TrafficCounter } from '../../../../agent/counters/traffic/traffic-counter.ts'
import { NOON, QUIET, logOf, requestLine } from '../../../support/counted-traffic.ts'

const RULE: TrafficRule = {
  measure: 'errors',
  over: 0.05,
  least: 20,
  window: 120,
  clear: 0.8,
  for: 0,
  judges: 'closed intervals',
  of: ['vhost'],
}

const CONFIG: TrafficConfig = { ...QUIET, rules: [RULE], logins: { over: 30, window: 300, clear: 0.8 } }

function sizeOf(counter: TrafficCounter): number {
  return JSON.stringify(counter.saved()).length
}

test('of a thousand logs without a line nothing is saved, and of quiet ones only their format', () => {
  const counter = new TrafficCounter(CONFIG, undefined)
  const paths = Array.from({ length: 1000 }, (_, index) => logOf(`site-${index}.example.com`))
  for (const log of paths) counter.ended(log, NOON)
  counter.news(NOON)
  assert.ok(sizeOf(counter) < 300, `${sizeOf(counter)}`)
  for (const log of paths) counter.take(log, Buffer.from(requestLine({}).repeat(100)), NOON)
  for (let now = NOON; now <= NOON + 300; now += 10) {
    for (const log of paths) counter.ended(log, now)
    counter.news(now)
  }
  const { logs } = counter.saved()
  assert.equal(Object.keys(logs).length, 1000)
  assert.equal(JSON.stringify(logs).length / 1000 < 80, true)
})

test('of ten thousand web sites with requests in each minute a MiB is saved at most', () => {
  const counter = new TrafficCounter(CONFIG, undefined)
  const log = logOf('/var/log/all.log')
  let most = 0
  for (let now = NOON; now <= NOON + 240; now += 10) {
    const sites = Array.from({ length: 10_000 }, (_, index) => index).filter((index) => index % 6 === (now / 10) % 6)
    const lines = sites.map((index) => {
      const request = requestLine({ time: now - 5, size: index * 13, status: index % 20 === 0 ? 404 : 200 })
      return `www.site-${index}.example.com:443 ${request}`
    })
    counter.take(log, Buffer.from(lines.join('')), now)
    counter.ended(log, now)
    most = Math.max(most, sizeOf(counter))
    counter.news(now)
  }
  assert.equal(counter.sums.vhosts.length, 10_000)
  assert.ok(most <= 1_048_576, `${most}`)
})

test('however many names clients choose, no more are known, and the rest counts together', () => {
  const counter = new TrafficCounter(CONFIG, undefined)
  const log = logOf('/var/log/all.log')
  const names = 60_000
  for (let from = 0; from < names; from += 6000) {
    const now = NOON + from / 100
    const lines = Array.from(
      { length: 6000 },
      (_, index) => `n${from + index}.example:80 ${requestLine({ time: now })}`,
    )
    counter.take(log, Buffer.from(lines.join('')), now)
    counter.ended(log, now)
    counter.news(now)
  }
  counter.left(log)
  counter.news(NOON + 1000)
  const { host, vhosts } = counter.sums
  assert.equal(host[0], names)
  assert.ok(vhosts.length <= 10_001)
  assert.equal(
    vhosts.reduce((sum, [, row]) => sum + (row[0] ?? 0), 0),
    names,
  )
  assert.ok(sizeOf(counter) < 2_097_152, `${sizeOf(counter)}`)
})
