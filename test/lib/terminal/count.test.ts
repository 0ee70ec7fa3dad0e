import assert from 'node:assert/strict'
import { test } from 'node:test'
import { counted } from '../../../lib/terminal/count.ts'

test('one is singular, every other number plural', () => {
  assert.deepEqual(
    [0, 1, 2].map((number) => counted(number, 'report')),
    ['0 reports', '1 report', '2 reports'],
  )
  assert.deepEqual(
    [1, 2].map((number) => counted(number, 'entry', 'entries')),
    ['1 entry', '2 entries'],
  )
})
