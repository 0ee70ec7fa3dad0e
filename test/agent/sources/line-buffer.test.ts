import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LineBuffer } from '../../../agent/sources/line-buffer.ts'

/** What each piece completes, then the end. */
function linesOf(most: number, ...pieces: readonly string[]): string[] {
  const buffer = new LineBuffer(most)
  return [...pieces.map((piece) => buffer.add(Buffer.from(piece)).toString()), buffer.end().toString()]
}

test('lines are passed on as soon as they are whole, and the last one at the end with a newline', () => {
  assert.deepEqual(linesOf(100, 'a\nb\nc', 'd', '\n', '\ne\nf'), ['a\nb\n', '', 'cd\n', '\ne\n', 'f\n'])
  assert.deepEqual(linesOf(100, 'a\n'), ['a\n', ''])
})

test('of a line that is too long the first bytes are kept, and the next line is whole', () => {
  assert.deepEqual(linesOf(4, '123', '456', '789\nab\ncd', 'e\n'), ['', '', '1234\nab\n', 'cde\n', ''])
  assert.deepEqual(linesOf(4, '123', '4567'), ['', '', '1234\n'])
})

test('a half line in a million pieces takes no more memory than its bytes, and is copied a few times', (t) => {
  const buffer = new LineBuffer(1024 * 1024)
  const { mock } = t.mock.method(Buffer, 'allocUnsafeSlow')
  for (let count = 0; count < 1024 * 1024; count += 1) buffer.add(Buffer.from('x'))
  assert.equal(buffer.length, 1024 * 1024)
  assert.ok(mock.callCount() <= 12)
  assert.ok(mock.calls.every(({ arguments: [size] }) => size <= 1024 * 1024))
  assert.equal(buffer.end().length, 1024 * 1024 + 1)
})
