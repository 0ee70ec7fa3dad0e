import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { findInCopies } from '../../../../agent/follow/search/copy-search.ts'
import { positionAtEnd, temporaryLog } from '../followed.ts'

test('a copy that is being read is not among the newer ones, even if a rotation has renamed it since', async (t) => {
  const path = temporaryLog(t)
  const [older, newer] = [`${path}.2`, `${path}.1`]
  writeFileSync(older, 'one\n')
  writeFileSync(newer, 'two\n')
  const [first, second] = [positionAtEnd(older), positionAtEnd(newer)]
  const isChanging = (): boolean => false
  const found = await findInCopies({ path }, second, [], isChanging)
  assert.ok(typeof found === 'object' && 'file' in found)
  t.after(() => found.file.close())
  renameSync(older, `${path}.3`)
  renameSync(newer, older)
  const before = await findInCopies({ path }, first, [found.file], isChanging)
  assert.ok(typeof before === 'object' && 'file' in before)
  t.after(() => before.file.close())
  assert.deepEqual([before.copy.path, before.newer], [`${path}.3`, []])
})

test('something named like a copy that is not a file is not waited for', async (t) => {
  const path = temporaryLog(t)
  writeFileSync(path, 'one\n')
  const position = positionAtEnd(path)
  execFileSync('mkfifo', [`${path}.1`, `${path}.2.gz`, `${path}-20261121`])
  symlinkSync('/dev/zero', `${path}.3`)
  const asked: string[] = []
  const found = await findInCopies({ path }, position, [], (copy) => asked.push(copy) > 0)
  assert.ok(typeof found === 'object' && 'unreadable' in found)
  assert.deepEqual([found.unreadable, asked], [[], []])
})
