import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bytesInColumn, inBytes, inPercent, percentInColumn } from '../../../../hub/console/words/sizes.ts'

test('bytes are told in the largest unit of which there is one, with three digits at most', () => {
  const told = [0, 1023, 1024, 1536, 1024 ** 2 - 1, 12.34 * 1024 ** 2, 271 * 1024 ** 3, 4096 * 1024 ** 5].map(inBytes)
  assert.deepEqual(told, ['0 B', '1023 B', '1 KiB', '1.5 KiB', '1 MiB', '12.3 MiB', '271 GiB', '4096 PiB'])
})

test('numbers below each other have all their digits', () => {
  const told = [0, 1024, 1536, 25 * 1024 ** 3, 271 * 1024 ** 3].map(bytesInColumn)
  assert.deepEqual(told, ['0 B', '1.00 KiB', '1.50 KiB', '25.0 GiB', '271 GiB'])
  assert.deepEqual(
    [percentInColumn(4, 100), percentInColumn(39, 1000), percentInColumn(0, 7)],
    ['4.0 %', '3.9 %', '0 %'],
  )
})

test('a share is as exact as it is small, and never told as none if there is one', () => {
  assert.deepEqual(
    [inPercent(0, 0), inPercent(1, 100_000), inPercent(4, 10_000), inPercent(32, 1000), inPercent(48, 100)],
    ['0 %', '< 0.01 %', '0.04 %', '3.2 %', '48 %'],
  )
})
