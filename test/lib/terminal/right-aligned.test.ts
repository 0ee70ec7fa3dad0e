import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rightAligned } from '../../../lib/terminal/right-aligned.ts'

test('all columns but the first end in one column', () => {
  assert.deepEqual(
    rightAligned([
      ['NAME', 'SIZE', 'N'],
      ['a', '1', '100'],
    ]),
    [
      ['NAME', 'SIZE', '  N'],
      ['a', '   1', '100'],
    ],
  )
  assert.deepEqual(rightAligned([]), [])
})
