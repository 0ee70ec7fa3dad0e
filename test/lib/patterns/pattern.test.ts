import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import * as fc from 'fast-check'
import { logLine } from '../../../lib/patterns/lead-in.ts'
import { LineRules } from '../../../lib/patterns/line-rules.ts'
import { parsePattern } from '../../../lib/patterns/pattern.ts'
import { asTemplate } from '../../../lib/patterns/template.ts'

function matches(written: string, text: string): boolean {
  const pattern = parsePattern(written)
  assert.ok(!('fault' in pattern), JSON.stringify(pattern))
  return new LineRules([{ condition: { pattern }, from: '' }]).knows(logLine(text)) !== undefined
}

function faultOf(written: string): string {
  const pattern = parsePattern(written)
  assert.ok('fault' in pattern, `${written} has a fault`)
  return pattern.fault
}

suite('a typed template', () => {
  const ACCEPTED = 'sshd[@int]: Accepted publickey for @word from @ip port @int @rest'

  test('matches a line with or without the time and host that syslog writes before it', () => {
    const message = 'sshd[812]: Accepted publickey for anna from 192.0.2.7 port 5022 ssh2: RSA'
    for (const lead of [
      '',
      'Nov  3 08:00:00 web1 ',
      '2026-11-03T08:00:00.123456+01:00 web1 ',
      '2026-11-03T07:00:00Z h ',
    ])
      assert.ok(matches(ACCEPTED, lead + message), lead)
    for (const lead of ['x ', 'Nov  3 08:00:00 ', 'Nov  3 08:00 web1 ', 'sshd[1]: '])
      assert.ok(!matches(ACCEPTED, lead + message), lead)
  })

  test('is anchored at both ends, and only @rest at its end takes blanks', () => {
    assert.ok(!matches('a @word c', 'a b b c'))
    assert.ok(!matches('a @word', 'a b c'))
    assert.ok(!matches('a @word', ' a b'))
    assert.ok(matches('a @rest', 'a b c'))
    assert.ok(matches('a @rest', 'a '))
    assert.ok(matches('a @rest', 'a \u2028b\tc\r'))
  })

  test('knows addresses and numbers from other words', () => {
    for (const ip of ['192.0.2.1', '2001:db8::1', '::1', '::ffff:192.0.2.1'])
      assert.ok(matches('from @ip.', `from ${ip}.`), ip)
    for (const word of ['', 'dead', '12', 'web1.example', '192.0.2.1 x'])
      assert.ok(!matches('from @ip', `from ${word}`), word)
    assert.ok(matches('in @intms', 'in 12ms'))
    for (const word of ['', '-1', '1.5', '0x1f', '１']) assert.ok(!matches('in @int', `in ${word}`), word)
  })

  test('takes an @ that is doubled for the character, and refuses any other', () => {
    assert.ok(matches('to info@@example.com @int', 'to info@example.com 1'))
    assert.match(
      faultOf('to info@example.com'),
      /has an @ that begins no placeholder; write @@ for the character, or @ip, @int/,
    )
    assert.match(faultOf('a @rest b'), /has @rest before its end; write @word for each word/)
    assert.match(faultOf(' '), /is empty; write a line/)
  })

  test('made of any text matches that text, and none that differs', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
        fc.string({ unit: 'binary' }),
        (text, other) => {
          fc.pre(text.trim() !== '' && !text.startsWith('/') && !text.includes('\n') && text.isWellFormed())
          assert.ok(matches(asTemplate(text), text))
          assert.equal(matches(asTemplate(text), other), other === text)
        },
      ),
    )
  })
})

suite('a regular expression', () => {
  test('is written between slashes, matches anywhere, and with i takes either case', () => {
    assert.ok(matches('/err(or)?/', 'an err here'))
    assert.ok(!matches('/^err/', 'Nov  3 08:00:00 web1 err'))
    assert.ok(matches('/ERR/i', 'an err here'))
    assert.ok(matches('/kernel/i', 'KERNEL and \u212aernel'))
    assert.ok(!matches('/ERR/', 'an err here'))
    assert.match(faultOf('/a/gm'), /has a flag other than i/)
  })

  test('that RE2 refuses has a fault that says what, where, and what to write instead', () => {
    for (const around of ['(?=b)', '(?!b)', '(?<=b)', '(?<!b)'])
      assert.match(
        faultOf(`/a${around}/`),
        /^looks around, \(\?<?[=!], which takes more than linear time; write an all:/,
      )
    assert.match(faultOf(String.raw`/(a)\1/`), /^refers back to a group, \\1, .*; write what stands there again$/)
    for (const wrong of [
      '/(a/',
      '/a)/',
      '/[b-a]/',
      '/a**/',
      '/a{2000}/',
      '/(?>a)/',
      String.raw`/\k<a>/`,
      '/(?<a>x)(?<a>y)/',
    ])
      assert.match(faultOf(wrong), /; (?:correct it at|write) /, wrong)
    assert.match(faultOf(`/${'a'.repeat(5000)}/`), /has more than 4096 characters; write several rules/)
    assert.ok(!faultOf('/(\u001b[2J/').includes('\u001b'))
  })

  test('is compiled or has a fault, whatever is written', () => {
    const mark = fc.constantFrom(
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      '*',
      '+',
      '?',
      '|',
      '^',
      '$',
      '.',
      '\\',
      'a',
      '1',
      ',',
      '-',
      ':',
      'Q',
      'p',
    )
    fc.assert(
      fc.property(fc.array(mark, { maxLength: 12 }), (marks) => {
        const pattern = parsePattern(`/${marks.join('')}/`)
        if ('fault' in pattern) assert.match(pattern.fault, /; /)
      }),
    )
  })
})
