import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { LineRules } from '../../../lib/patterns/line-rules.ts'
import { parsePattern } from '../../../lib/patterns/pattern.ts'
import { fromPerl } from '../../../lib/patterns/perl-pattern.ts'

/** Each line with what Perl 5.36 said of it. */
const MATCHES: readonly (readonly [written: string, ...lines: readonly (readonly [line: string, fits: boolean])[]])[] =
  [
    [String.raw`/a\/b/i`, ['xA/Bx', true], ['a\\/b', false]],
    [String.raw`m#a/b\#c#`, ['a/b#c', true]],
    [String.raw`m{^a{2,3}(b)$}`, ['aab', true], ['aaaab', false]],
    [String.raw`m{x\{}`, ['x{', true]],
    [String.raw`m (a) `, ['a', true]],
    [String.raw`qr<a.c>`, ['abc', true]],
    [String.raw`/a b # c/x`, ['ab', true], ['a b # c', false]],
    [String.raw`/a\ b[ ]c/x`, ['a b c', true], ['abc', false]],
    [String.raw`/[\w.-]+@\d+/`, ['a.b@12', true], ['@12', false]],
    [String.raw`/x@\./`, ['x@.', true]],
    [String.raw`/a$|b/`, ['xa', true], ['ax', false], ['xbx', true]],
    [String.raw`/\Aab\Z/`, ['ab', true], ['xab', false], ['abx', false]],
    [String.raw`/^\s*\z/`, ['  ', true], ['x', false]],
    [String.raw`/[]a]+\]/`, [']]', true], ['b]', false]],
    [String.raw`/[[]b/`, ['[b', true]],
    [String.raw`/[^]a]/`, [']a', false], ['b', true]],
    [String.raw`/[[:alpha:]x-]7/`, ['a7', true], ['-7', true], ['87', false]],
    [String.raw`/^a{,3}$/`, ['a{,3}', true], ['aa', false]],
    [String.raw`/a{b/`, ['a{b', true]],
    [String.raw`/\x41\x{42}\103\t/`, ['ABC\t', true]],
    [String.raw`/\hx\e/`, ['\tx\u001b', true]],
    [String.raw`/(?i:a)b/`, ['Ab', true], ['AB', false]],
    [String.raw`/(?<n>a)(?#said)b/`, ['ab', true]],
    [String.raw`/\+\++x/`, ['++++x', true]],
    [String.raw`/}+x/`, ['}}x', true]],
    [String.raw`/a\_\-\@\$\"b/`, ['a_-@$"b', true]],
    [String.raw`/a.*?b+?$/gimosx`, ['xABB', true]],
  ]

suite('a match of Perl as a pattern of a rule', () => {
  test('fits the lines that it fits in Perl, and no others', () => {
    for (const [written, ...lines] of MATCHES) {
      const translated = fromPerl(written)
      assert.ok(typeof translated === 'string', `${written}: ${JSON.stringify(translated)}`)
      const pattern = parsePattern(translated)
      assert.ok(!('fault' in pattern))
      const rules = new LineRules([{ condition: { pattern }, from: '' }])
      for (const [line, isFitting] of lines)
        assert.equal(
          rules.knows({ text: line, message: line, stamp: '' }) !== undefined,
          isFitting,
          `${written} on ${line}`,
        )
    }
  })

  test('is refused if RE2 knows no such thing or reads it otherwise', () => {
    for (const [written, fault] of [
      ['/(?=a)/', /^looks around, \(\?=,/],
      ['/(?<!a)b/', /^looks around, \(\?<!,/],
      [String.raw`/(a)\1/`, /^refers back to a group, \\1,/],
      [String.raw`/(?<n>a)\k<n>/`, /^refers back to a group, \\k,/],
      [String.raw`/(a)\g1/`, /^has \\g,/],
      ['/a*+b/', /^never gives back what it took, \*\+,/],
      ['/a{2}+b/', /^never gives back what it took, \{2\}\+,/],
      ['/(?>a)b/', /^never gives back what a group took/],
      ['/(??{ code })/', /^runs Perl code/],
      ['/(?|a|b)/', /^has a group that RE2 does not know/],
      ['/(?(1)a|b)/', /^has a group that RE2 does not know/],
      ['/a(?R)b/', /^has a group that RE2 does not know/],
      ['/(*FAIL)/', /^has a group that RE2 does not know/],
      ['/(?x: a)/', /^has a group that RE2 does not know/],
      ['/$user/', /^holds \$user, a variable/],
      ['/a$.b/', /^holds \$\.b, a variable/],
      ['/[$]/', /^holds \$ in a class/],
      ['/[a@b]/', /^holds @b\], a variable|^holds @b, a variable/],
      ['/@{[ code ]}/', /^holds @\{/],
      ['/a/ && /b/', /^has Perl code after the match/],
      ['s/a/b/', /^is Perl code, not a match/],
      ['y/a/b/', /^is Perl code, not a match/],
      ['m|a\\|b|', /^has \\\| between \| and \|/],
      ['/a/n', /^has the flags n/],
      ['//', /^is empty/],
      ['/ # only/x', /^is empty/],
      ['m{a{2}', /^has no } at its end/],
      ['/a\\/', /^has no \/ at its end/],
      ['/\\Ga/', /^has \\G,/],
      ['/\\Ua/', /^has \\U,/],
      ['/a**/', /^is no regular expression that RE2 knows/],
      [`/${'a'.repeat(4096)}/`, /^has more than 4096 characters/],
    ] as const) {
      const translated = fromPerl(written)
      assert.ok(typeof translated === 'object', written)
      assert.match(translated.fault, fault, written)
    }
  })
})
