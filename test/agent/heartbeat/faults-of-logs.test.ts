import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FaultsOfLogs } from '../../../agent/heartbeat/faults-of-logs.ts'
import type { SourceSnapshot } from '../../../agent/snapshots/snapshot.ts'
import { checkedEvent } from '../../../lib/event/check.ts'

const NOON = 1_795_867_200
const MINUTE = 60

const WELL: SourceSnapshot = {
  source: 'login',
  path: '/var/log/login_log',
  lines: 100,
  ofInterest: 100,
  unrecognised: 0,
  events: 10,
}
const MISSING: SourceSnapshot = { ...WELL, problem: 'is not there' }
const DRIFTED: SourceSnapshot = { ...WELL, lately: { ofInterest: 100, unrecognised: 90 } }

/** The kinds that are told, minute by minute, of these states in a row; each as `minute kind`. */
function toldOf(faults: FaultsOfLogs, states: readonly (readonly SourceSnapshot[])[], begin = 0): readonly string[] {
  return states.flatMap((sources, index) =>
    faults.look(sources, NOON + (begin + index) * MINUTE).map(({ event }) => {
      assert.equal(typeof checkedEvent(event), 'object')
      return `${begin + index} ${event.type}`
    }),
  )
}

function during(minutes: number, ...sources: readonly SourceSnapshot[]): readonly (readonly SourceSnapshot[])[] {
  return Array.from({ length: minutes }, () => sources)
}

test('a log that is missing for minutes is told once, and once that it is there', () => {
  const states = [...during(3, MISSING), ...during(3, WELL), ...during(20, MISSING), ...during(20, WELL)]
  assert.deepEqual(toldOf(new FaultsOfLogs(), states), ['11 source_missing', '31 source_recovered'])
})

test('that is so over restarts at any moment', () => {
  const states = [...during(20, MISSING), ...during(20, WELL)]
  for (let cut = 6; cut < 25; cut += 1) {
    const first = new FaultsOfLogs()
    const before = toldOf(first, states.slice(0, cut))
    const after = toldOf(new FaultsOfLogs(structuredClone(first.told)), [...states.slice(cut), ...during(9, WELL)], cut)
    const kinds = [...before, ...after].map((each) => each.replace(/^\d+ /, ''))
    assert.deepEqual(kinds, ['source_missing', 'source_recovered'], `cut after ${cut} minutes`)
  }
})

test('what comes and goes is told less and less', () => {
  const states = Array.from({ length: 50 }, () => [...during(6, MISSING), ...during(6, WELL)]).flat()
  assert.deepEqual(toldOf(new FaultsOfLogs(), states), ['5 source_missing', '11 source_recovered'])
})

test('a format that drifts is told with its numbers, and well again', () => {
  const faults = new FaultsOfLogs()
  toldOf(faults, during(5, DRIFTED))
  const [news] = faults.look([DRIFTED], NOON + 5 * MINUTE)
  const of = { context: 'system', service: null, source: 'login', log: '/var/log/login_log' }
  const numbers = { examined: 100, unrecognised: 90 }
  assert.deepEqual(news?.event, { type: 'format_drift', time: NOON + 5 * MINUTE, ...of, ...numbers })
  assert.deepEqual(toldOf(faults, during(6, WELL), 6), ['11 source_recovered'])
})

test('of a log that is not followed any more nothing is told, and of thousands the first few', () => {
  const faults = new FaultsOfLogs()
  const many = Array.from({ length: 1000 }, (_, index) => ({ ...MISSING, path: `/var/log/${index}` }))
  assert.equal(toldOf(faults, during(10, ...many)).length, 32)
  assert.deepEqual(toldOf(faults, during(10, WELL), 10), [])
  assert.deepEqual(faults.told, [])
})
