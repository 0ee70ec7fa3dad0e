import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { ownerOf } from '../../../agent/replay/owner.ts'
import { exampleFollower } from '../../support/example-config.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

test('of several logs a named file belongs to the one that it is, or is a copy of', async (t) => {
  const folder = await temporaryFolder(t)
  const path = (name: string): string => join(folder, name)
  for (const name of ['one', 'two', 'many']) await mkdir(path(name))
  for (const name of ['one/log', 'two/log', 'two/log.1']) await writeFile(path(name), 'line\n')
  const followers = ['one/log', 'two/log', 'many/*_log'].map((name) => exampleFollower('login', path(name)))
  const owners = ['one/log', 'two/log.1', 'many/x_log.1', 'else/log.1'].map((name) => ownerOf(path(name), followers))
  assert.deepEqual(owners, [...followers, undefined])
  assert.equal(ownerOf(path('else/log.1'), followers.slice(0, 1)), followers[0])
})
