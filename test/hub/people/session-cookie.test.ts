import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sessionCookie, sessionIn } from '../../../hub/people/session-cookie.ts'
import { digestOf, newSecret } from '../../../lib/credentials/secret.ts'

const [TLS, PLAIN] = ['https://hub.example.com', 'http://localhost:8460']

test('a session is found among other cookies, and nothing that only looks like one', () => {
  const secret = newSecret()
  const found = (cookie: string, origin = TLS): string | undefined => sessionIn({ cookie }, origin)
  assert.equal(found(`a=b; __Host-spoor=${secret};c`), digestOf(secret))
  assert.equal(found(`spoor=${secret}`, PLAIN), digestOf(secret))
  const none = ['', 'spoor', `spoor=${secret}`, `x__Host-spoor=${secret}`, `__Host-spoor=${secret}x`, '__Host-spoor=']
  for (const cookie of none) assert.equal(found(cookie), undefined, cookie)
  assert.equal(found(`__Host-spoor=${secret}`, PLAIN), undefined)
  assert.equal(sessionIn({}, TLS), undefined)
})

test('a cookie is for this host alone, and no script reads it', () => {
  const attributes = sessionCookie('x', TLS)['set-cookie'].split('; ').slice(1).sort()
  assert.deepEqual(attributes, ['HttpOnly', 'Max-Age=43200', 'Path=/', 'SameSite=Strict', 'Secure'])
})
