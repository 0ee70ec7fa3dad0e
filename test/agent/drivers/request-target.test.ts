import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allValues, lastValue, parseTarget } from '../../../agent/drivers/request-target.ts'

test('a path is decoded, then split, then resolved; the session token is left out', () => {
  assert.deepEqual(parseTarget('/cpsess123/a/%62/../c%2Fd//./e/').path, ['a', 'c', 'd', 'e'])
  assert.deepEqual(parseTarget('/../..').path, [])
  assert.deepEqual(parseTarget('/a%3fb?c').path, ['a?b'])
})

test('scheme and host of a whole URL are left out, and of nothing else', () => {
  assert.deepEqual(parseTarget('https://host.example.net:2096/cpsess1/a/b?c=d'), parseTarget('/a/b?c=d'))
  assert.deepEqual(parseTarget('HTTPS://host.example.net?c'), parseTarget('?c'))
  assert.deepEqual(parseTarget('/a://b').path, ['a:', 'b'])
})

test('a parameter ends at & alone, and its value may hold anything else', () => {
  const target = parseTarget('/?a=1&b=2=3;4?5&%61=%266&&c&=7')
  assert.deepEqual(allValues(target, ['a']), ['1', '&6'])
  assert.deepEqual(allValues(target, ['b', 'c']), ['2=3;4?5', ''])
})

test('the last value of a name counts, and an empty one is none', () => {
  assert.equal(lastValue(parseTarget('/?a=1&a=2&a='), 'a'), '2')
  assert.equal(lastValue(parseTarget('/?ba=1&a='), 'a'), undefined)
  assert.equal(lastValue(parseTarget('/'), 'a'), undefined)
})
