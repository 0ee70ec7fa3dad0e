import assert from 'node:assert/strict'
import { test } from 'node:test'
import { urlsOfHosts } from '../../../hub/config/database-url.ts'

test('a URL of a database may name the primary and its standbys', () => {
  assert.deepEqual(urlsOfHosts('postgresql://spoor@db.example.com/spoor'), ['postgresql://spoor@db.example.com/spoor'])
  assert.deepEqual(
    urlsOfHosts('postgresql://spoor@db1.example.com:5433,[2001:db8::2]:5432,db3/spoor?sslmode=verify-full'),
    [
      'postgresql://spoor@db1.example.com:5433/spoor?sslmode=verify-full',
      'postgresql://spoor@[2001:db8::2]:5432/spoor?sslmode=verify-full',
      'postgresql://spoor@db3/spoor?sslmode=verify-full',
    ],
  )
  assert.deepEqual(urlsOfHosts('postgres://localhost/spoor?host=%2Frun%2Fpostgresql'), [
    'postgres://localhost/spoor?host=%2Frun%2Fpostgresql',
  ])
})

test('what is no such URL, or holds a password, is refused', () => {
  for (const url of [
    'mysql://spoor@db.example.com/spoor',
    'postgresql://spoor:secret@db.example.com/spoor',
    'postgresql://spoor@db1.example.com,/spoor',
    'postgresql://spoor@db.example.com:port/spoor',
    'postgresql://spoor@db.example.com/',
    'postgresql://spoor@db.example.com',
    'postgresql:///spoor',
  ])
    assert.equal(urlsOfHosts(url), undefined, url)
})
