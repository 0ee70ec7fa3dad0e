import assert from 'node:assert/strict'
import { test } from 'node:test'
import { certificateTimeFault } from '../../../hub/http/certificate-time.ts'
import { createTestCa } from '../../support/test-ca.ts'

const DAY = 86_400_000
const NOW = Date.UTC(2026, 10, 28)

test('a certificate is told of two weeks before its end, after it, and before its begin', () => {
  const [from, to] = [new Date(NOW), new Date(NOW + 90 * DAY)]
  const { cert } = createTestCa().issue({ from, to })
  const at = (time: number): string | undefined => certificateTimeFault('hub.crt', cert, time)
  assert.equal(at(NOW), undefined)
  assert.equal(at(NOW + 76 * DAY), undefined)
  assert.match(at(NOW + 76 * DAY + 1000) ?? '', /^hub\.crt expires at 2027-02-26T00:00:00Z, and from then on agents/)
  assert.equal(at(NOW + 80 * DAY), at(NOW + 81 * DAY))
  assert.match(at(NOW + 90 * DAY) ?? '', /^hub\.crt expired at 2027-02-26T00:00:00Z, and agents and browsers refuse/)
  assert.match(at(NOW - 1000) ?? '', /^hub\.crt is not valid before 2026-11-28T00:00:00Z, and until then agents/)
})
