import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Answer } from '../../../../hub/console/state/answer.ts'
import type { Asking, Outcome } from '../../../../hub/console/state/ask.ts'
import { problemOf } from '../../../../hub/console/state/problem.ts'

/** A question that is answered when the test says so. */
interface Asked {
  readonly path: string
  readonly isDropped: () => boolean
  readonly answer: (outcome: Outcome<string>) => Promise<void>
}

/** What was asked, in its order, and an answer that asks so. */
function slowHub(): { readonly asked: Asked[]; readonly answer: Answer<string> } {
  const asked: Asked[] = []
  const asker = (path: string, { signal }: Asking): Promise<Outcome<string>> =>
    new Promise((resolve) => {
      const answer = async (outcome: Outcome<string>): Promise<void> => {
        resolve(outcome)
        await new Promise(setImmediate)
      }
      asked.push({ path, isDropped: () => signal?.aborted === true, answer })
    })
  return { asked, answer: new Answer<string>(asker) }
}

test('what is awaited is not asked anew however often something changes, but once more after it came', async () => {
  const { asked, answer } = slowHub()
  answer.want('/a')
  for (let change = 0; change < 10; change += 1) answer.again()
  assert.equal(asked.length, 1)
  await asked[0]?.answer({ value: 'first' })
  assert.equal(answer.known.value.value, 'first')
  assert.equal(asked.length, 2)
  await asked[1]?.answer({ value: 'second' })
  assert.equal(answer.known.value.value, 'second')
  assert.equal(asked.length, 2)
})

test('what does not come for half a minute is taken for lost, and asked anew', (context) => {
  context.mock.timers.enable({ apis: ['Date'] })
  const { asked, answer } = slowHub()
  answer.want('/a')
  context.mock.timers.tick(29_999)
  answer.again()
  assert.equal(asked.length, 1)
  context.mock.timers.tick(1)
  answer.again()
  assert.deepEqual(
    asked.map(({ isDropped }) => isDropped()),
    [true, false],
  )
})

test('another question does not wait for the answer to the one before, which is dropped', async () => {
  const { asked, answer } = slowHub()
  answer.want('/a')
  answer.again()
  answer.want('/b')
  assert.deepEqual(
    asked.map(({ path, isDropped }) => [path, isDropped()]),
    [
      ['/a', true],
      ['/b', false],
    ],
  )
  await asked[1]?.answer({ value: 'b' })
  await asked[0]?.answer({ value: 'a' })
  assert.equal(answer.known.value.value, 'b')
  assert.equal(asked.length, 2)
})

test('who signs in again while a refusal is on its way is answered all the same', async () => {
  const { asked, answer } = slowHub()
  answer.want('/a')
  answer.again()
  await asked[0]?.answer({ problem: problemOf(401, undefined) })
  await asked[1]?.answer({ value: 'yours' })
  assert.deepEqual(answer.known.value, { value: 'yours', isOld: false })
})

test('who waits for an answer waits for the one to the latest question, and for no answer that nobody wants', async () => {
  const { asked, answer } = slowHub()
  const said: string[] = []
  const wait = async (who: string): Promise<void> => {
    await answer.settled()
    said.push(`${who} ${answer.known.value.value}`)
  }
  await wait('nobody asked')
  answer.want('/a')
  const waiting = wait('asked')
  answer.want('/b')
  await asked[0]?.answer({ value: 'of a' })
  assert.deepEqual(said, ['nobody asked undefined'])
  await asked[1]?.answer({ value: 'of b' })
  await waiting
  answer.want('/c')
  const left = wait('left')
  answer.want(undefined)
  await asked[2]?.answer({ value: 'of c' })
  await left
  assert.deepEqual(said, ['nobody asked undefined', 'asked of b', 'left undefined'])
})
