import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assert as holds, property, stringMatching } from 'fast-check'
import { canMeet } from '../../../../agent/config/logs/meeting-paths.ts'

test('two paths meet if both can mean the same file', () => {
  for (const [one, other, meet] of [
    ['/a/log', '/a/log', true],
    ['/a/log', '/a//./log', true],
    ['/a/log', '/b/log', false],
    ['/a/log', '/a/log2', false],
    ['/a/*_log', '/a/login_log', true],
    ['/a/*_log', '/a/_log', true],
    ['/a/*_log', '/a/login_log2', false],
    ['/a/*_log', '/a/login*', true],
    ['/a/x*', '/a/y*', false],
    ['/a/*x', '/a/*y', false],
    ['/a/*x*', '/a/y*y', true],
    ['/a/x*x', '/a/x', false],
    ['/a/*', '/a/*', true],
  ] as const) {
    assert.equal(canMeet(one, other), meet, `${one} ${other}`)
    assert.equal(canMeet(other, one), meet, `${other} ${one}`)
  }
})

test('a name meets a pattern if the pattern, as a regular expression, matches it', () => {
  const letters = stringMatching(/^[ab]{1,6}$/)
  const pattern = stringMatching(/^[ab*]{1,6}$/)
  holds(
    property(pattern, letters, (wild, name) => {
      const expected = new RegExp(`^${wild.replaceAll('*', '.*')}$`).test(name)
      assert.equal(canMeet(`/l/${wild}`, `/l/${name}`), expected)
    }),
  )
})

test('names with many stars cost no more than the product of their lengths', () => {
  const many = `/a/${'*a'.repeat(120)}`
  assert.equal(canMeet(many, `/a/${'a'.repeat(119)}b`), false)
})
