import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inWords } from '../../../lib/time/duration.ts'

test('a duration has the unit that people would choose', () => {
  const lengths = [-5, 0, 119_999, 120_000, 7_199_999, 7_200_000, 47 * 3_600_000, 4 * 86_400_000]
  assert.deepEqual(lengths.map(inWords), ['0 s', '0 s', '119 s', '2 min', '119 min', '2 h', '47 h', '4 d'])
})
