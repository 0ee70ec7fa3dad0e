import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BackstopStatus } from '../../../agent/status/backstop-status.ts'
import { backstopLine, backstopWarnings } from '../../../agent/status/backstop-view.ts'

const AT = Date.UTC(2026, 10, 28, 12)
const SUCCESS = { begunAt: AT, accounts: 2, domains: 3, files: 1, appeared: 0, untold: 0, unreadable: 0, cut: 0 }

function codesOf(status: BackstopStatus): readonly string[] {
  return backstopWarnings(status).map(({ severity, code }) => `${severity} ${code}`)
}

test('its line says when it looked last, and at how much', () => {
  assert.equal(
    backstopLine({ state: 'succeeded', begunAt: AT, success: SUCCESS }),
    'looked 2026-11-28 12:00:00 +0000: 1 file with forwards or filters, 2 accounts, 3 domains',
  )
  assert.equal(backstopLine({ state: 'waiting' }), 'has not looked yet')
  assert.equal(backstopLine({ state: 'looking', begunAt: AT }), 'has not looked yet, looking now')
  assert.match(backstopLine({ state: 'looking', begunAt: AT, success: SUCCESS }), / 3 domains, looking now$/)
  assert.equal(backstopLine({ state: 'off' }), 'switched off: spoor-agent-backstop.timer is masked')
})

test('each fault has a warning of its own, and nothing else has one', () => {
  for (const [state, code] of [
    ['hangs', 'warning backstop_hangs'],
    ['absent', 'warning backstop_not_running'],
    ['unfinished', 'warning backstop_unfinished'],
    ['failed', 'warning backstop_failed'],
  ] as const)
    assert.deepEqual(codesOf({ state, begunAt: AT, success: SUCCESS }), [code])
  for (const state of ['off', 'waiting', 'looking', 'succeeded'] as const)
    assert.deepEqual(codesOf({ state, success: SUCCESS }), [])
})

test('what the last look could not read or tell is said, and what a customer piles up degrades nothing', () => {
  const success = { ...SUCCESS, untold: 1, unreadable: 2, cut: 3 }
  assert.deepEqual(codesOf({ state: 'succeeded', success }), [
    'warning backstop_unreadable',
    'warning backstop_untold',
    'notice backstop_cut',
  ])
})
