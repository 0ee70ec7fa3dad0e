import assert from 'node:assert/strict'
import { test } from 'node:test'
import { identifierFor } from '../../../hub/credentials/readable-id.ts'
import { newToken, presentedToken } from '../../../hub/enrolment/enrol-token.ts'

test('a token says which one it is, and only its digest is kept', () => {
  const { text, id, digest } = newToken()
  assert.deepEqual(presentedToken(text), { id, digest })
  assert.match(digest, /^[\da-f]{64}$/)
  assert.ok(!digest.includes(text.split('.')[1] ?? text))
  assert.notEqual(newToken().text, text)
})

test('what is no token is none', () => {
  const { text } = newToken()
  for (const wrong of ['', 'x', `${text}x`, ` ${text}`, text.slice(0, -1), text.replace('t-', 'T-'), `${text}\n`])
    assert.equal(presentedToken(wrong), undefined, wrong)
})

test('an identifier begins like the name of its host, and holds nothing that Basic cannot carry', () => {
  assert.match(identifierFor('Web1.example.com'), /^web1-[2-9a-z]{8}$/)
  assert.match(identifierFor('a'.repeat(300)), /^a{40}-[2-9a-z]{8}$/)
})
