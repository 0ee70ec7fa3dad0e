import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aliasesIn } from '../../../agent/backstop/aliases.ts'

/** The aliases in a text, as `address > destination`. */
function shown(text: string): string[] {
  return aliasesIn(text).map(({ address, destination }) => `${address} > ${destination}`)
}

test('each destination of an address is one alias', () => {
  assert.deepEqual(shown('anna@example.com: anna@example.com, drop@mail.example\nbob@example.com: carl\n'), [
    'anna@example.com > anna@example.com',
    'anna@example.com > drop@mail.example',
    'bob@example.com > carl',
  ])
})

test('commas in quotes, and those in the text of a refusal, separate nothing', () => {
  assert.deepEqual(shown('a@example.com: "|/bin/x a,b", "/tmp/a,b"\n*: :fail: No, there is nobody\n'), [
    'a@example.com > "|/bin/x a,b"',
    'a@example.com > "/tmp/a,b"',
    '* > :fail: No',
  ])
  assert.deepEqual(shown('a@example.com: :blackhole:, drop@mail.example'), [
    'a@example.com > :blackhole:',
    'a@example.com > drop@mail.example',
  ])
})

test('keys end at a colon or a blank, may be quoted, and their case does not matter', () => {
  for (const line of [
    'A@Example.com: x',
    'a@example.com x',
    '"a@example.com": x',
    '"a@example.com" x',
    'a@example.com:x',
  ])
    assert.deepEqual(shown(line), ['a@example.com > x'], line)
})

test('comments and empty lines are nothing, and a line that begins with a blank goes on', () => {
  assert.deepEqual(shown('# a@example.com: x\n\na@example.com: x,\n  y\r\n\t z\n'), [
    'a@example.com > x',
    'a@example.com > y z',
  ])
})

test('what is no alias file is read without an exception', () => {
  for (const text of ['', '\0\0', '"', '"\\', ':', ',', ' x', 'a', 'a: \\', 'a: "', '::::', 'a:,,,', '\u2028a: b'])
    assert.ok(Array.isArray(aliasesIn(text)), JSON.stringify(text))
})

test('a file as large as any that is read is no more than its parts', () => {
  for (const piece of [',', '"', '\\', 'a@example.com: b\n', ' ', 'a: b,']) {
    const text = piece.repeat((2 * 1024 * 1024) / piece.length)
    assert.ok(aliasesIn(text).length <= text.length, piece)
  }
})
