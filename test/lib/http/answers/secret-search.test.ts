import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { holdsSecret } from '../../../../lib/http/answers/secret-search.ts'

const SECRET = 'pa"ss\\w<ö>rd%41 &amp; 7+3'

function each(text: string, write: (character: string) => string): string {
  return Array.from(text, write).join('')
}

function units(text: string, write: (unit: number) => string): string {
  return Array.from({ length: text.length }, (_, index) => write(text.charCodeAt(index))).join('')
}

function hex(number: number, digits: number): string {
  return number.toString(16).padStart(digits, '0')
}

/** How a server may write what it was sent. */
const ENCODINGS: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  'as JSON': (text) => JSON.stringify(text),
  'as JSON in ASCII': (text) =>
    JSON.stringify(text).replaceAll(/[^ -~]/g, (unit) => `\\u${hex(unit.charCodeAt(0), 4)}`),
  'as JSON with slashes escaped': (text) => JSON.stringify(text).replaceAll('/', '\\/'),
  'all of it as \\u': (text) => units(text, (unit) => `\\u${hex(unit, 4)}`),
  'all of it as \\u{}': (text) => each(text, (one) => `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`),
  'percent-encoded': encodeURIComponent,
  'as a form': (text) => new URLSearchParams({ t: text }).toString().slice(2),
  'percent-encoded in small letters': (text) =>
    encodeURIComponent(text).replaceAll(/%../g, (escape) => escape.toLowerCase()),
  'all of it percent-encoded': (text) => Buffer.from(text).toString('hex').replaceAll(/../g, '%$&'),
  'as HTML': (text) => text.replaceAll(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`),
  'as HTML by name': (text) =>
    text.replaceAll(/[&<>"]/g, (one) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[one] ?? '&quot;'),
  'all of it as HTML': (text) => each(text, (one) => `&#x${(one.codePointAt(0) ?? 0).toString(16)};`),
  'in base64': (text) => Buffer.from(text).toString('base64'),
  'in base64 for URLs': (text) => Buffer.from(text).toString('base64url'),
  'in base64 on lines': (text) => Buffer.from(text).toString('base64').replaceAll(/.{19}/g, '$&\r\n'),
  'in base64 after a name': (text) => Buffer.from(`agent-7:${text}`).toString('base64'),
  'in base64 of UTF-16': (text) => Buffer.from(text, 'utf16le').toString('base64'),
  'in hex': (text) => Buffer.from(text).toString('hex'),
  'in hex, upper case': (text) => Buffer.from(text).toString('hex').toUpperCase(),
  'in hex with colons': (text) =>
    Buffer.from(text)
      .toString('hex')
      .replaceAll(/..(?!$)/g, '$&:'),
  'as bytes of C in octal': (text) =>
    [...Buffer.from(text)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join(''),
  'in quoted-printable': (text) =>
    Array.from(text, (one) =>
      /[!-<>-~ ]/.test(one) ? one : Buffer.from(one).toString('hex').toUpperCase().replaceAll(/../g, '=$&'),
    ).join(''),
  'all of it in quoted-printable': (text) => Buffer.from(text).toString('hex').replaceAll(/../g, '=$&'),
  "as Node's Buffer in JSON": (text) => JSON.stringify(Buffer.from(text)),
  'as an array of bytes': (text) => `[${[...Buffer.from(text)].join(', ')}]`,
  'as bytes of C': (text) => Buffer.from(text).toString('hex').replaceAll(/../g, '\\x$&'),
}

const NAMES = Object.keys(ENCODINGS)

function encoded(text: string, chain: readonly string[]): string {
  return chain.reduce((written, name) => ENCODINGS[name]?.(written) ?? assert.fail(name), text)
}

for (const name of NAMES) {
  test(`a secret that is written ${name} is found, alone and in the middle of words`, () => {
    const written = encoded(SECRET, [name])
    for (const text of [written, `{"error":"no such credentials: ${written}"}`, `<p>who is ${written} ?</p>`])
      assert.equal(holdsSecret(text, [SECRET]), true, text)
  })
}

test('a secret is found behind any chain of encodings', () => {
  const character = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...Array.from('abcXYZ0189')) },
    { weight: 3, arbitrary: fc.constantFrom(...Array.from('"\\/%&<>\'+:;=#!$-_. ')) },
    { weight: 1, arbitrary: fc.constantFrom(...Array.from('äßéñøÿ€Ж中😀')) },
  )
  const secrets = fc.string({ unit: character, minLength: 4, maxLength: 40 }).filter((text) => /[^\s+]{4}/.test(text))
  const chains = fc.array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 3 })
  const words = fc.constantFrom('', 'error: ', '{"message":"', 'bad credentials ', '<p>')
  fc.assert(
    fc.property(secrets, chains, words, (secret, chain, before) => {
      assert.equal(holdsSecret(`${before}${encoded(secret, chain)}`, [secret]), true)
    }),
    { numRuns: 3000 },
  )
})

test('a long part of a secret counts as the secret', () => {
  const secret = '0f8a6b3c9d2e4f71a5b6'
  for (let start = 0; start + 8 <= secret.length; start += 1) {
    const part = secret.slice(start, start + 8)
    for (const name of NAMES) assert.equal(holdsSecret(`no: ${encoded(part, [name])}…`, [secret]), true, name)
  }
  assert.equal(holdsSecret(secret.slice(0, 7), [secret]), false)
})

test('a secret in another case counts as the secret', () => {
  for (const text of ['GEHEIM-ABC123', 'Geheim-Abc123', Buffer.from('geheim-abc123').toString('base64')])
    assert.equal(holdsSecret(text, ['geheim-ABC123']), true, text)
})

test('what servers usually write holds no secret', () => {
  const secrets = ['kX93jd82hQ7z', 'Zm9vYmFyYmF6cXV4cXV1eA==', 'p']
  for (const text of [
    '',
    '{"error":"mailbox_address: is not known","id":"550e8400-e29b-41d4-a716-446655440000"}',
    '<html><head><title>502 Bad Gateway</title></head><body><center>nginx/1.24.0</center></body></html>',
    'https://api.example.com/docs#errors?code=%7B17%7D &amp; more \\n \\u00e4',
    Buffer.from('nothing to see here, but much of it').toString('base64'),
    'deadbeef'.repeat(20),
  ])
    assert.equal(holdsSecret(text, secrets.slice(0, 2)), false, text)
  assert.equal(holdsSecret('anything', ['', ' ']), false)
  assert.equal(holdsSecret('anything', []), false)
})

test('a text with too many forms to search counts as one with a secret', () => {
  assert.equal(holdsSecret(`%${'25'.repeat(1000)}41`, ['kX93jd82hQ7z']), true)
  assert.equal(holdsSecret(`%${'25'.repeat(100)}41`, ['kX93jd82hQ7z']), false)
})
