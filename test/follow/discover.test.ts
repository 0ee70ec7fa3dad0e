import assert from 'node:assert/strict'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { test } from 'node:test'
import { discover, fits, isPattern } from '../../agent/follow/discover.ts'
import { temporaryLog } from './followed.ts'

test('a path is a pattern where its last part holds a star', () => {
  assert.ok(isPattern('/logs/*.log'))
  assert.ok(!isPattern('/logs/access_log'))
})

test('a star is any characters, none too; the rest of the name is as it is', () => {
  const names = ['a.log', '.log', 'a.log.log', 'a-log', 'a.logs', 'ab.log']
  assert.deepEqual(
    names.filter((name) => fits('/logs/a*.log', `/logs/${name}`)),
    ['a.log', 'a.log.log', 'ab.log'],
  )
  assert.ok(fits('/logs/*a*b*', '/logs/xaxbx'))
  assert.ok(!fits('/logs/*a*b*', '/logs/xbxax'))
  assert.ok(!fits('/logs/ab*ba', '/logs/aba'))
  assert.ok(!fits('/logs/*', '/logs/below/a'))
})

test('neither copies that a rotation made nor hidden files are meant', () => {
  const copies = ['log.1', 'log.12.gz', 'log-20261121', 'log-20261121-033000.xz', 'log-11-2026.gz', '.log.swp']
  assert.deepEqual(
    copies.filter((name) => fits('/logs/*', `/logs/${name}`)),
    [],
  )
})

test('files are found by name, through links too, but no folders and no links that lead nowhere', (t) => {
  const folder = dirname(temporaryLog(t))
  for (const name of ['b_log', 'a_log', 'other']) writeFileSync(join(folder, name), '')
  mkdirSync(join(folder, 'folder_log'))
  symlinkSync(join(folder, 'other'), join(folder, 'link_log'))
  symlinkSync(join(folder, 'nowhere'), join(folder, 'broken_log'))
  const found = discover(join(folder, '*_log'))
  assert.deepEqual(
    found.map((path) => basename(path)),
    ['a_log', 'b_log', 'link_log'],
  )
  assert.deepEqual(discover(join(folder, 'missing', '*')), [])
})
