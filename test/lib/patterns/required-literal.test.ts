import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { compiled } from '../../../lib/patterns/expression.ts'
import { requiredLiteral } from '../../../lib/patterns/required-literal.ts'

test('the literal is the longest plain text outside of groups, in lower case, cut to 16 characters', () => {
  for (const [expression, literal] of [
    [String.raw`^\w{3} sshd\[[0-9]+\]: By`, ' sshd['],
    ['abc+d', 'abc'],
    ['abcd*', 'abc'],
    ['abcd?', 'abc'],
    ['abcd{0,3}', 'abc'],
    ['abcd{3}', 'abc'],
    ['(abcdef)?xyz', 'xyz'],
    ['(?i)ABC', 'abc'],
    [String.raw`\x41bc`, undefined],
    [String.raw`\pLabc\p{Lu}de`, 'abc'],
    [String.raw`\Qabcdef\E.xyz`, 'xyz'],
    ['[]abc]xyz', 'xyz'],
    ['[^]abc]xyz', 'xyz'],
    ['[[:alpha:]abc]xyz', 'xyz'],
    [String.raw`[\]abc]xyz`, 'xyz'],
    ['abc|def', undefined],
    ['(abc|def)ghi', 'ghi'],
    ['äabcä', 'abc'],
    ['ab.cd', undefined],
    ['a literal of many characters', 'a literal of man'],
  ] as const)
    assert.equal(requiredLiteral(expression), literal, expression)
})

test('every text that an expression matches holds its literal, whatever the expression', () => {
  const plain = fc.constantFrom('a', 'b', 'ab', 'abc', 'c', ' ', 'ba')
  const { expression } = fc.letrec<{ expression: string; atom: string }>((tie) => ({
    atom: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      plain,
      fc.constantFrom('.', '[ab]', '[^a]', '[]a]', String.raw`\.`, String.raw`\x61`, '[[:alpha:]]', String.raw`\w`),
      tie('expression').map((inner) => `(${inner})`),
      tie('expression').map((inner) => `(?:${inner})`),
    ),
    expression: fc
      .array(fc.tuple(tie('atom'), fc.constantFrom('', '', '', '*', '+', '?', '{0,2}', '{2}', '|', '+?')), {
        minLength: 1,
        maxLength: 6,
      })
      .map((parts) => parts.flat().join('')),
  }))
  fc.assert(
    fc.property(expression, fc.array(fc.constantFrom('a', 'b', 'c', ' ', 'x', '.', 'A', 'B')), (text, characters) => {
      const literal = requiredLiteral(text)
      const line = characters.join('')
      for (const isFolded of [false, true])
        if (literal !== undefined && compiled({ text, isFolded }).test(line))
          assert.ok(line.toLowerCase().includes(literal), `${text} matches "${line}" without "${literal}"`)
    }),
    { numRuns: 2000 },
  )
})
