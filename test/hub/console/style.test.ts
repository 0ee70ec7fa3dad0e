import assert from 'node:assert/strict'
import { basename } from 'node:path'
import { test } from 'node:test'
import { files } from '../../support/repository-files.ts'

/** Of what several pages have; each other file is of one page, `NAME-narrow.css` of the same as `NAME.css`. */
const SHARED = /^(?:base|chart|choices|controls|console|shell|stacks|states|tab-bar|tables|tokens|trail)\.css$/

test('no class has rules of its own in the styles of two pages', () => {
  const pages = new Map<string, Set<string>>()
  for (const [path, css] of files) {
    const name = basename(path)
    if (!path.startsWith('hub/console/style/') || SHARED.test(name)) continue
    for (const [, selectors = ''] of css.matchAll(/([^{};/]+)\{/g))
      for (const selector of selectors.split(',')) {
        const of = /^\s*\.([\w-]+)\s*$/.exec(selector)?.[1]
        if (of !== undefined) pages.set(of, (pages.get(of) ?? new Set()).add(name.replace('-narrow', '')))
      }
  }
  assert.ok(pages.size > 100)
  assert.deepEqual(
    [...pages].filter(([, its]) => its.size > 1).map(([of, its]) => `${of}: ${[...its].join(', ')}`),
    [],
  )
})
