import assert from 'node:assert/strict'
import { test } from 'node:test'
import { literalsOf, parseCondition } from '../../../lib/patterns/condition.ts'
import { logLine } from '../../../lib/patterns/lead-in.ts'
import { LineRules } from '../../../lib/patterns/line-rules.ts'

function conditionOf(written: unknown) {
  const condition = parseCondition(written)
  assert.ok(!('fault' in condition), JSON.stringify(condition))
  return condition
}

function knows(written: unknown, text: string): boolean {
  return new LineRules([{ condition: conditionOf(written), from: '' }]).knows(logLine(text)) !== undefined
}

test('conditions join tests, and a test may ask that a pattern does not match', () => {
  const written = { all: ['=~ /mail/', { any: ['/alpha/', '/beta/'] }, '!~ /error/', { not: { all: ['/x/', '/y/'] } }] }
  for (const [text, expected] of [
    ['mail alpha', true],
    ['mail beta x', true],
    ['mail gamma', false],
    ['alpha', false],
    ['mail alpha error', false],
    ['mail alpha x y', false],
  ] as const)
    assert.equal(knows(written, text), expected, text)
  assert.ok(knows('!~ /error/', 'anything'))
  assert.ok(knows({ not: '/error/' }, ''))
})

test('of an all: the best literal counts, of an any: each part must have one', () => {
  for (const [written, literals] of [
    ['/long text/', ['long text']],
    [{ all: ['/abc/', '/long text/', '/x/'] }, ['long text']],
    [{ all: ['/abcd/', { any: ['/long text/', '/abc/'] }] }, ['abcd']],
    [{ any: ['/abc/', '/def/'] }, ['abc', 'def']],
    [{ any: ['/abc/', '/x/'] }, undefined],
    [{ not: '/abc/' }, undefined],
    ['!~ /abc/', undefined],
    [{ all: ['!~ /abc/', '/x/'] }, undefined],
  ] as const)
    assert.deepEqual(literalsOf(conditionOf(written)), literals, JSON.stringify(written))
})

test('what is wrong is said with the keys that lead to it', () => {
  const deep = Array.from({ length: 10 }).reduce<unknown>((inner) => ({ not: inner }), 'text')
  for (const [written, fault] of [
    [{ all: ['good', { any: ['good', '/(/'] }] }, /^all, 2: any, 2: is no regular expression/],
    [{ not: 'a@b' }, /^not: has an @/],
    [{ all: [] }, /^all: is no list; write each/],
    [{ any: 'text' }, /^any: is no list/],
    [{ 'sshd[@int]': 'Accepted' }, /^is neither a pattern nor a section .*; write a pattern in '…'/],
    [{ all: ['a'], any: ['a'] }, /^is neither/],
    [{ constructor: ['a'] }, /^is neither/],
    [[], /^is neither/],
    [null, /^is neither/],
    [7, /^is neither/],
    [deep, /holds more than 8 conditions within each other/],
  ] as const) {
    const condition = parseCondition(written)
    assert.match('fault' in condition ? condition.fault : '', fault)
  }
})
