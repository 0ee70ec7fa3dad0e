import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { offsetOf, runSchedule, type Scheduled } from '../../../agent/watch/schedule.ts'
import { HandClock } from '../../support/hand-clock.ts'

const SECOND = 1000

/** A schedule by a clock of the test's hand, and when each check began. */
function scheduled(
  t: TestContext,
  checks: readonly Scheduled[],
  run: (check: Scheduled, clock: HandClock) => Promise<'soon' | 'usual'> = async () => 'usual',
): { clock: HandClock; begun: [string, number][]; end: () => Promise<void> } {
  const clock = new HandClock()
  const ended = new AbortController()
  const begun: [string, number][] = []
  const all = runSchedule({
    checks,
    host: 'web1.example.com',
    clock,
    elapsed: clock.elapsed,
    signal: ended.signal,
    run: async (check) => {
      begun.push([check.name, clock.elapsed()])
      return run(check, clock)
    },
  })
  t.after(() => ended.abort())
  return {
    clock,
    begun,
    end: () => {
      ended.abort()
      return all
    },
  }
}

/** The times at which one began. */
function timesOf(begun: readonly [string, number][], name: string): readonly number[] {
  return begun.filter(([each]) => each === name).map(([, time]) => time)
}

test('a check runs at its interval, from an offset on that host and name give', async (t) => {
  const checks = [
    { name: 'imap', interval: 60 * SECOND },
    { name: 'web', interval: 60 * SECOND },
  ]
  const { clock, begun, end } = scheduled(t, checks)
  await clock.pass(180 * SECOND)
  await end()
  const offsets = checks.map((check) => offsetOf('web1.example.com', check))
  for (const [index, { name }] of checks.entries()) {
    const offset = offsets[index] ?? Infinity
    assert.deepEqual(timesOf(begun, name), [offset, offset + 60 * SECOND, offset + 120 * SECOND])
  }
  assert.notEqual(offsets[0], offsets[1])
  assert.notEqual(offsets[0], offsetOf('web2.example.com', { name: 'imap', interval: 60 * SECOND }))
})

test('the first runs are within a minute, and within the interval', () => {
  for (let index = 0; index < 200; index += 1) {
    assert.ok(offsetOf('host', { name: `a${index}`, interval: 86_400 * SECOND }) < 60 * SECOND)
    assert.ok(offsetOf('host', { name: `a${index}`, interval: 5 * SECOND }) < 5 * SECOND)
  }
})

test('what is to run soon runs after ten seconds, or at its interval if that is sooner', async (t) => {
  const slow = { name: 'slow', interval: 300 * SECOND }
  const quick = { name: 'quick', interval: 5 * SECOND }
  const { clock, begun, end } = scheduled(t, [slow, quick], async () => 'soon')
  await clock.pass(120 * SECOND)
  await end()
  const [first = 0, second, third] = timesOf(begun, 'slow')
  assert.deepEqual([second, third], [first + 10 * SECOND, first + 20 * SECOND])
  const [start = 0, next] = timesOf(begun, 'quick')
  assert.equal(next, start + 5 * SECOND)
})

test('eight run at once; the others follow as places come free, the one due longest first', async (t) => {
  const checks = Array.from({ length: 20 }, (_, index) => ({ name: `check${index}`, interval: 5 * SECOND }))
  let [running, most] = [0, 0]
  const { clock, begun, end } = scheduled(t, checks, async () => {
    running += 1
    most = Math.max(most, running)
    await clock.sleep(7 * SECOND, new AbortController().signal)
    running -= 1
    return 'usual'
  })
  await clock.pass(100 * SECOND)
  const ended = end()
  await clock.pass(10 * SECOND)
  await ended
  assert.equal(most, 8)
  const counts = checks.map(({ name }) => timesOf(begun, name).length)
  assert.ok(Math.max(...counts) - Math.min(...counts) <= 1, String(counts))
})

test('a check never runs twice at once, and what it missed is not made up for', async (t) => {
  const [check] = [{ name: 'slow', interval: 10 * SECOND }]
  let running = 0
  const { clock, begun, end } = scheduled(t, [check], async () => {
    running += 1
    assert.equal(running, 1)
    await clock.sleep(35 * SECOND, new AbortController().signal)
    running -= 1
    return 'usual'
  })
  await clock.pass(100 * SECOND)
  const ended = end()
  await clock.pass(100 * SECOND)
  await ended
  const [first = 0, ...others] = timesOf(begun, 'slow')
  assert.deepEqual(
    others,
    [first + 35 * SECOND, first + 70 * SECOND].filter((time) => time <= 100 * SECOND),
  )
})

test('the end waits for what runs, and begins nothing more', async (t) => {
  const { clock, begun, end } = scheduled(t, [{ name: 'slow', interval: 5 * SECOND }], async () => {
    await clock.sleep(20 * SECOND, new AbortController().signal)
    return 'usual'
  })
  await clock.pass(5 * SECOND)
  let isOver = false
  const ended = end().finally(() => {
    isOver = true
  })
  await clock.pass(1 * SECOND)
  assert.equal(isOver, false)
  await clock.pass(60 * SECOND)
  await ended
  assert.equal(begun.length, 1)
})

test('a bug in a run ends the schedule', async () => {
  const clock = new HandClock()
  const all = runSchedule({
    checks: [{ name: 'bad', interval: 5 * SECOND }],
    host: 'web1.example.com',
    clock,
    elapsed: clock.elapsed,
    signal: new AbortController().signal,
    run: () => Promise.reject(new TypeError('a bug')),
  })
  const refused = assert.rejects(all, /a bug/)
  await clock.pass(5 * SECOND)
  await refused
})
