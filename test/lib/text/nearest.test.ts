import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nearest } from '../../../lib/text/nearest.ts'

const WORDS = ['host', 'endpoints', 'ca_file', 'timeout', 'name', 'zone']

test('a surplus, missing, wrong or swapped letter or another case still finds the word', () => {
  const found = ['hostt', 'hst', 'hoat', 'hsot', 'HOST', 'endpoint', 'Ca_File'].map((text) => nearest(text, WORDS))
  assert.deepEqual(found, ['host', 'host', 'host', 'host', 'host', 'endpoints', 'ca_file'])
})

test('the most similar of several words is found', () => {
  assert.equal(nearest('zonee', WORDS), 'zone')
  assert.equal(nearest('none', ['name', 'zone']), 'zone')
})

test('a word similar to none finds nothing', () => {
  for (const text of ['', 'transport', 'h', 'x'.repeat(100_000)]) assert.equal(nearest(text, WORDS), undefined)
})
