import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newSpokenCode, spokenCodeDigest } from '../../../hub/people/spoken-code.ts'

test('a code is easy to read and is known however it is typed', () => {
  const code = newSpokenCode()
  assert.match(code, /^(?:[2-9a-hjkmnp-z]{4}-){3}[2-9a-hjkmnp-z]{4}$/)
  assert.notEqual(code, newSpokenCode())
  for (const typed of [code.toUpperCase(), code.replaceAll('-', ' '), ` ${code.replaceAll('-', '')}\n`])
    assert.equal(spokenCodeDigest(typed), spokenCodeDigest(code))
})
