import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brotliCompressSync } from 'node:zlib'
import { buildConsole } from '../../../build/console/console-files.ts'
import { ROOT } from '../../support/repository-files.ts'

const built = await buildConsole(ROOT)

/** Most bytes of the first view, compressed. */
const MOST = 60 * 1024

test('the first view takes at most 60 KiB on the way', () => {
  const sizes = built.first.map((name) => [name, brotliCompressSync(built.files.get(name) ?? '').length] as const)
  assert.ok(sizes.every(([, size]) => size > 1))
  const sum = sizes.reduce((total, [, size]) => total + size, 0)
  assert.ok(sum <= MOST, JSON.stringify(sizes))
})

test('the first view is a few files: what its modules and those of other pages share is one', () => {
  assert.equal(built.first.length, 5)
  const name = built.first.find((each) => each.startsWith('first-'))
  const pages = [...built.files].filter(([each]) => each.includes('-page-'))
  assert.ok(pages.length > 5)
  for (const [each, text] of pages) assert.ok(text.includes(`from"./${name}"`), each)
})

test('the chart is no part of the first view', () => {
  const chart = [...built.files.keys()].find((name) => name.startsWith('bar-chart-'))
  assert.ok(chart !== undefined && !built.first.includes(chart))
})

test('the page has nothing inline, and names its assets by their content', () => {
  const page = built.files.get('console.html') ?? ''
  const names = [...page.matchAll(/"\/assets\/([^"]+)"/g)].map(([, name = '']) => name)
  assert.equal(names.length, 4)
  for (const name of names) {
    assert.match(name, /^[a-z]+-[0-9A-Z]{8}\.(?:js|css|svg)$/)
    assert.ok(built.files.has(name), name)
  }
  assert.doesNotMatch(page, /<style|<script(?![^>]*src=)|\sstyle=|\son\w+=/)
})

test('the same sources give the same files', async () => {
  assert.deepEqual((await buildConsole(ROOT)).files, built.files)
})
