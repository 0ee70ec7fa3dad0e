import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nearest } from '../../../lib/text/nearest.ts'

const WORDS = ['host', 'endpoints', 'ca_file', 'timeout', 'name', 'zone']

test('a letter too many, too few, wrong, swapped or of the other case leads to the word', () => {
  const found = ['hostt', 'hst', 'hoat', 'hsot', 'HOST', 'endpoint', 'Ca_File'].map((text) => nearest(text, WORDS))
  assert.deepEqual(found, ['host', 'host', 'host', 'host', 'host', 'endpoints', 'ca_file'])
})

test('of several the most alike is found', () => {
  assert.equal(nearest('zonee', WORDS), 'zone')
  assert.equal(nearest('none', ['name', 'zone']), 'zone')
})

test('what is like none leads nowhere', () => {
  for (const text of ['', 'transport', 'h', 'x'.repeat(100_000)]) assert.equal(nearest(text, WORDS), undefined)
})
