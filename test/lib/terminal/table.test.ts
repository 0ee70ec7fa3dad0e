import assert from 'node:assert/strict'
import { test } from 'node:test'
import { row, table } from '../../../lib/terminal/table.ts'

test('columns are aligned and as wide as their widest cell', () => {
  assert.deepEqual(
    table(
      [
        ['A', 'LONG', 'C'],
        ['wide', 'b', ''],
      ],
      80,
    ),
    ['A     LONG  C', 'wide  b'],
  )
  assert.deepEqual(table([], 80), [])
})

test('cells that do not fit continue below, indented, in all rows alike', () => {
  const cells = ['x'.repeat(10), 'y'.repeat(10), 'z'.repeat(10)]
  assert.deepEqual(table([['X', 'Y', 'Z'], cells], 25), [
    `X           Y\n    Z`,
    `${cells[0]}  ${cells[1]}\n    ${cells[2]}`,
  ])
})

test('a long text in the last column wraps within it if there is room, otherwise below', () => {
  const text = 'word '.repeat(12).trimEnd()
  const [eight, nine] = ['word '.repeat(8).trimEnd(), 'word '.repeat(9).trimEnd()]
  assert.deepEqual(table([['label', text]], 50), [`label  ${eight}\n       word word word word`])
  assert.deepEqual(table([['a label of some length', text]], 50), [
    `a label of some length\n    ${nine}\n    word word word`,
  ])
})

test('a path longer than the line stays whole', () => {
  const path = `/${'long/'.repeat(12)}log`
  assert.deepEqual(table([['label', path]], 50), [`label  ${path}`])
})

test('a row of an unfinished table has the given widths', () => {
  assert.equal(row(['a', 'b', 'c'], [3, 3], 80), 'a    b    c')
  assert.equal(row(['longer', 'b', 'c'], [3, 3], 80), 'longer  b    c')
})

test('colours have no width', () => {
  const red = '\u001b[31mbad\u001b[39m'
  assert.deepEqual(
    table(
      [
        [red, 'b'],
        ['longer', 'b'],
      ],
      80,
    ),
    [`${red}     b`, 'longer  b'],
  )
})
