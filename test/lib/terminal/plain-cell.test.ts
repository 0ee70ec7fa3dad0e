import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plainCell } from '../../../lib/terminal/plain-cell.ts'

test('a cell holds paths and sentences whole, and of what is very long only the beginning', () => {
  const path = `/home/${'a'.repeat(100)}/mail/example.com/login_log`
  assert.equal(plainCell(path), path)
  const sentence = 'Somebody guessed the password of anna.berg@example.com. '.repeat(10).trim()
  assert.equal(plainCell(sentence), sentence)
  const name = `${'x'.repeat(900)}@example.com`
  assert.equal(plainCell(name), `${'x'.repeat(159)}…`)
  assert.equal(plainCell(`${name} was taken over.`), `${'x'.repeat(159)}… was taken over.`)
  assert.ok(plainCell('one word '.repeat(500)).length <= 600)
})

test('a cell is one line of plain text, and is not cut within a character', () => {
  assert.equal(plainCell('a\u001B[31mb\nc'), 'a?[31mb?c')
  assert.equal(plainCell('😀'.repeat(300)), `${'😀'.repeat(79)}…`)
})
