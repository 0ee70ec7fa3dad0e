import assert from 'node:assert/strict'
import { test } from 'node:test'
import { originFault } from '../../../lib/settings/origin.ts'

test('https to any host and port is fine, with or without a slash at the end', () => {
  for (const text of [
    'https://spoor.example.com',
    'https://spoor.example.com:8443/',
    'https://192.0.2.1',
    'https://[2001:db8::1]',
  ]) {
    assert.equal(originFault(text), undefined, text)
  }
})

test('plain http is fine for this machine', () => {
  for (const text of ['http://localhost', 'http://127.0.0.1:8080', 'http://127.1.2.3', 'http://[::1]:80']) {
    assert.equal(originFault(text), undefined, text)
  }
})

test('plain http is refused for every other host, however similar its name', () => {
  for (const host of [
    'spoor.example.com',
    '127.0.0.1.example.com',
    'localhost.example.com',
    '[2001:db8::1]',
    '192.0.2.1',
  ]) {
    assert.match(originFault(`http://${host}`) ?? '', /^begins with http:/, host)
  }
  assert.match(originFault('http://localhost@spoor.example.com') ?? '', /^begins with http:/)
})

test('anything else is refused, and never repeated in the message', () => {
  for (const text of [
    'hunter2',
    'hunter2.example.com',
    'ftp://hunter2.example.com',
    '//hunter2.example.com',
    'https://',
  ]) {
    assert.equal(originFault(text), 'is not a URL that begins with https://', text)
  }
  assert.equal(originFault('https://user:hunter2@spoor.example.com'), 'holds a user or a password')
  for (const rest of ['/hunter2', '?hunter2', '#hunter2', '//']) {
    assert.equal(originFault(`https://spoor.example.com${rest}`), 'holds more than https://, a host and a port', rest)
  }
})
