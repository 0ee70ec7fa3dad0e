import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import * as fc from 'fast-check'
import { Automaton } from '../../../lib/patterns/automaton.ts'
import { compiled, expressionFault } from '../../../lib/patterns/expression.ts'

const character = fc.constantFrom('a', 'b', 'k', 'A', '_', ' ', '7', '-', '\n', 'é', '\u212a', '\u{1f600}', '\ud800')
const text = fc.array(character, { maxLength: 12 }).map((all) => all.join(''))

const atom = fc.constantFrom(
  ...'a b k . 7 [ab] [^a] [[:alnum:]] [^[:space:]] é \u{1f600} ^ $ (?m:^) (?m:$) (?s:.)'.split(' '),
  ...['b', 'B', 'A', 'z', 'w', 'W', 'd', 'pL'].map((each) => `\\${each}`),
  ' ',
)
const expression = fc.letrec<{ all: string; one: string }>((tie) => ({
  all: fc.array(tie('one'), { minLength: 1, maxLength: 5 }).map((parts) => parts.join('')),
  one: fc.oneof(
    { maxDepth: 4 },
    atom,
    fc
      .tuple(tie('one'), fc.constantFrom('*', '+', '?', '{2}', '{1,3}', '*?'))
      .map(([one, count]) => `(?:${one})${count}`),
    fc.tuple(tie('all'), tie('all')).map(([one, other]) => `(?:${one}|${other})`),
    tie('all').map((all) => `^${all}$`),
  ),
})).all

suite('an automaton', () => {
  test('matches what re2js matches, again and again', () => {
    let matches = 0
    fc.assert(
      fc.property(
        expression,
        fc.boolean(),
        fc.array(text, { minLength: 1, maxLength: 6 }),
        (written, isFolded, texts) => {
          fc.pre(expressionFault({ text: written, isFolded }) === undefined)
          const machine = compiled({ text: written, isFolded })
          const automaton = new Automaton(compiled({ text: written, isFolded }))
          for (const each of [...texts, '', ...texts]) {
            const isMatch = machine.test(each)
            if (isMatch) matches += 1
            assert.equal(automaton.test(each), isMatch, JSON.stringify([written, each]))
          }
        },
      ),
      { numRuns: 2000 },
    )
    assert.ok(matches > 200, `${matches} matches`)
  })

  test('matches the same when a text leads to more states than it keeps', () => {
    const written = '(a|b)*a(a|b){12}c'
    const automaton = new Automaton(compiled({ text: written, isFolded: false }))
    let seed = 1
    const random = Array.from({ length: 20_000 }, () => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
      return seed < 2 ** 31 ? 'a' : 'b'
    }).join('')
    const short = 'abbbbbbbbbbbbc'
    for (let round = 0; round < 2; round += 1) {
      assert.equal(automaton.test(random), false)
      assert.equal(automaton.test(`${random}${short}`), true)
      assert.equal(automaton.test(short), true)
      assert.equal(automaton.test(short.slice(1)), false)
    }
  })
})
