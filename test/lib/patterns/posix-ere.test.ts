import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import * as fc from 'fast-check'
import { compiled } from '../../../lib/patterns/expression.ts'
import { parsePosix } from '../../../lib/patterns/pattern.ts'
import { grep } from '../../support/grep.ts'

/** The lines that an expression matches, by RE2; undefined if it is refused. */
function matched(expression: string, lines: readonly string[]): readonly string[] | undefined {
  const pattern = parsePosix(expression)
  if ('fault' in pattern) return undefined
  const machine = compiled(pattern)
  return lines.filter((line) => machine.test(line))
}

function assertAsGrep(expression: string, lines: readonly string[]): void {
  const expected = grep(['-aE', '-e', expression], `${lines.join('\n')}\n`)
  assert.deepEqual(matched(expression, lines), expected, expression)
}

const WORDS = [
  'a',
  'b',
  'ab',
  'aab',
  'abab',
  '',
  'a]b',
  String.raw`a\b`,
  'a{b',
  'a{1}',
  '-',
  'x-y',
  'A',
  'a b',
  ' a',
  'a_1',
  '^a',
  'a$',
  'a.b',
  '[',
  ']',
  'n',
  'ba',
  'bb',
]

suite('an extended regular expression of POSIX', () => {
  test('matches what grep matches', () => {
    for (const expression of [
      '[]a]b',
      '[^]a]',
      String.raw`a[\]b`,
      String.raw`[\n]`,
      '[[:alnum:]_-]+ [[:alpha:]]',
      'a{b',
      'a{1}',
      'a{,1}b',
      '^a{2,}b$',
      'a{1',
      'a{1}{2}b',
      'a+?b',
      '^(ab)+?$',
      '^(a|b)*?b$',
      'a**b',
      String.raw`\<a\>`,
      String.raw`\bab`,
      String.raw`\Bb`,
      String.raw`a\{1\}`,
      String.raw`\w+ \w`,
      String.raw`\S\s\S`,
      String.raw`^\^a|a\$$`,
      String.raw`a\.b`,
      String.raw`\-`,
      String.raw`\]`,
      '()a',
      '(|a)b',
      '^(a|ab)(ab|b)$',
      String.raw`[a\-c]`,
      '[a-]',
      '[[]',
      '[.]b',
    ])
      assertAsGrep(expression, WORDS)
  })

  test('that refers back to a group, or has no end, is refused with words', () => {
    for (const [expression, fault] of [
      [String.raw`(a)\1`, /^refers back to a group, \\1, /],
      ['[[.a.]]', /has \[\.a\.\] in a class/],
      ['[[=a=]]', /has \[=a=\] in a class/],
      ['[a', /begins a class that it does not end/],
      ['(a', /is no regular expression that RE2 knows/],
    ] as const) {
      const pattern = parsePosix(expression)
      assert.match('fault' in pattern ? pattern.fault : '', fault)
    }
  })

  test('matches what grep matches, whatever it is', () => {
    const simple = fc.constantFrom(
      'a',
      'b',
      ' ',
      '-',
      '.',
      '[ab]',
      '[^a]',
      '[]a]',
      String.raw`[\a]`,
      '[[:alpha:]]',
      String.raw`\.`,
      String.raw`\w`,
    )
    const count = fc.constantFrom('', '', '', '*', '+', '?', '{0,2}', '{2}', '+?', '{,2}')
    const edge = fc.constantFrom(String.raw`\<a`, String.raw`b\>`, String.raw`\b`, '^', '$', 'x{', String.raw`\{`)
    const counted = fc.tuple(simple, count).map((parts) => parts.join(''))
    // Counts of groups within each other take grep more time than anybody has.
    const group = fc
      .tuple(
        fc.array(counted, { minLength: 1, maxLength: 3 }),
        fc.constantFrom('', '|b', '|'),
        fc.constantFrom('', '*', '?', '+?'),
      )
      .map(([inner, other, repeat]) => `(${inner.join('')}${other})${repeat}`)
    const expression = fc
      .array(fc.oneof(counted, edge, group), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join(''))
    const line = fc
      .array(fc.constantFrom('a', 'b', ' ', '-', ']', '.', '\\', 'x{', 'A'), { maxLength: 8 })
      .map((all) => all.join(''))
    fc.assert(fc.property(expression, fc.array(line, { minLength: 20, maxLength: 40 }), assertAsGrep), { numRuns: 150 })
  })
})
