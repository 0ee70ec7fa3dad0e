import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ShownCheck } from '../../../agent/snapshots/watcher-snapshot.ts'
import { toldChecks } from '../../../agent/status/told-checks.ts'
import { MOST_CHECKS } from '../../../lib/agent-status/agent-status.ts'

const NOW = 10_000

function toldNow(watcher: Parameters<typeof toldChecks>[0]): ReturnType<typeof toldChecks> {
  return toldChecks(watcher, NOW)
}

function checkIn(name: string, change: Partial<ShownCheck> = {}): ShownCheck {
  return { name, type: 'tcp', state: 'up', since: 7, ...change }
}

test('a hub is told how each check is, with what its last run found, the worst first', () => {
  const last = { at: 9000, took: 4, text: 'refused', gauges: [{ name: 'connect_seconds', value: 1 }], certificate: 77 }
  const checks = [checkIn('imap'), checkIn('site', { state: 'down', last, recent: [5, 4], target: '192.0.2.1:443' })]
  assert.deepEqual(toldNow({ running: true, checks }), [
    {
      name: 'site',
      type: 'tcp',
      state: 'down',
      since: 7,
      finding: 'refused',
      ran: 9000,
      recent: [5, 4],
      certificate: 77,
      target: '192.0.2.1:443',
    },
    { name: 'imap', type: 'tcp', state: 'up', since: 7, finding: '', recent: [] },
  ])
})

test('why a check does not run says more than what its last run found', () => {
  const last = { at: 9000, took: 4, text: 'connected' }
  const checks = [checkIn('imap', { state: 'off', reason: '/etc/imapdisable is there', last })]
  assert.equal(toldNow({ running: true, checks })?.[0]?.finding, '/etc/imapdisable is there')
})

test('a hub is told of restarts in the words of the finding', () => {
  const last = { at: 9000, took: 4, text: 'refused' }
  const restarts = { tries: [NOW - 3], asked: NOW - 2, gaveUp: true }
  const [told] = toldNow({ running: true, checks: [checkIn('imap', { state: 'down', last, restarts })] }) ?? []
  assert.equal(told?.finding, 'refused; given up after 1 restart within the last hour')
})

test('of more checks than a hub takes it is told the worst', () => {
  const checks = Array.from({ length: MOST_CHECKS.checks }, (_, index) => checkIn(`c${index}`))
  const told = toldNow({ running: true, checks: [...checks, checkIn('imap', { state: 'down' })] })
  assert.deepEqual([told?.length, told?.[0]?.name], [MOST_CHECKS.checks, 'imap'])
})

test('where the watcher does not run nobody knows how its checks are', () => {
  const [told] = toldNow({ running: false, checks: [checkIn('imap', { state: 'down' })] }) ?? []
  assert.deepEqual([told?.state, told?.finding], ['unknown', 'the watcher does not run'])
})

test('where nothing is checked, or not any more, no checks are told, and where nobody knows, nothing', () => {
  assert.deepEqual(toldNow(undefined), [])
  assert.deepEqual(toldNow({ running: false, idle: true, checks: [checkIn('imap')] }), [])
  assert.equal(toldNow({ running: false }), undefined)
})
