import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import {
  chownSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { askByName, takeRequestedNames } from '../../../agent/requests/name-request.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

const GOOD = '{"version":1,"name":"imap"}'

async function folderIn(t: TestContext): Promise<{ readonly folder: string; readonly outside: string }> {
  const root = await temporaryFolder(t)
  const [folder, outside] = [join(root, 'requests'), join(root, 'outside')]
  writeFileSync(outside, GOOD)
  return { folder, outside }
}

test('a request is a name, is taken once, and makes the folder where it is missing', async (t) => {
  const { folder } = await folderIn(t)
  assert.deepEqual(takeRequestedNames(folder, Date.now()), { names: new Set(), refused: [] })
  for (const name of ['imap', 'smtp', 'imap']) await askByName(folder, name)
  assert.equal(readFileSync(join(folder, 'imap.json'), 'utf8'), GOOD)
  assert.deepEqual(takeRequestedNames(folder, Date.now()), { names: new Set(['imap', 'smtp']), refused: [] })
  assert.deepEqual(readdirSync(folder), [])
})

test('links, pipes, folders, long files and what is no request are refused, and nothing outside is touched', async (t) => {
  const { folder, outside } = await folderIn(t)
  mkdirSync(folder)
  const lay: Readonly<Record<string, (path: string) => void>> = {
    link: (path) => symlinkSync(outside, path),
    pipe: (path) => execFileSync('mkfifo', [path]),
    long: (path) => (writeFileSync(path, GOOD), truncateSync(path, 2 ** 40)),
    padded: (path) => writeFileSync(path, GOOD + ' '.repeat(300)),
    empty: (path) => writeFileSync(path, ''),
    later: (path) => writeFileSync(path, '{"version":2,"name":"imap"}'),
    commanding: (path) => writeFileSync(path, '{"version":1,"name":"imap","restart":"systemctl sshd"}'),
    climbing: (path) => writeFileSync(path, '{"version":1,"name":"../../etc"}'),
    listing: (path) => writeFileSync(path, '{"version":1,"name":["imap"]}'),
    foreign: (path) => writeFileSync(path, Buffer.from([0xff, 0xfe, 0])),
  }
  for (const [name, put] of Object.entries(lay)) put(join(folder, name))
  mkdirSync(join(folder, 'folder/full'), { recursive: true })
  const { names, refused } = takeRequestedNames(folder, Date.now())
  assert.deepEqual([...names], [])
  assert.equal(refused.length, Object.keys(lay).length + 1)
  assert.deepEqual(readdirSync(folder), ['folder'])
  assert.equal(readFileSync(outside, 'utf8'), GOOD)
})

test('a file of another user, as a hard link to one, is refused', { skip: process.geteuid?.() !== 0 }, async (t) => {
  const { folder, outside } = await folderIn(t)
  mkdirSync(folder)
  chownSync(folder, 65_534, 65_534)
  linkSync(outside, join(folder, 'imap.json'))
  assert.deepEqual(takeRequestedNames(folder, Date.now()), { names: new Set(), refused: ['it belongs to user 0'] })
  assert.ok(existsSync(outside))
})

test('a link in place of the folder is not followed', async (t) => {
  const { folder, outside } = await folderIn(t)
  const elsewhere = `${outside}-folder`
  mkdirSync(elsewhere)
  writeFileSync(join(elsewhere, 'imap.json'), GOOD)
  symlinkSync(elsewhere, folder)
  assert.deepEqual(takeRequestedNames(folder, Date.now()).names, new Set())
  assert.deepEqual(readdirSync(elsewhere), ['imap.json'])
})

test('a request that nobody heard for five minutes is heard no more', async (t) => {
  const { folder } = await folderIn(t)
  await askByName(folder, 'imap')
  const now = Date.now()
  const old = (now - 300_001) / 1000
  utimesSync(join(folder, 'imap.json'), old, old)
  assert.deepEqual(takeRequestedNames(folder, now), { names: new Set(), refused: [] })
  assert.deepEqual(readdirSync(folder), [])
})

test('of a folder with any number of names only some are looked at, and those being written stay', async (t) => {
  const { folder } = await folderIn(t)
  mkdirSync(folder)
  for (let index = 0; index < 1000; index += 1)
    writeFileSync(join(folder, `c${index}`), `{"version":1,"name":"c${index}"}`)
  assert.equal(takeRequestedNames(folder, Date.now()).names.size, 256)
  assert.equal(readdirSync(folder).length, 744)
  writeFileSync(join(folder, 'imap.json.tmp'), GOOD)
  for (let turns = 0; turns < 4; turns += 1) takeRequestedNames(folder, Date.now())
  assert.deepEqual(readdirSync(folder), ['imap.json.tmp'])
})
