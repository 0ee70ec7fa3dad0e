import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { bufferOf, byteTextOf } from '../../../agent/files/byte-text.ts'
import { exclusion } from '../../../agent/files/exclusion.ts'
import { type Found, walk } from '../../../agent/files/walk.ts'
import { createFileTree } from '../../support/file-trees.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

function walkOf(
  trees: readonly string[],
  more: Partial<Parameters<typeof walk>[0]> = {},
): Generator<Found, void, void> {
  return walk({ trees: trees.map(byteTextOf), isExcluded: exclusion([]), below: '', ...more })
}

function namesIn(found: Iterable<Found>, root: string): readonly string[] {
  return [...found].map(({ name }) => name.replace(root, ''))
}

test('all names come in the order of their bytes, also where that is not the order of folders', async (t) => {
  const { root, put } = await createFileTree(t)
  for (const name of ['a/x', 'a.b', 'a-/y', 'a-/z/q', 'a/x!', 'b', 'a!/k', 'ä', 'a0']) put(name, '')
  writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0xff, 0xfe])]), '')
  const names = namesIn(walkOf([root]), root)
  assert.deepEqual(names, names.toSorted())
  assert.deepEqual(names.slice(0, 8), ['', '/a', '/a!', '/a!/k', '/a-', '/a-/y', '/a-/z', '/a-/z/q'])
  const sorted = execFileSync('sh', ['-c', 'find "$1" | LC_ALL=C sort', 'sh', root], { encoding: 'latin1' })
  assert.deepEqual(
    [...walkOf([root])].map(({ name }) => name),
    sorted.trimEnd().split('\n'),
  )
})

test('no link is followed, and a folder that becomes a link before it is entered is not entered', async (t) => {
  const { root, path, put } = await createFileTree(t)
  const secret = await temporaryFolder(t)
  writeFileSync(join(secret, 'shadow'), 'x')
  put('folder/file', '')
  symlinkSync(secret, path('link'))
  const names: string[] = []
  for (const found of walkOf([root])) {
    names.push(found.name.replace(root, ''))
    if (found.name !== path('folder')) continue
    renameSync(path('folder'), path('moved'))
    symlinkSync(secret, path('folder'))
  }
  assert.ok(!names.some((name) => name.includes('shadow')))
  assert.ok(names.includes('/folder/') && names.includes('/link'))
})

test('a walk stays in the folder that it entered, wherever that is moved', async (t) => {
  const { root, path, put } = await createFileTree(t)
  const secret = await temporaryFolder(t)
  for (const name of ['a', 'b']) writeFileSync(join(secret, name), 'secret')
  for (const name of ['folder/a', 'folder/b']) put(name, '')
  const sizes: bigint[] = []
  for (const found of walkOf([root])) {
    if ('stats' in found && found.stats.isFile()) sizes.push(found.stats.size)
    if (found.name !== path('folder/a')) continue
    renameSync(path('folder'), path('moved'))
    symlinkSync(secret, path('folder'))
  }
  assert.deepEqual(sizes, [0n, 0n])
})

test('paths longer than the system takes are walked through, up to a depth that is told', async (t) => {
  const { root } = await createFileTree(t)
  const name = 'n'.repeat(200)
  const down = 'process.chdir(root); for (let i = 0; i < 30; i += 1) { fs.mkdirSync(name); process.chdir(name) }'
  const script = `const [, root, name] = process.argv; ${down} fs.writeFileSync('file', 'deep')`
  execFileSync(process.execPath, ['-e', script, root, name])
  const all = [...walkOf([root])]
  assert.ok(all.at(-1)?.name.endsWith(`${name}/file`))
  assert.ok((all.at(-1)?.name.length ?? 0) > 6000)
  const bounded = [...walkOf([root], { bounds: { depth: 5, names: 10 } })].at(-1)
  assert.deepEqual(bounded && 'reason' in bounded && bounded.reason, 'more than 5 folders in each other')
  execFileSync('rm', ['-r', root])
})

test('a folder with more names than are sorted is told, and not half listed', async (t) => {
  const { root, put } = await createFileTree(t)
  for (const name of ['a/1', 'a/2', 'a/3', 'b']) put(name, '')
  const found = [...walkOf([root], { bounds: { depth: 9, names: 2 } })]
  assert.deepEqual(namesIn(found, root), ['', '/a', '/a/', '/b'])
})

test('a walk that ends early, or late, leaves no descriptor open', async (t) => {
  const { root, put } = await createFileTree(t)
  put('a/b/c/d', '')
  const open = (): number => readdirSync('/proc/self/fd').length
  const before = open()
  for (const { name } of walkOf([root])) if (name.endsWith('/d')) break
  for (const { name } of walkOf([root])) assert.ok(name)
  assert.equal(open(), before)
})

test('trees in each other are walked through once; what is excluded is not entered', async (t) => {
  const { root, path, put } = await createFileTree(t)
  for (const name of ['a/x', 'b/y', 'c']) put(name, '')
  assert.deepEqual(namesIn(walkOf([path('b'), root, root, path('c')]), root), ['', '/a', '/a/x', '/b', '/b/y', '/c'])
  const isExcluded = exclusion([byteTextOf(path('b'))])
  assert.deepEqual(namesIn(walkOf([root], { isExcluded }), root), ['', '/a', '/a/x', '/c'])
})

test('a tree that is not there is told', async (t) => {
  const { path } = await createFileTree(t)
  assert.deepEqual([...walkOf([path('no')])], [{ name: path('no'), reason: 'nothing is there' }])
})

test('a folder that may not be read is told by its name with a slash', async (t) => {
  if (process.geteuid?.() === 0) return t.skip('root may read all folders')
  const { root, path } = await createFileTree(t)
  mkdirSync(path('closed'))
  chmodSync(path('closed'), 0)
  t.after(() => chmodSync(path('closed'), 0o700))
  assert.deepEqual([...walkOf([root])].at(-1), { name: `${path('closed')}/`, reason: 'permission denied' })
})

test('a file system that is mounted in a tree is not entered, unless it is a tree itself', async (t) => {
  const { root, path, put } = await createFileTree(t)
  mkdirSync(path('mnt'))
  put('mnt.x', '')
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'none', path('mnt')], { stdio: 'pipe' })
  } catch {
    return t.skip('mounting needs root, and a system that lets it')
  }
  try {
    put('mnt/inside/file', '')
    assert.deepEqual(namesIn(walkOf([root]), root), ['', '/mnt', '/mnt.x'])
    const all = ['', '/mnt', '/mnt.x', '/mnt/inside', '/mnt/inside/file']
    for (const tree of ['mnt', 'mnt/inside']) assert.deepEqual(namesIn(walkOf([root, path(tree)]), root), all)
  } finally {
    execFileSync('umount', [path('mnt')])
  }
  return undefined
})

test('a file that goes while a walk comes by is not there', async (t) => {
  const { root, path, put } = await createFileTree(t)
  put('a', '')
  put('b', '')
  const names: string[] = []
  for (const { name } of walkOf([root])) {
    names.push(name)
    if (name === root) rmSync(path('b'))
  }
  // The names of the folder are read when it is entered, so that b may never have been among them.
  assert.deepEqual(names, [root, path('a')])
  assert.deepEqual(bufferOf(byteTextOf(root)).toString(), root)
})
