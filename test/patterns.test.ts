// Every pattern of the program takes linear time on whatever text it is given.
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { whyNotLinear } from './support/linear-pattern.ts'
import { patternsIn } from './support/pattern.ts'

const ROOT = join(import.meta.dirname, '..')

/** Patterns for text by the operator, who may wait for himself, or for a file name of at most 255 bytes. */
const SHORT =
  /^lib\/(?:settings\/|patterns\/(?:condition|pattern|posix-ere|required-literal)\.ts$|http\/connection\/proxy\.ts$)|^agent\/(?:config\/|mail-reports\/maillog\/|receivers\/spoor-api\/api-access\.ts$|follow\/search\/cop(?:ies|y-name)\.ts$)/

function patternsOf(path: string): readonly RegExp[] {
  return patternsIn(readFileSync(join(ROOT, path), 'utf8'))
}

test('every pattern for text from outside is obviously linear', () => {
  const paths = globSync('{agent,lib}/**/*.ts', { cwd: ROOT }).filter((path) => !SHORT.test(path))
  const faults = paths.flatMap((path) =>
    patternsOf(path).flatMap((pattern) => {
      const fault = whyNotLinear(pattern)
      return fault === undefined ? [] : `${path}: ${pattern} ${fault}`
    }),
  )
  assert.deepEqual(faults, [])
})

test('no pattern is built from text, where this test cannot see it, except for the names of copies', () => {
  const made = globSync('{agent,lib}/**/*.ts', { cwd: ROOT }).filter((path) =>
    readFileSync(join(ROOT, path), 'utf8').includes('new RegExp('),
  )
  assert.deepEqual(
    made.filter((path) => path !== 'agent/follow/search/copies.ts'),
    [],
  )
})

suite('the patterns in code', () => {
  test('are found wherever they are, and nowhere else', () => {
    const code = [
      "const one = /a'b/ // not /this/",
      ' * or /this/',
      "call('/not/', /[/']/g)",
      'return /b/.test(c) ? /\\/c/u : !/d/.test(c)',
      'const half = all / 2 / 3',
    ].join('\n')
    assert.deepEqual(patternsIn(code).map(String), ["/a'b/", "/[/']/g", '/b/', '/\\/c/u', '/d/'])
  })

  test('are found in the drivers', () => {
    for (const [driver, count] of Object.entries({ 'access-line': 2, 'cpanel-error': 2, 'cpanel-login': 5 }))
      assert.ok(patternsOf(`agent/drivers/${driver}.ts`).length >= count, driver)
  })
})

suite('a pattern is obviously linear', () => {
  test('if one character decides the end of each loop', () => {
    for (const pattern of [
      /^([^ ]+) (-|proxy) "([A-Z]+) +(?:([^ ]+) HTTP|([^ "]+)(?: [^"]*)?)" \d{3} /,
      /^a*b*c/,
      /^(?:ab)+c/,
      /^[a-z]+(?=[-"])/,
      /^a+$/,
      /(?:%[\dA-F]{2})+/g,
      /-\d+\.gz/,
      /a{8}b{2,40}c/,
      /\s+/g,
      /^a?a?a?b/,
      /\d+(?:[-.]\d+)*/g,
      /^(?:[^"\\]|\\.)*"/,
    ]) {
      assert.equal(whyNotLinear(pattern), undefined, String(pattern))
    }
  })

  test('and not otherwise', () => {
    for (const [pattern, fault] of [
      [/^(?:a+)+$/, 'has a loop that could end where it could go on'],
      [/^(?:a+b?)+$/, 'has a loop that could end where it could go on'],
      [/^(?:ba*)+a/, 'has a loop that could end where it could go on'],
      [/^(?:a|a)+b/, 'has a loop of which a round can be taken in two ways'],
      [/^(?:a*)+b/, 'has a loop of which a round can be taken in two ways'],
      [/^(?:a?b?)+c/, 'has a loop of which a round can be taken in two ways'],
      [/^a+a+b/, 'has a loop that could end where it could go on'],
      [/^.*x.*y/, 'has a loop that could end where it could go on'],
      [/^\w+\d+x/, 'has a loop that could end where it could go on'],
      [/^a+(?:b|a)/, 'has a loop that could end where it could go on'],
      [/^a+b?a/, 'has a loop that could end where it could go on'],
      [/^(?:x a{1,9})?a/, 'has a loop that could end where it could go on'],
      [/\s+$/, 'is tried anew at each place of its loop'],
      [/a+b/, 'is tried anew at each place of its loop'],
      [/"[^']*'/, 'is tried anew at each place of its loop'],
      [/^x|a+b/, 'is tried anew at each place of its loop'],
      [/(a)\1/, 'holds a back reference'],
    ] as const) {
      assert.equal(whyNotLinear(pattern), fault, String(pattern))
    }
  })
})
