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

test('only a system error has a code', () => {
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

test('a message has at most 300 characters, whatever was thrown', () => {
  assert.equal(messageOf(new Error('why')), 'why')
  assert.equal(messageOf('why'), 'why')
  assert.equal(messageOf(undefined), 'undefined')
  assert.equal(messageOf(new Error('x'.repeat(1000))), 'x'.repeat(300))
})

test('ActionNeeded has exit code 1 by default, and keeps its cause', () => {
  const cause = new Error('inner')
  const error = new ActionNeeded('do this', EXIT.held, { cause })
  assert.deepEqual([error.name, error.message, error.exitCode, error.cause], ['ActionNeeded', 'do this', 75, cause])
  assert.equal(new ActionNeeded('do this').exitCode, 1)
})

test('an exceeded disk quota, for which Node has no name, is EDQUOT', () => {
  const unknown = 'Unknown system error -122'
  const error = Object.assign(new Error(`${unknown}: ${unknown}, write`), { code: unknown })
  assert.equal(codeOf(error), 'EDQUOT')
  assert.equal(messageOf(error), 'EDQUOT: disk quota exceeded, write')
})

test('ActionNeeded and system errors come from outside; bugs do not', () => {
  assert.ok(isOutside(new ActionNeeded('do')))
  assert.ok(isOutside(thrown(() => readFileSync('/nonexistent'))))
  assert.ok(!isOutside(new TypeError('bug')))
})
