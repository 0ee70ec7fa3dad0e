import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ownDriverNotices } from '../../../agent/own-drivers/notices.ts'
import { driverWarnings } from '../../../agent/status/driver-warnings.ts'
import type { SourceStatus } from '../../../agent/status/status-fields.ts'
import { ownDriverOf } from '../../support/own-driver-file.ts'

const SHOP = 'path: /var/log/shop.log\npatterns: [{ pattern: paid, kind: log_line }]\n'

test('status warns of a driver that is refused, and of one that the running collector does not read', async (t) => {
  const drivers = [await ownDriverOf(t, SHOP)]
  const warned = (source: Partial<SourceStatus>, running = true, refused: readonly string[] = []): string[] => {
    const counts = { lines: 0, ofInterest: 0, unrecognised: 0, events: 0 }
    const sources = [{ source: 'shop', path: '/var/log/shop.log', state: 'unread' as const, ...counts, ...source }]
    const notices = refused.map(ownDriverNotices.driverRefused)
    return driverWarnings({ drivers, notices }, { collector: { running }, sources }).map(
      ({ code, text }) => `${code} ${text}`,
    )
  }
  assert.match(warned({ size: 7 }).join('\n'), /^driver_stalled shop: the collector that runs does not read the log/)
  assert.deepEqual(warned({ size: 7, offset: 0 }), [])
  assert.deepEqual(warned({ size: 7 }, false), [])
  // Of a log that is missing other warnings tell.
  assert.deepEqual(warned({ problem: 'is not there' }), [])
  assert.deepEqual(warned({}), [])
  assert.match(warned({ size: 7, offset: 7 }, true, ['x.yml:1:1: y']).join('\n'), /^driver_stalled .*x\.yml:1:1: y/)
})
