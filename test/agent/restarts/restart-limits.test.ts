import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answerTo, isStarting, type RestartAnswer, type RestartMemory } from '../../../agent/restarts/restart-limits.ts'

const MINUTE = 60_000
const START = 1_800_000_000_000

/** A service by the clock of the test: minutes at which a restart is asked for, and what comes of it. */
class Asked {
  memory: RestartMemory | undefined

  at(minute: number): RestartAnswer {
    const { answer, memory } = answerTo(this.memory, START + minute * MINUTE)
    this.memory = memory
    return answer
  }
}

/** One that was given up after 21 minutes. */
function givenUp(): Asked {
  const asked = new Asked()
  for (const minute of [0, 1, 6, 21]) asked.at(minute)
  return asked
}

test('the first restart comes at once, and the next ones wait 1 and 5 minutes', () => {
  const asked = new Asked()
  assert.deepEqual(
    [0, 0.99, 1, 5.99, 6, 6].map((minute) => asked.at(minute)),
    ['restarts', 'waits', 'restarts', 'waits', 'restarts', 'waits'],
  )
})

test('15 minutes after the third within an hour it is given up, once, and then stays so however often it is asked', () => {
  const asked = new Asked()
  for (const minute of [0, 1, 6]) assert.equal(asked.at(minute), 'restarts')
  assert.equal(asked.at(20.99), 'waits')
  assert.equal(asked.at(21), 'gives_up')
  for (let minute = 22; minute < 500; minute += 59) assert.equal(asked.at(minute), 'given_up')
})

test('given up until nobody asked for an hour, as the service is up: then it begins anew', () => {
  assert.equal(givenUp().at(21 + 59.99), 'given_up')
  const rested = givenUp()
  assert.deepEqual(
    [81, 82, 87, 102].map((minute) => rested.at(minute)),
    ['restarts', 'restarts', 'restarts', 'gives_up'],
  )
})

test('there are never more than three within an hour, whenever they are asked for', () => {
  for (const interval of [0.1, 1, 3, 7, 19, 20, 21, 31, 59, 61]) {
    const asked = new Asked()
    const restarts: number[] = []
    for (let minute = 0; minute < 600; minute += interval) if (asked.at(minute) === 'restarts') restarts.push(minute)
    for (const first of restarts)
      assert.ok(restarts.filter((each) => each >= first && each < first + 60).length <= 3, `every ${interval} minutes`)
  }
})

test('what lies more than an hour back does not count: a restart every 25 minutes is allowed', () => {
  const asked = new Asked()
  assert.deepEqual(
    [0, 25, 50, 75, 100].map((minute) => asked.at(minute)),
    ['restarts', 'restarts', 'restarts', 'restarts', 'restarts'],
  )
})

test('a clock that is put back by days makes nothing wait for days, and one by minutes allows no more', () => {
  const asked = new Asked()
  asked.at(0)
  assert.equal(asked.at(-0.5), 'waits')
  assert.equal(asked.at(-2 * 24 * 60), 'restarts')
})

test('a service may be starting for a minute after its last restart', () => {
  const { memory } = answerTo(undefined, START)
  assert.deepEqual(
    [0, MINUTE - 1, MINUTE].map((after) => isStarting(memory, START + after)),
    [true, true, false],
  )
  assert.equal(isStarting(undefined, START), false)
})
