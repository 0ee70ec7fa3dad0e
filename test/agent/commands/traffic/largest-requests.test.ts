import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LargestRequests } from '../../../../agent/commands/traffic/largest-requests.ts'
import { trafficLines } from '../../../support/traffic-log.ts'
import { parserOf } from '../../../support/traffic-scene.ts'

test('the largest of many requests are kept, in decreasing order, those of equal size in that of the log', () => {
  const [parser, largest, all] = [parserOf('combined'), new LargestRequests(50), [] as number[]]
  for (const line of trafficLines(5000)) {
    parser.begin(Buffer.from(line, 'latin1'))
    parser.read(0)
    largest.take(parser.line, 'shop.example')
    all.push(parser.line.size)
  }
  assert.deepEqual(
    largest.requests.map(({ size }) => size),
    all.toSorted((one, other) => other - one).slice(0, 50),
  )
  assert.ok(largest.requests.every(({ vhost, ip }) => vhost === 'shop.example' && ip !== ''))
  const equal = new LargestRequests(2)
  for (const page of ['/a', '/b', '/c']) {
    parser.begin(Buffer.from(`192.0.2.1 - - [28/Nov/2026:10:00:00 +0000] "GET ${page} HTTP/1.1" 200 5 "-" "-"`))
    parser.read(0)
    equal.take(parser.line, undefined)
  }
  assert.deepEqual(
    equal.requests.map(({ page }) => page),
    ['/a', '/b'],
  )
})
