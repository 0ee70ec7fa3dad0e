import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { Act } from '../../../../hub/console/state/act.ts'
import { now } from '../../../../hub/console/state/now.ts'
import { OUT_OF_REACH } from '../../../../hub/console/state/problem.ts'

beforeEach(() => {
  now.value = Date.now()
})

test('that something was done is said for as long as it can be taken back, and then no longer', async () => {
  const act = new Act()
  await act.run(
    () => Promise.resolve({ value: undefined }),
    () => ({ words: 'Taken back.' }),
  )
  assert.equal(act.state.value.words, 'Taken back.')
  now.value = Date.now() + 30_000
  assert.deepEqual(act.state.value, { is: 'ready', words: '' })
})

test('that something was not done is said until it is dropped', async () => {
  const act = new Act()
  await act.run(
    () => Promise.resolve({ problem: OUT_OF_REACH }),
    () => ({ words: 'Done.' }),
  )
  now.value = Date.now() + 3_600_000
  assert.equal(act.state.value.is, 'refused')
  act.drop()
  assert.deepEqual(act.state.value, { is: 'ready', words: '' })
})
