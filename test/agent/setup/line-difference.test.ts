import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lineDifference } from '../../../agent/setup/line-difference.ts'

test('only the lines that differ are shown, with the line of the new text', () => {
  const before = 'a\nb\nc\nd\ne\n'
  assert.deepEqual(lineDifference(before, 'a\nB\nc\nd\nx\ne\n'), ['@@ line 2', '-b', '+B', '@@ line 5', '+x'])
  assert.deepEqual(lineDifference(before, 'c\nd\ne\n'), ['@@ line 1', '-a', '-b'])
  assert.deepEqual(lineDifference(before, before), [])
})

test('a line is shown as whoever asks wants it, and differs though it looks alike', () => {
  const lines = lineDifference('a\nsecret: abc\n', 'a\nsecret: def\n', (text) => text.replace(/(?<=secret: ).*/, '…'))
  assert.deepEqual(lines, ['@@ line 2', '-secret: …', '+secret: …'])
})

test('of texts that have next to nothing in common all lines differ, at once', () => {
  const lines = (letter: string): string => Array.from({ length: 20_000 }, (_, index) => `${letter}${index}`).join('\n')
  assert.equal(lineDifference(lines('a'), lines('b')).length, 40_001)
})
