import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DRIVERS, SOURCES, sourceNamed, sourceOf, usualPath } from '../../../agent/sources/sources.ts'

test('names of sources are unique, and each has a driver of its own', () => {
  assert.equal(new Set(SOURCES.map(({ name }) => name)).size, SOURCES.length)
  assert.equal(new Set(DRIVERS.map(({ name }) => name)).size, SOURCES.length)
})

test('a source is found by its name and by its driver, and has a path on this machine', () => {
  for (const source of SOURCES) {
    assert.equal(sourceNamed(source.name), source)
    assert.equal(sourceOf(source.driver), source)
    assert.ok(Object.values(source.paths).includes(usualPath(source)))
  }
  assert.throws(() => sourceNamed('mail'), /mail is not in agent\/sources\/sources\.ts/)
})
