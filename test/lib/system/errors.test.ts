import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { ActionNeeded, EXIT, codeOf, isOutside, messageOf } from '../../../lib/system/errors.ts'

function thrown(run: () => unknown): unknown {
  try {
    return run()
  } catch (error) {
    return error
  }
}

test('the code of an error of the system is its own, and nothing else has one', () => {
  assert.equal(codeOf(thrown(() => readFileSync('/nonexistent'))), 'ENOENT')
  for (const other of [
    new Error('x'),
    Object.assign(new Error('x'), { code: 7 }),
    { code: 'ENOENT' },
    'ENOENT',
    null,
  ]) {
    assert.equal(codeOf(other), undefined)
  }
})

test('what an error says is at most 300 characters long, whatever was thrown', () => {
  assert.equal(messageOf(new Error('why')), 'why')
  assert.equal(messageOf('why'), 'why')
  assert.equal(messageOf(undefined), 'undefined')
  assert.equal(messageOf(new Error('x'.repeat(1000))), 'x'.repeat(300))
})

test('what a person must act on ends with 1 unless it says otherwise, and keeps its cause', () => {
  const cause = new Error('inner')
  const error = new ActionNeeded('do this', EXIT.held, { cause })
  assert.deepEqual([error.name, error.message, error.exitCode, error.cause], ['ActionNeeded', 'do this', 75, cause])
  assert.equal(new ActionNeeded('do this').exitCode, 1)
})

test('an exceeded quota, which Node does not know, has its name', () => {
  const unknown = 'Unknown system error -122'
  const error = Object.assign(new Error(`${unknown}: ${unknown}, write`), { code: unknown })
  assert.equal(codeOf(error), 'EDQUOT')
  assert.equal(messageOf(error), 'EDQUOT: disk quota exceeded, write')
})

test('what a person must do and what the system says is of the world outside; a bug is not', () => {
  assert.ok(isOutside(new ActionNeeded('do')))
  assert.ok(isOutside(thrown(() => readFileSync('/nonexistent'))))
  assert.ok(!isOutside(new TypeError('bug')))
})
