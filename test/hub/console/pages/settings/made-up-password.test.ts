import assert from 'node:assert/strict'
import { test } from 'node:test'
import { madeUpPassword } from '../../../../../hub/console/pages/settings/made-up-password.ts'

test('a made-up password is long enough, can be read out, and never comes twice', () => {
  const made = Array.from({ length: 200 }, madeUpPassword)
  for (const password of made) assert.match(password, /^(?:[a-hjkmnp-z2-9]{5}-){3}[a-hjkmnp-z2-9]{5}$/)
  assert.equal(new Set(made).size, made.length)
  assert.equal(new Set(made.join('').replaceAll('-', '')).size, 31, 'every letter is used')
})
