import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sizeWithUnit } from '../../../lib/terminal/size-with-unit.ts'

test('bytes are told with three digits', () => {
  const sizes = [0, 1023, 1024, 1464, 10_240, 102_400, 1_048_000, 1_048_576, 2e11, 1e15, 1e18]
  assert.deepEqual(sizes.map(sizeWithUnit), [
    '0 B',
    '1023 B',
    '1.00 KiB',
    '1.43 KiB',
    '10.0 KiB',
    '100 KiB',
    '0.999 MiB',
    '1.00 MiB',
    '186 GiB',
    '909 TiB',
    '888 PiB',
  ])
})
