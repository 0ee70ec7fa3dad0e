import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { LiteralIndex } from '../../../lib/patterns/literal-index.ts'

function found(literals: readonly string[], text: string): readonly string[] {
  const numbers = new Set<number>()
  new LiteralIndex(literals).find(text, (number) => numbers.add(number))
  return [...numbers].toSorted((a, b) => a - b).map((number) => literals[number] ?? '')
}

test('the index finds what a search for each literal finds, whatever the case of the text', () => {
  const character = fc.constantFrom('a', 'b', 'c', ' ', '[', '1')
  const literal = fc.array(character, { minLength: 1, maxLength: 6 }).map((all) => all.join(''))
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c', 'A', 'B', ' ', '[', '1', 'ä', '\u{1f600}', '\0', '{'))
    .map((all) => all.join(''))
  fc.assert(
    fc.property(fc.uniqueArray(literal, { maxLength: 12 }), text, (literals, line) => {
      const naive = literals.filter((each) => line.toLowerCase().includes(each))
      assert.deepEqual(found(literals, line), naive)
    }),
    { numRuns: 1000 },
  )
})

test('the letters beyond ASCII that RE2 takes for k and s are found', () => {
  assert.deepEqual(found(['kernel', 'ssh'], '\u212aernel \u017fSH'), ['kernel', 'ssh'])
})

test('an index without literals finds nothing', () => {
  assert.deepEqual(found([], 'text'), [])
})
