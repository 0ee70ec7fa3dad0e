import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DRIVERS, SOURCES, asInstalled, sourceNamed, sourceOf, usualPath } from '../../../agent/sources/sources.ts'

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

test('a log is missed at its usual path if what writes it is installed, and anywhere else in any case', () => {
  const isMissed = (path: string, isInstalled: boolean): boolean =>
    !asInstalled({ source: 'login', path }, () => isInstalled).optional
  const usual = usualPath(sourceNamed('login'))
  assert.deepEqual([isMissed(usual, true), isMissed(usual, false)], [true, false])
  assert.equal(isMissed('/srv/jail/login_log', false), true)
})

test('an optional log is missed nowhere, and a log that no table knows wherever it is', () => {
  assert.equal(asInstalled({ source: 'login', path: '/srv/login_log', optional: true }).optional, true)
  assert.equal(asInstalled({ source: 'from the future', path: '/srv/log' }).optional, false)
})
