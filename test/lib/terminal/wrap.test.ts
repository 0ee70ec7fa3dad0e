import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wrap } from '../../../lib/terminal/wrap.ts'

test('a line that fits is unchanged, spaces included', () => {
  assert.equal(wrap('', 10), '')
  assert.equal(wrap('  a   b  c', 10), '  a   b  c')
})

test('a longer line breaks between words, and the rest is indented', () => {
  assert.equal(wrap('one two three four five', 10), 'one two\n    three\n    four\n    five')
  assert.equal(wrap('  one two three', 10), '  one two\n    three')
})

test('a word longer than the line stays whole', () => {
  const path = '/usr/local/cpanel/logs/login_log'
  assert.equal(wrap(`see ${path} or so`, 12), `see\n    ${path}\n    or so`)
  assert.equal(wrap(path, 12), path)
  assert.equal(wrap(`  ${path}`, 12), `  ${path}`)
})

test('text continues beside the columns before it', () => {
  assert.equal(wrap('one two three', 12, { first: 5, rest: 5 }), 'one two\n     three')
})

test('colours have no width', () => {
  assert.equal(wrap('\u001b[31mone\u001b[39m two', 7), '\u001b[31mone\u001b[39m two')
})

test('a command to type stays on one line, so that it can be copied', () => {
  const command = 'chown root:spoor /etc/spoor/spoor.yml && chmod 0640 /etc/spoor/spoor.yml'
  assert.equal(wrap(`a file is closed; type: ${command}`, 30), `a file is closed; type:\n    ${command}`)
})
