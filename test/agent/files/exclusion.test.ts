import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exclusion, isBelow } from '../../../agent/files/exclusion.ts'

test('a pattern names paths as a shell does: * and ? stay in a name, ** crosses folders', () => {
  const cases: readonly (readonly [pattern: string, path: string, isNamed: boolean])[] = [
    ['/var/cache', '/var/cache', true],
    ['/var/cache', '/var/cache2', false],
    ['/var/*', '/var/log', true],
    ['/var/*', '/var/log/x', false],
    ['/var/**/x', '/var/x', true],
    ['/var/**/x', '/var/a/b/x', true],
    ['/var/**/x', '/var/a/b/y', false],
    ['*.log', '/var/log/mail.log', true],
    ['*.log', '/var/log/mail.log.1', false],
    ['cache/tmp', '/home/anna/cache/tmp', true],
    ['/a/?', '/a/b', true],
    ['/a/?', '/a/bb', false],
    ['/home/*/mail*old', '/home/anna/mail-is-old', true],
    ['/home/*/mail*old', '/home/anna/mail-is-new', false],
    ['/**', '/', true],
    ['[a]', '/[a]', true],
  ]
  for (const [pattern, path, isNamed] of cases)
    assert.equal(exclusion([pattern])(path), isNamed, `${pattern} and ${path}`)
  assert.equal(exclusion([])('/'), false)
})

test('a hostile name takes no time that grows faster than it: each part is compared at most twice a wildcard', () => {
  const name = 'a'.repeat(100_000)
  assert.equal(exclusion([`*a*a*a*a*a*a*a*a*b`])(`/${name}`), false)
  assert.equal(exclusion([`/**/a/**/a/**/b`])('/a'.repeat(50_000)), false)
})

test('what is below a tree is told by folders, not by letters', () => {
  assert.deepEqual(
    ['/etc', '/etc/x', '/etcetera', '/'].map((path) => isBelow(path, ['/etc'])),
    [true, true, false, false],
  )
  assert.ok(isBelow('/etc', ['/']))
})
