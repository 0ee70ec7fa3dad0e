import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { isPlaceholder, isPlaceholderHost } from '../../../agent/check/placeholder.ts'

test('what a template or a person left to fill in is a placeholder', () => {
  for (const text of [
    '${VAR}',
    'id-${spoor.identifier}',
    '$SPOOR_ID',
    '$(SPOOR_ID)',
    '$(cat /run/secrets/spoor)',
    '`pass show spoor`',
    '{{ spoor_secret }}',
    '<%= @secret %>',
    '@SECRET@',
    '%SECRET%',
    '__SECRET__',
    '<your id>',
    '[identifier]',
    'REPLACE_ME',
    'insert-here',
    'INSERT_ID_HERE',
    'put your secret here',
    'SET_ME',
    'ReplaceMe',
    'CHANGEME',
    'changeme123',
    'change_this',
    'fill in',
    'xxx',
    'XXXX-XXXX',
    '...',
    '…',
    '???',
    '*****',
    'YOUR-IDENTIFIER',
    'YOUR-SECRET',
    'your_api_key',
    'yourpassword',
    'TODO',
    'tbd',
    'placeholder',
    'example',
    'null',
    'secret',
    'Password',
  ]) {
    assert.ok(isPlaceholder(text), text)
  }
})

test('a real value is not a placeholder, however odd', () => {
  for (const text of [
    'ABC123',
    '007',
    'web1',
    'yourhosting-web1',
    'yourkeyholder',
    'put-where',
    'insertion-there7',
    'set-2f9c',
    'my-hosting',
    'changes',
    'replaced',
    'todo-app-17',
    'fixme2',
    'p$A5s',
    'a{b}c',
    '%41',
    'user@host@x',
    '<a',
    'x',
    'xx',
    'mexxx',
    'secret456',
  ]) {
    assert.ok(!isPlaceholder(text), text)
  }
  for (let count = 0; count < 10_000; count += 1) {
    for (const text of [randomUUID(), randomBytes(24).toString('base64'), randomBytes(16).toString('hex')]) {
      assert.ok(!isPlaceholder(text), text)
    }
  }
})

test('a host name that nobody can have, or with a label that is a placeholder, is a placeholder', () => {
  for (const name of [
    'spoor.example.com',
    'example.net',
    'spoor.example',
    'api.invalid',
    '${host}',
    'replace_me',
    'changeme.hosting.de',
    'your-server.hosting.de',
    'spoor.yourdomain.de',
    'xxx.hosting.de',
  ]) {
    assert.ok(isPlaceholderHost(name), name)
  }
  for (const name of ['localhost', '192.0.2.1', '[2001:db8::1]', 'spoor.hosting.de', 'secrets.de']) {
    assert.ok(!isPlaceholderHost(name), name)
  }
})
