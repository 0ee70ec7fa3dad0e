import assert from 'node:assert/strict'
import { test } from 'node:test'
import { failuresPath, usualFailures } from '../../../../../hub/console/pages/mailbox/usual-failures.ts'
import type { SpanOfKind } from '../../../../../hub/contract/event-contract.ts'

const [DAY, NOW] = [86_400, 1_795_132_800]

/** So many failed logins on each of the days before. */
function failed(...counts: readonly number[]): { readonly whole: boolean; readonly spans: readonly SpanOfKind[] } {
  return { whole: true, spans: counts.map((count, ago) => ({ time: NOW - ago * DAY, type: 'login_failed', count })) }
}

test('failed logins stand beside how many are usual on a day, and are marked where there are many more', () => {
  const told = failed(214, 3, 2, 2, 1, 2, 2, 2, 2, 2, 2)
  const beside = (count: number): unknown => usualFailures(told, { count, time: NOW + 7200 }, 8)
  assert.deepEqual(beside(214), { words: 'usually 2 a day', isMore: true })
  assert.deepEqual(beside(4), { words: 'usually 2 a day', isMore: false })
  const rare = usualFailures(failed(5, 0, 0, 3), { count: 5, time: NOW + 7200 }, 20)
  assert.deepEqual(rare, { words: 'usually 3 in 20 days', isMore: true })
})

test('nothing is said to be usual where nobody knows it', () => {
  const at = { count: 214, time: NOW + 7200 }
  assert.equal(usualFailures(failed(214), at, 8), undefined, 'none was told before')
  assert.equal(usualFailures(failed(214, 3), at, undefined), undefined, 'the mailbox is new')
  assert.equal(usualFailures({ ...failed(214, 3, 2), whole: false }, at, 8), undefined, 'not all were counted')
})

test('thirty days of failed logins are asked for', () => {
  const asked = new URL(failuresPath('ann+x@example.com', NOW), 'https://hub.example.com').searchParams
  assert.equal(asked.get('mailbox'), 'ann+x@example.com')
  assert.equal(asked.get('from'), String(NOW - 30 * DAY))
  assert.equal(asked.get('until'), String(NOW))
})
