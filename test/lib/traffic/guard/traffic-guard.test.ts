import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import * as fc from 'fast-check'
import type { GuardRule, GuardWord } from '../../../../lib/traffic/guard/guard-rule.ts'
import { TrafficGuard, readGuard } from '../../../../lib/traffic/guard/traffic-guard.ts'

const RULE: GuardRule = {
  measure: 'requests',
  over: 10,
  least: 0,
  window: 60,
  clear: 0.8,
  for: 0,
  judges: 'closed intervals',
}

/** The first interval; each has ten seconds. */
const T = 1_795_132_800

type Played = { readonly requests: number; readonly bytes?: number; readonly errors?: number }

/** What is said of intervals, one after the other, as `high 610 > 600 at 50`. */
function said(rule: Partial<GuardRule>, intervals: readonly (Played | number)[], isSaved = false): string[] {
  const words: string[] = []
  const say = ({ says, value, limit, at }: GuardWord): void => {
    words.push(`${says} ${value} of ${limit} at ${at - T}`)
  }
  let guard = new TrafficGuard({ ...RULE, ...rule }, 10, say)
  intervals.forEach((played, index) => {
    const { requests, bytes = 0, errors = 0 } = typeof played === 'number' ? { requests: played } : played
    const start = T + index * 10
    if (requests > 0) guard.count({ start, at: start + 5, requests, bytes, errors })
    guard.passed(start + 10)
    if (isSaved)
      guard = new TrafficGuard({ ...RULE, ...rule }, 10, say, readGuard(JSON.parse(JSON.stringify(guard.saved()))))
  })
  return words
}

suite('a guard says that there is too much', () => {
  test('if the window has more than the limit, not if it has that much', () => {
    assert.deepEqual(said({}, [100, 100, 100, 100, 100, 100, 100]), [])
    assert.deepEqual(said({}, [100, 100, 100, 100, 100, 101]), ['high 601 of 600 at 50'])
  })

  test('in whole intervals of the window', () => {
    assert.deepEqual(said({ window: 25, over: 1 }, [12, 12, 12, 12]), [])
    assert.deepEqual(said({ window: 25, over: 1 }, [12, 14]), ['high 26 of 25 at 10'])
    assert.deepEqual(said({ window: 5, over: 1 }, [6]), ['high 6 of 5 at 0'])
  })

  test('once, until it recovered: at the share that is clear', () => {
    assert.deepEqual(said({ window: 10 }, [101, 99, 101, 81, 80, 101]), [
      'high 101 of 100 at 0',
      'recovered 80 of 100 at 40',
      'high 101 of 100 at 50',
    ])
    assert.deepEqual(said({ window: 10, clear: 1 }, [101, 100, 101, 99]), [
      'high 101 of 100 at 0',
      'recovered 100 of 100 at 10',
      'high 101 of 100 at 20',
      'recovered 99 of 100 at 30',
    ])
  })

  test('only after it lasted, if it has to', () => {
    assert.deepEqual(said({ window: 10, for: 30 }, [101, 101, 101]), ['high 101 of 100 at 20'])
    assert.deepEqual(said({ window: 10, for: 30 }, [101, 101, 100, 101, 101]), [])
  })

  test('of bytes', () => {
    const of = (bytes: number): Played => ({ requests: 1, bytes })
    assert.deepEqual(said({ measure: 'bytes', window: 20 }, [of(150), of(51), of(0)]), [
      'high 201 of 200 at 10',
      'recovered 51 of 200 at 20',
    ])
  })

  test('of errors, if there are enough requests to say a share', () => {
    const rule = { measure: 'errors', over: 0.05, least: 20, window: 20 } as const
    assert.deepEqual(
      said(rule, [
        { requests: 1, errors: 1 },
        { requests: 18, errors: 2 },
      ]),
      [],
    )
    assert.deepEqual(said(rule, [{ requests: 1, errors: 1 }, { requests: 19, errors: 1 }, { requests: 30 }]), [
      'high 0.1 of 0.05 at 10',
      'recovered 0.02040816326530612 of 0.05 at 20',
    ])
    assert.deepEqual(said(rule, [{ requests: 10, errors: 5 }, 10, 0, 0]), [
      'high 0.25 of 0.05 at 10',
      'recovered 0 of 0.05 at 20',
    ])
  })

  test('of silence, after a window with enough requests', () => {
    const rule = { measure: 'silence', over: 1, window: 30 } as const
    assert.deepEqual(said(rule, [10, 10, 9, 0, 0, 0, 0]), [])
    assert.deepEqual(said(rule, [10, 10, 10, 0, 0, 0, 0, 0, 0, 0, 1]), [
      'high 0 of 30 at 50',
      'recovered 1 of 30 at 100',
    ])
  })
})

suite('a guard that judges each request', () => {
  const rule: GuardRule = { ...RULE, over: 1, window: 20, judges: 'each request' }

  function guarded(): { guard: TrafficGuard; words: string[]; count: (seconds: number, requests?: number) => void } {
    const words: string[] = []
    const guard = new TrafficGuard(rule, 10, ({ says, value, at }) => words.push(`${says} ${value} at ${at - T}`))
    const count = (seconds: number, requests = 1): void =>
      guard.count({ start: T + Math.floor(seconds / 10) * 10, at: T + seconds, requests, bytes: 0, errors: 0 })
    return { guard, words, count }
  }

  test('says it with the one that crosses', () => {
    const { words, count } = guarded()
    for (let second = 0; second < 20; second += 1) count(second)
    assert.deepEqual(words, [])
    count(19)
    assert.deepEqual(words, ['high 21 at 19'])
  })

  test('does not recover with an interval that ended before it, or is open', () => {
    const { guard, words, count } = guarded()
    count(1, 5)
    count(12, 20)
    guard.passed(T + 10)
    count(21, 1)
    assert.deepEqual(words, ['high 25 at 12'])
    guard.passed(T + 20)
    guard.passed(T + 30)
    assert.deepEqual(words, ['high 25 at 12'])
    guard.passed(T + 40)
    assert.deepEqual(words, ['high 25 at 12', 'recovered 1 at 30'])
  })

  test('counts what comes for an interval that is still open', () => {
    const { words, count } = guarded()
    count(12, 15)
    count(5, 6)
    assert.deepEqual(words, ['high 21 at 5'])
  })

  test('does not count what comes for one that is closed', () => {
    const { guard, words, count } = guarded()
    count(1, 15)
    guard.passed(T + 20)
    count(5, 100)
    assert.deepEqual(words, [])
  })
})

suite('time', () => {
  test('a gap of a hundred years recovers in its first intervals, and costs no more', () => {
    const words: string[] = []
    const guard = new TrafficGuard(RULE, 10, ({ says, at }) => words.push(`${says} at ${at - T}`))
    guard.count({ start: T, at: T, requests: 601, bytes: 0, errors: 0 })
    guard.passed(T + 3_000_000_000)
    assert.deepEqual(words, ['high at 0', 'recovered at 60'])
    guard.count({ start: T + 3_000_000_000, at: 0, requests: 601, bytes: 0, errors: 0 })
    guard.passed(T + 3_000_000_010)
    assert.equal(words.at(-1), 'high at 3000000000')
  })

  test('a clock that went back lets it begin anew', () => {
    const words: string[] = []
    const guard = new TrafficGuard(RULE, 10, ({ says, at }) => words.push(`${says} at ${at - T}`))
    guard.passed(T + 86_400)
    guard.passed(T)
    guard.count({ start: T, at: T, requests: 601, bytes: 0, errors: 0 })
    guard.passed(T + 10)
    assert.deepEqual(words, ['high at 0'])
  })
})

suite('the state', () => {
  const rules = fc.record({
    measure: fc.constantFrom('requests' as const, 'errors' as const, 'silence' as const, 'bytes' as const),
    over: fc.constantFrom(0.1, 0.5, 2),
    least: fc.nat(5),
    window: fc.constantFrom(10, 30, 60),
    clear: fc.constantFrom(0.5, 0.8, 1),
    for: fc.constantFrom(0, 20),
    judges: fc.constantFrom('each request' as const, 'closed intervals' as const),
  })
  const intervals = fc.array(
    fc.nat(30).map((requests) => ({ requests, bytes: requests * 3, errors: requests % 4 })),
    { maxLength: 40 },
  )

  test('read back changes nothing of what is said', () => {
    fc.assert(
      fc.property(rules, intervals, (rule, intervals) => {
        assert.deepEqual(said(rule, intervals, true), said(rule, intervals))
      }),
    )
  })

  test('high and recovered take turns, whatever is counted', () => {
    fc.assert(
      fc.property(rules, intervals, (rule, intervals) => {
        const words = said(rule, intervals).map((word) => word.split(' ')[0])
        assert.deepEqual(
          words,
          words.map((_, index) => (index % 2 === 0 ? 'high' : 'recovered')),
        )
      }),
    )
  })

  test('of closed intervals with clear: 1 says what the golden rule says', () => {
    fc.assert(
      fc.property(intervals, fc.constantFrom(10, 30, 60), (intervals, window) => {
        const golden: string[] = []
        let isHigh = false
        intervals.forEach((_, index) => {
          const last = intervals.slice(Math.max(0, index + 1 - window / 10), index + 1)
          const sum = last.reduce((sum, { requests }) => sum + requests, 0)
          if (sum > window === isHigh) return
          isHigh = !isHigh
          golden.push(`${isHigh ? 'high' : 'recovered'} ${sum} of ${window} at ${index * 10}`)
        })
        assert.deepEqual(said({ over: 1, window, clear: 1 }, intervals), golden)
      }),
    )
  })

  test('has no more than the intervals of its window, and is refused if it is none', () => {
    const guard = new TrafficGuard(RULE, 10, () => {})
    for (let index = 0; index < 100; index += 1) {
      guard.count({ start: T + index * 10, at: 0, requests: 1, bytes: 1, errors: 0 })
      guard.passed(T + index * 10)
    }
    const saved = guard.saved()
    assert.ok(saved.amounts.length <= 7)
    assert.deepEqual(readGuard(JSON.parse(JSON.stringify(saved))), saved)
    for (const none of [
      null,
      {},
      { ...saved, version: 2 },
      { ...saved, amounts: [[1, -1, 0, 0]] },
      { ...saved, alarm: {} },
    ])
      assert.equal(readGuard(none), undefined)
  })
})
