import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OTHER_NAME, NO_NAME, VhostNames } from '../../../lib/traffic/vhost-names.ts'

function number(names: VhostNames, name: string): number {
  return names.numberOf(Buffer.from(name, 'latin1'))
}

test('names have numbers in the order in which they come', () => {
  const names = new VhostNames()
  const texts = Array.from({ length: 500 }, (_, index) => `host-${index}.example`)
  for (const round of [1, 2])
    assert.deepEqual(
      texts.map((text) => number(names, text)),
      texts.map((_, index) => index + 2),
      `round ${round}`,
    )
  assert.deepEqual(names.names, texts)
  assert.deepEqual(new VhostNames(texts).names, texts)
})

test('no name, and what is not like one, have numbers of their own', () => {
  const names = new VhostNames()
  assert.equal(number(names, ''), NO_NAME)
  for (const strange of ['a b', 'a"b', 'a\\b', 'a\u0000', '\u00e4', 'a'.repeat(254)])
    assert.equal(number(names, strange), OTHER_NAME, strange)
  assert.equal(number(names, 'a'.repeat(253)), 2)
})

test('names have 256 KiB at most', () => {
  const names = new VhostNames()
  for (let index = 0; index < 2000; index += 1) number(names, `${index}-`.padEnd(250, 'x'))
  assert.equal(names.names.length, Math.floor(262_144 / 250))
})

test('what is kept is numbered anew, and the rest is forgotten', () => {
  const names = new VhostNames(['a', 'b', 'c', 'd'])
  names.keep([3, 5])
  assert.deepEqual(names.names, ['b', 'd'])
  assert.deepEqual(
    ['d', 'b', 'a'].map((name) => number(names, name)),
    [3, 2, 4],
  )
})
