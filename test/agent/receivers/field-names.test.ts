import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fieldNames } from '../../../agent/receivers/field-names.ts'

test('names are separated by commas, with or without blanks, and each counts once', () => {
  assert.deepEqual(fieldNames('severity, service,log ,\toffset,severity'), ['severity', 'service', 'log', 'offset'])
})

test('an empty header asks for nothing', () => {
  for (const header of ['', ' ', ',', ' , ']) assert.deepEqual(fieldNames(header), [])
})

test('what cannot be the name of a field is ignored, and the rest counts', () => {
  const bad = ['Severity', 'a-b', 'a b', 'a1', '__proto__\u0000', 'é', '"log"', '../log', 'a'.repeat(33)]
  assert.deepEqual(fieldNames(['log', ...bad, 'a'.repeat(32)].join(',')), ['log', 'a'.repeat(32)])
})

test('at most 16 names count, the first ones', () => {
  const names = 'abcdefghijklmnopqrstuvwxyz'.split('')
  assert.deepEqual(fieldNames(`UPPER,${names.join(',')}`), names.slice(0, 16))
})
