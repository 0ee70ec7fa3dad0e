import assert from 'node:assert/strict'
import { fstatSync } from 'node:fs'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { isTerminal, widthOf } from '../../../lib/terminal/width.ts'

test('a terminal has its own width, the journal no limit, anything else 80 columns', () => {
  assert.equal(widthOf(Object.assign(new PassThrough(), { columns: 132 })), 132)
  assert.equal(widthOf(Object.assign(new PassThrough(), { columns: 0 })), 80)
  assert.equal(widthOf(new PassThrough()), 80)
  const { dev, ino } = fstatSync(0, { bigint: true })
  const env = { JOURNAL_STREAM: `${dev}:${ino}` }
  assert.equal(widthOf(Object.assign(new PassThrough(), { fd: 0 }), env), Infinity)
})

test('a stream with isTTY is a terminal', () => {
  assert.equal(isTerminal(Object.assign(new PassThrough(), { isTTY: true })), true)
  assert.equal(isTerminal(new PassThrough()), false)
})
