// The scenarios that apachescan's own tests play, with the alerts and recoveries that it prints: what is compatible.
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { GuardRule, GuardWord } from '../../../../lib/traffic/guard/guard-rule.ts'
import { TrafficGuard } from '../../../../lib/traffic/guard/traffic-guard.ts'
import { IntervalFold } from '../../../../lib/traffic/interval-fold.ts'
import type { ClosedInterval } from '../../../../lib/traffic/interval.ts'
import { SCANNED_TIMES, scannedLine } from '../../../support/scanned-scenario.ts'
import { parserOf } from '../../../support/traffic-scene.ts'

/** More than one request in six intervals of ten seconds. */
const RULE: GuardRule = {
  measure: 'requests',
  over: 1 / 60,
  least: 0,
  window: 60,
  clear: 1,
  for: 0,
  judges: 'closed intervals',
}

/** After all of them. */
const NOW = Date.UTC(2019, 11, 25) / 1000

/** What is said, as `at` in UTC on that day, and what was counted. */
function played(lines: readonly string[], outOfOrder: number, rule: GuardRule) {
  const words: GuardWord[] = []
  const intervals: ClosedInterval[] = []
  const guard = new TrafficGuard(rule, 10, (word) => words.push(word))
  const sink = {
    counted: guard.counted.bind(guard),
    closed: (interval: ClosedInterval) => intervals.push(interval),
    passed: guard.passed.bind(guard),
  }
  const fold = new IntervalFold({ interval: 10, outOfOrder })
  fold.take(Buffer.from(lines.join('')), parserOf('common'), { now: NOW }, sink)
  fold.advance(NOW, sink)
  const timesOf = (says: GuardWord['says']): string[] =>
    words.filter((word) => word.says === says).map(({ at }) => new Date(at * 1000).toISOString().slice(11, 19))
  const sum = (of: (interval: ClosedInterval) => number): number => intervals.reduce((sum, each) => sum + of(each), 0)
  return {
    high: timesOf('high'),
    recovered: timesOf('recovered'),
    requests: sum(({ requests }) => requests),
    late: sum(({ late }) => late),
  }
}

// It prints these times two hours later, as it adds the offset of the zone.
const HIGH = ['20:16:40', '20:42:10', '21:17:50', '21:29:40', '21:45:00']
const RECOVERED = ['20:17:10', '20:42:20', '21:18:00', '21:29:50', '21:45:30']

suite('with clear: 1, closed intervals alone, and nothing late', () => {
  test('the functional scenario gives its six alerts and six recoveries; what is of the day before is late', () => {
    const lines = SCANNED_TIMES.map((time) => scannedLine(time)).toSpliced(-1, 0, scannedLine('23:12:51', '23'))
    assert.deepEqual(played(lines, 10, RULE), {
      high: ['20:11:40', ...HIGH],
      recovered: ['20:12:00', ...RECOVERED],
      requests: 52,
      late: 1,
    })
  })

  test('the scenario out of order, with three open intervals', () => {
    const lines = SCANNED_TIMES.with(1, '21:11:57').map((time) => scannedLine(time))
    assert.deepEqual(played(lines, 20, RULE), {
      high: ['20:11:50', ...HIGH],
      recovered: ['20:12:40', ...RECOVERED],
      requests: 51,
      late: 0,
    })
  })
})

suite('with each request', () => {
  test('the alert has the time of the request that crosses, and the recoveries are the same', () => {
    const lines = SCANNED_TIMES.map((time) => scannedLine(time))
    assert.deepEqual(played(lines, 10, { ...RULE, judges: 'each request' }), {
      high: ['20:11:45', '20:16:45', '20:42:11', '21:17:58', '21:29:43', '21:45:05'],
      recovered: ['20:12:00', ...RECOVERED],
      requests: 51,
      late: 0,
    })
  })
})
