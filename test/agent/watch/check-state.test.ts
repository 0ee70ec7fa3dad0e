import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type StateChange,
  type CheckMemory,
  newMemory,
  type CheckOutcome,
  stateOf,
  step,
} from '../../../agent/watch/check-state.ts'
import type { CheckState } from '../../../lib/agent-status/check-states.ts'

const MINUTE = 60_000

/** A check by the clock of the test: a result, and the state and the change that it leads to. */
class Checked {
  memory: CheckMemory
  now = 1_800_000_000_000
  isUnsettled = false

  constructor(...first: readonly CheckOutcome[]) {
    this.memory = newMemory(this.now)
    for (const outcome of first) this.says(outcome)
  }

  says(outcome: CheckOutcome, after = MINUTE): readonly [CheckState, StateChange?] {
    this.now += after
    const { memory, change, isUnsettled } = step(this.memory, outcome, 3, this.now)
    this.memory = memory
    this.isUnsettled = isUnsettled
    return change === undefined ? [stateOf(memory)] : [stateOf(memory), change]
  }
}

test('a check is unknown until it ran', () => {
  assert.equal(stateOf(newMemory(0)), 'unknown')
})

test('unknown to up: the first good result is believed, and not told', () => {
  assert.deepEqual(new Checked().says('ok'), ['up'])
})

test('unknown to down: after three failures in a row, the first of which only let it be asked again', () => {
  const check = new Checked()
  assert.deepEqual(check.says('failed'), ['unknown'])
  assert.equal(check.isUnsettled, true)
  assert.deepEqual(check.says('failed'), ['unknown'])
  assert.deepEqual(check.says('failed'), ['down', 'down'])
  assert.equal(check.isUnsettled, false)
})

test('up to down: after three failures in a row', () => {
  const check = new Checked('ok')
  assert.deepEqual(check.says('failed'), ['up'])
  assert.deepEqual(check.says('failed'), ['up'])
  assert.deepEqual(check.says('failed'), ['down', 'down'])
  assert.equal(check.memory.since, check.now)
  assert.deepEqual(check.says('failed'), ['down'])
  assert.notEqual(check.memory.since, check.now)
})

test('up stays up: a good result between failures begins the row anew', () => {
  const check = new Checked('ok', 'failed', 'failed', 'ok')
  assert.equal(check.isUnsettled, false)
  assert.deepEqual(check.says('failed'), ['up'])
  assert.deepEqual(check.says('failed'), ['up'])
})

test('down to up: after two good results in a row', () => {
  const check = new Checked('ok', 'failed', 'failed', 'failed')
  assert.deepEqual(check.says('ok'), ['down'])
  assert.equal(check.isUnsettled, true)
  assert.deepEqual(check.says('failed'), ['down'])
  assert.deepEqual(check.says('ok'), ['down'])
  assert.deepEqual(check.says('ok'), ['up', 'recovered'])
})

test('up to late and to warning: as slowly as to down, and told', () => {
  for (const verdict of ['late', 'warning'] as const) {
    const check = new Checked('ok', verdict, verdict)
    assert.deepEqual(check.says(verdict), [verdict, verdict])
    check.says('ok')
    assert.deepEqual(check.says('ok'), ['up', 'recovered'])
  }
})

test('up to late: of results that speak against up, the mildest holds', () => {
  const check = new Checked('ok', 'failed', 'late')
  assert.deepEqual(check.says('failed'), ['late', 'late'])
  check.says('failed')
  check.says('failed')
  assert.deepEqual(check.says('failed'), ['down', 'down'])
})

test('down to late: what answers slowly again has recovered', () => {
  const check = new Checked('failed', 'failed', 'failed', 'ok')
  assert.deepEqual(check.says('late'), ['late', 'recovered'])
})

test('any to unknown: nothing is told, and the next result shows what holds', () => {
  const check = new Checked('failed', 'failed', 'failed')
  assert.deepEqual(check.says('unknown'), ['unknown'])
  assert.deepEqual(check.says('failed'), ['down'])
  assert.deepEqual(check.says('unknown'), ['unknown'])
  check.says('ok')
  assert.deepEqual(check.says('ok'), ['up', 'recovered'])
})

test('unknown does not interrupt a row of failures', () => {
  const check = new Checked('ok', 'failed', 'failed', 'unknown')
  assert.deepEqual(check.says('failed'), ['down', 'down'])
})

test('any to blocked or maintenance and back: nothing is told, and a row of failures begins anew', () => {
  for (const pause of ['blocked', 'maintenance'] as const) {
    const check = new Checked('ok', 'failed', 'failed')
    assert.deepEqual(check.says(pause), [pause])
    assert.deepEqual(check.says('failed'), ['up'])
    check.says('failed')
    assert.deepEqual(check.says('failed'), ['down', 'down'])
  }
})

test('down, maintenance, up: the recovery is told after the maintenance', () => {
  const check = new Checked('failed', 'failed', 'failed', 'maintenance')
  assert.deepEqual(check.says('ok'), ['down'])
  assert.deepEqual(check.says('ok'), ['up', 'recovered'])
})

/** Goes down and up until it has changed four times. */
function restless(): Checked {
  const check = new Checked('ok')
  for (let round = 0; round < 2; round += 1) {
    for (const outcome of ['failed', 'failed', 'failed', 'ok', 'ok'] as const) check.says(outcome)
  }
  return check
}

test('to flapping: the fifth change in half an hour, told once, and no change after it', () => {
  const check = restless()
  for (const outcome of ['failed', 'failed'] as const) assert.deepEqual(check.says(outcome), ['up'])
  assert.deepEqual(check.says('failed'), ['flapping', 'flapping'])
  for (let round = 0; round < 3; round += 1)
    for (const outcome of ['ok', 'ok', 'failed', 'failed', 'failed'] as const)
      assert.deepEqual(check.says(outcome), ['flapping'])
  assert.ok(check.memory.changes.length <= 5)
})

test('not to flapping: four changes, or five in more than half an hour', () => {
  const check = restless()
  check.says('ok', 30 * MINUTE)
  check.says('failed')
  check.says('failed')
  assert.deepEqual(check.says('failed'), ['down', 'down'])
})

test('flapping to up or down: after half an hour without a change, told', () => {
  const down = restless()
  for (let times = 0; times < 3; times += 1) down.says('failed')
  assert.deepEqual(down.says('failed', 30 * MINUTE - 1), ['flapping'])
  assert.deepEqual(down.says('failed', 1), ['down', 'down'])

  const up = restless()
  for (const outcome of ['failed', 'failed', 'failed', 'ok', 'ok'] as const) up.says(outcome)
  assert.deepEqual(up.says('ok', 30 * MINUTE), ['up', 'recovered'])
})

test('a failure of what is starting counts for nothing, and those before it are forgotten', () => {
  const check = new Checked('ok', 'failed', 'failed')
  assert.deepEqual(check.says('starting'), ['up'])
  assert.equal(check.isUnsettled, true)
  for (const [outcome, ...told] of [
    ['failed', 'up'],
    ['failed', 'up'],
    ['failed', 'down', 'down'],
  ] as const)
    assert.deepEqual(check.says(outcome), told)
  assert.deepEqual(check.says('starting'), ['down'])
  assert.deepEqual(new Checked().says('starting'), ['unknown'])
})
