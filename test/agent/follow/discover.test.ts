import assert from 'node:assert/strict'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { test } from 'node:test'
import { MOST_LOGS, discover, matchesPattern, isPattern } from '../../../agent/follow/discover.ts'
import { temporaryLog } from './followed.ts'

test('a path is a pattern if its last part contains a star', () => {
  assert.ok(isPattern('/logs/*.log'))
  assert.ok(!isPattern('/logs/access_log'))
})

test('a star stands for any characters, or none; the rest is literal', () => {
  const names = ['a.log', '.log', 'a.log.log', 'a-log', 'a.logs', 'ab.log']
  assert.deepEqual(
    names.filter((name) => matchesPattern('/logs/a*.log', `/logs/${name}`)),
    ['a.log', 'a.log.log', 'ab.log'],
  )
  assert.ok(matchesPattern('/logs/*a*b*', '/logs/xaxbx'))
  assert.ok(!matchesPattern('/logs/*a*b*', '/logs/xbxax'))
  assert.ok(!matchesPattern('/logs/ab*ba', '/logs/aba'))
  assert.ok(!matchesPattern('/logs/*', '/logs/below/a'))
})

test('neither rotated copies nor hidden files match', () => {
  const copies = ['log.1', 'log.12.gz', 'log-20261121', 'log-20261121-033000.xz', 'log-11-2026.gz', '.log.swp']
  assert.deepEqual(
    copies.filter((name) => matchesPattern('/logs/*', `/logs/${name}`)),
    [],
  )
})

test('files are found by name, also through links, but not folders, broken links or loops of links', async (t) => {
  const folder = dirname(temporaryLog(t))
  for (const name of ['b_log', 'a_log', 'other']) writeFileSync(join(folder, name), '')
  mkdirSync(join(folder, 'folder_log'))
  symlinkSync(join(folder, 'other'), join(folder, 'link_log'))
  symlinkSync(join(folder, 'nowhere'), join(folder, 'broken_log'))
  symlinkSync('circle_log', join(folder, 'circle_log'))
  symlinkSync('/dev/null/nowhere', join(folder, 'foreign_log'))
  const { paths, count } = await discover(join(folder, '*_log'))
  assert.deepEqual(
    paths.map((path) => basename(path)),
    ['a_log', 'b_log', 'link_log'],
  )
  assert.equal(count, 3)
  assert.deepEqual(await discover(join(folder, 'missing', '*')), { count: 0, unknown: 0, paths: [] })
})

test('the folder of a pattern may be a link', async (t) => {
  const folder = dirname(temporaryLog(t))
  mkdirSync(join(folder, 'real'))
  writeFileSync(join(folder, 'real', 'a_log'), '')
  symlinkSync('real', join(folder, 'link'))
  assert.deepEqual((await discover(join(folder, 'link', '*_log'))).paths, [join(folder, 'link', 'a_log')])
})

test('of a great many files the first unknown ones by name are returned, and all are counted', async (t) => {
  const folder = dirname(temporaryLog(t))
  const name = (index: number): string => `${String(index).padStart(5, '0')}_log`
  const count = MOST_LOGS + 1500
  for (let index = 0; index < count; index += 1) writeFileSync(join(folder, name(index)), '')
  const pattern = join(folder, '*_log')
  const all = await discover(pattern)
  assert.deepEqual([all.count, all.unknown, all.paths.length], [count, count, MOST_LOGS])
  assert.deepEqual(
    all.paths,
    Array.from({ length: MOST_LOGS }, (_, index) => join(folder, name(index))),
  )
  const isKnown = (path: string): boolean => basename(path) < name(4000)
  const others = await discover(pattern, { isKnown })
  assert.deepEqual([others.count, others.unknown], [count, count - 4000])
  assert.deepEqual([others.paths[0], others.paths.length], [join(folder, name(4000)), count - 4000])
  const end = AbortSignal.abort()
  assert.equal((await discover(pattern, { signal: end })).count, 0)
})
