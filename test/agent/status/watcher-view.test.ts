import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ShownCheck } from '../../../agent/snapshots/watcher-snapshot.ts'
import type { StatusFields } from '../../../agent/status/status-fields.ts'
import { watcherView } from '../../../agent/status/watcher-view.ts'

const NOW = 1_800_000_000_000

/** A status whose watcher told of checks in these states. */
function statusWith(states: readonly ShownCheck['state'][], network?: number, running = true): StatusFields {
  const checks = states.map((state, index) => ({ name: `check${index}`, type: 'tcp', state, since: NOW }))
  return {
    version: '1.0.0',
    host: 'web1.example.com',
    collector: { running: true },
    transmitter: { running: true },
    watcher: { running, checks, ...(network !== undefined && { network }) },
    sources: [],
    spool: {
      path: '/var/lib/spoor',
      waiting: 0,
      waitingBytes: 0,
      foreign: 0,
      strangers: [],
      transmitted: 0,
      failed: 0,
      acknowledged: 0,
      sealed: 0,
    },
  }
}

test('one row counts checks by state, and names those that are not up', () => {
  const rows = watcherView.rows?.(statusWith(['up', 'up', 'down', 'unknown', 'maintenance']), NOW)
  assert.deepEqual(rows, [['checks', '2 up; 1 down: check2; 1 unknown: check3; 1 maintenance']])
})

test('of many that are down the first ten are named', () => {
  const rows = watcherView.rows?.(statusWith(Array.from({ length: 12 }, () => 'down' as const)), NOW)
  const text = rows?.[0]?.[1] ?? ''
  assert.match(text, /^12 down: check0, .*check9 and 2 more$/)
})

test('what is down or flaps is a warning, and so is a host without a network; what is blocked is none', () => {
  const codes = (status: StatusFields): readonly string[] => watcherView.warnings(status).map(({ code }) => code)
  assert.deepEqual(codes(statusWith(['up', 'late', 'blocked', 'unknown', 'maintenance'])), [])
  assert.deepEqual(codes(statusWith(['down', 'flapping'])), ['checks_down'])
  assert.deepEqual(codes(statusWith(['up'], NOW)), ['network_down'])
  assert.deepEqual(codes(statusWith(['down'], NOW, false)), [])
})

test('restarts that were given up are a warning, for an hour after the last one was asked for', () => {
  const now = Date.now()
  const givenUp = (asked: number, gaveUp: boolean): readonly string[] => {
    const status = statusWith(['down'])
    const restarts = { tries: [asked], asked, gaveUp }
    const checks = status.watcher?.checks?.map((check) => Object.assign(check, { restarts })) ?? []
    return watcherView.warnings({ ...status, watcher: { running: true, checks } }).map(({ code }) => code)
  }
  assert.deepEqual(givenUp(now, true), ['restarts_given_up', 'checks_down'])
  assert.deepEqual(givenUp(now, false), ['checks_down'])
  assert.deepEqual(givenUp(now - 2 * 3_600_000, true), ['checks_down'])
})

test('where nothing is checked there is no row', () => {
  const { watcher: _watcher, ...without } = statusWith([])
  assert.deepEqual(watcherView.rows?.(without, NOW), [])
  assert.deepEqual(watcherView.warnings(without), [])
})
