import assert from 'node:assert/strict'
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { entriesOf } from '../../../../lib/system/files/folder-entries.ts'
import { temporaryFolder } from '../../../support/spool-scene.ts'

test('every entry is listed once, in batches, and other work runs in between', async (t) => {
  const folder = await temporaryFolder(t)
  const names = Array.from({ length: 25 }, (_, index) => `name-${index}`)
  for (const name of names) await writeFile(join(folder, name), '')
  await mkdir(join(folder, 'below'))
  const seen: string[] = []
  let turns = 0
  const turn = (): void => void (turns += 1)
  for await (const entries of entriesOf(folder, 10)) {
    assert.ok(entries.length <= 10)
    assert.equal(turns, Math.ceil(seen.length / 10))
    seen.push(...entries.filter((entry) => entry.isFile()).map(({ name }) => name))
    setImmediate(turn)
  }
  assert.deepEqual(seen.sort(), names.sort())
})

test('listed entries can be removed meanwhile, and a listing can end early', async (t) => {
  const folder = await temporaryFolder(t)
  for (let index = 0; index < 5000; index += 1) await writeFile(join(folder, `name-${index}`), '')
  let removed = 0
  for await (const entries of entriesOf(folder, 100)) {
    for (const { name } of entries) await rm(join(folder, name))
    removed += entries.length
  }
  assert.equal(removed, 5000)
  for await (const entries of entriesOf(folder)) {
    assert.deepEqual(entries, [])
    break
  }
})

test('a missing folder fails with the code of the system', async (t) => {
  const folder = join(await temporaryFolder(t), 'none')
  await assert.rejects(entriesOf(folder).next(), { code: 'ENOENT' })
})

test('only a folder is listed: a link, whatever it leads to, and any other file is refused', async (t) => {
  const folder = await temporaryFolder(t)
  const [link, file] = [join(folder, 'link'), join(folder, 'file')]
  await symlink('/proc', link)
  await writeFile(file, '')
  for (const path of [link, file]) await assert.rejects(entriesOf(path).next(), { code: 'ENOTDIR' })
})
