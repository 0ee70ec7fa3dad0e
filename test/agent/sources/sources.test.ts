import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
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

test('docs/configuration.md says where each log of `logs` usually is', () => {
  const document = readFileSync(join(import.meta.dirname, '../../../docs/configuration.md'), 'utf8')
  for (const { driver, paths, section } of SOURCES) {
    if (section !== 'logs') continue
    const debian = paths.debian === paths.el ? 'the same' : `\`${paths.debian}\``
    assert.ok(document.includes(`| \`${driver.name}\` | \`${paths.el}\` | ${debian} | `), driver.name)
  }
})
