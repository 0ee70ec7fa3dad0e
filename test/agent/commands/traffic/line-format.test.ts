import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fittingFormat } from '../../../../agent/commands/traffic/line-format.ts'
import { trafficLines } from '../../../support/traffic-log.ts'

const named = (...lines: readonly string[]): string | undefined =>
  fittingFormat(lines.map((line) => Buffer.from(line)))?.name

const COMMON = '192.0.2.1 - - [28/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 5'

test('the format that most lines fit is found, with a virtual host if there is one', () => {
  assert.equal(named(...trafficLines(100)), 'combined')
  assert.equal(named(...[...trafficLines(100)].map((line) => `shop.example:443 ${line}`)), 'vhost_combined')
  assert.equal(named(COMMON), 'common')
  assert.equal(named('no request', `2001:db8::1${COMMON.slice(9)} "-" "-"`, 'no request'), 'combined')
  assert.equal(named('192.0.2.1 - a [28/Nov/2026:10:00:00 +0000] "GET /" HTTP/1.1" 200 5'), undefined)
  assert.equal(named('no request'), undefined)
  assert.equal(named(), undefined)
})
