import assert from 'node:assert/strict'
import { test } from 'node:test'
import { csvLine } from '../../../lib/text/csv.ts'

test('cells are quoted as Text::CSV does, and nothing breaks the line', () => {
  assert.equal(csvLine(['a', 'b c', 'd,e', 'f"g', '', 'h\ni']), 'a,"b c","d,e","f""g",,h?i\n')
})

test('no spreadsheet runs what somebody typed as his name; ids stay as they are', () => {
  for (const formula of ['=1+1', '+1', '@SUM(A1)', "-1+cmd|' /C calc'!A0"]) {
    assert.match(csvLine([formula]), /^"?'[=+@-]/)
  }
  for (const id of ['-eQ0mHk5T1b8Zr2VwXc7A_', '--', '2026-11-20']) assert.equal(csvLine([id]), `${id}\n`)
})
