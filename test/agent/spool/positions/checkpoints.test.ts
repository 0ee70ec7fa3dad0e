import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmod, chown, lstat, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { CheckpointStore } from '../../../../agent/spool/positions/checkpoints.ts'
import { type Checkpoints, loadCheckpoints } from '../../../../agent/spool/positions/saved-checkpoints.ts'
import { type SpoolScene, checkpointAt, createSpool } from '../../../support/spool-scene.ts'

const NONE: Checkpoints = { version: 1, sequence: 0, sources: {} }
const PATH = '/logs/login_log'

async function createStore(
  t: TestContext,
): Promise<SpoolScene & { store: CheckpointStore; file: string; previous: string }> {
  const scene = await createSpool(t)
  const { root } = scene.folders
  const store = new CheckpointStore(scene.folders, NONE, scene.tell)
  t.after(() => store.close())
  return { ...scene, store, file: join(root, 'checkpoints.json'), previous: join(root, 'checkpoints.previous.json') }
}

async function offsetIn(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8')).sources.login[PATH].files[0].offset
}

test('a position is saved within a second, without an explicit save', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const { store, folders, tell } = await createStore(t)
  store.advance('login', PATH, checkpointAt(10), 1)
  assert.equal(await loadCheckpoints(folders.root, tell), undefined)
  t.mock.timers.tick(1000)
  await store.save()
  assert.deepEqual(await loadCheckpoints(folders.root, tell), {
    version: 1,
    sequence: 1,
    sources: { login: { [PATH]: checkpointAt(10) } },
  })
})

test('what is large is saved less often: at most 256 KiB a second', async (t) => {
  const { store } = await createStore(t)
  const said = ['x'.repeat(1024 ** 2)]
  store.saveWith((act) => Promise.resolve(act({ rules: { waiting: [], rules: {}, said }, unheard: [] })))
  const timers = t.mock.method(globalThis, 'setTimeout')
  for (const offset of [10, 20]) {
    store.advance('login', PATH, checkpointAt(offset))
    await store.save()
  }
  const [first = 0, second = 0] = timers.mock.calls.map((call) => call.arguments[1])
  assert.equal(first, 1000)
  assert.ok(second > 4000 && second < 4100, String(second))
})

test('the previous copy is kept', async (t) => {
  const { store, file, previous } = await createStore(t)
  for (const offset of [10, 20, 30]) {
    store.advance('login', PATH, checkpointAt(offset))
    await store.save()
  }
  assert.deepEqual([await offsetIn(file), await offsetIn(previous)], [30, 20])
})

test('positions that arrive during a save are saved together', async (t) => {
  const { store, file, previous } = await createStore(t)
  store.advance('login', PATH, checkpointAt(10))
  await store.save()
  const saves = [20, 30, 40].map((offset) => {
    store.advance('login', PATH, checkpointAt(offset))
    return store.save()
  })
  await Promise.all(saves)
  assert.deepEqual([await offsetIn(file), await offsetIn(previous)], [40, 10])
})

test('without changes nothing is written', async (t) => {
  const { store, file } = await createStore(t)
  store.advance('login', PATH, checkpointAt(10))
  await store.save()
  await rm(file)
  await store.save()
  await assert.rejects(readFile(file), { code: 'ENOENT' })
})

test('a source whose path has changed starts over', async (t) => {
  const { store } = await createStore(t)
  store.advance('login', PATH, checkpointAt(10))
  assert.deepEqual(store.of('login', PATH), checkpointAt(10))
  assert.equal(store.of('login', '/elsewhere'), undefined)
  assert.equal(store.of('access', PATH), undefined)
})

test('checkpoints that cannot be saved give one notice, and are saved later', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const { store, file, previous, codes } = await createStore(t)
  store.advance('login', PATH, checkpointAt(10))
  await store.save()
  await mkdir(join(`${file}.tmp`))
  for (const offset of [20, 30]) {
    store.advance('login', PATH, checkpointAt(offset))
    await store.save()
  }
  assert.deepEqual(codes(), ['checkpoints_unsaved'])
  assert.equal(await offsetIn(file), 10)
  await rm(`${file}.tmp`, { recursive: true })
  t.mock.timers.tick(1000)
  await store.save()
  assert.deepEqual([await offsetIn(file), await offsetIn(previous)], [30, 10])
  assert.deepEqual(codes(), ['checkpoints_unsaved'])
})

test('closed checkpoints are never saved again, even if the last try failed', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const { store, file, codes } = await createStore(t)
  await mkdir(`${file}.tmp`)
  store.advance('login', PATH, checkpointAt(10))
  await store.close()
  assert.deepEqual(codes(), ['checkpoints_unsaved'])
  await rm(`${file}.tmp`, { recursive: true })
  t.mock.timers.tick(10_000)
  await store.save()
  await assert.rejects(readFile(file), { code: 'ENOENT' })
})

for (const [how, text] of Object.entries({
  torn: '{"version":1,"sequence":3,"sour',
  empty: '',
  'of zeros': '\0\0\0',
  'of another version': JSON.stringify({ ...NONE, version: 2 }),
  'with an invalid number': JSON.stringify({ ...NONE, sequence: -1 }),
  'with an invalid position': JSON.stringify({ ...NONE, sources: { login: { [PATH]: {} } } }),
})) {
  test(`for checkpoints ${how} the previous copy is used, with a notice`, async (t) => {
    const { store, folders, file, codes, tell, told } = await createStore(t)
    for (const offset of [10, 20]) {
      store.advance('login', PATH, checkpointAt(offset), offset)
      await store.save()
    }
    await writeFile(file, text)
    assert.deepEqual((await loadCheckpoints(folders.root, tell))?.sequence, 10)
    assert.deepEqual(codes(), ['checkpoints_unreadable'])
    assert.ok(told[0]?.text.startsWith(`${file}: no checkpoints of this version: `))
    assert.equal(await readFile(join(folders.root, 'checkpoints.unreadable.json'), 'utf8'), text)
  })
}

test('a foreign file in place of the checkpoints is set aside unread', async (t) => {
  const { store, folders, file, previous, told, tell } = await createStore(t)
  for (const make of [
    () => symlink(previous, file),
    () => execFileSync('mkfifo', ['-m', '600', file]),
    () => mkdir(file),
  ]) {
    for (const offset of [10, 20]) {
      store.advance('login', PATH, checkpointAt(offset), offset)
      await store.save()
    }
    await rm(file)
    await make()
    assert.equal((await loadCheckpoints(folders.root, tell))?.sequence, 10)
    await assert.rejects(lstat(file), { code: 'ENOENT' })
  }
  assert.deepEqual(
    told.map(({ text }) => text.split(';')[0]?.slice(file.length + 2)),
    ['it is a link', 'it is no regular file', 'it is no regular file'],
  )
})

test('checkpoints owned by another user and readable by all are accepted: only root can have put them there', async (t) => {
  const { store, folders, file, codes, tell } = await createStore(t)
  store.advance('login', PATH, checkpointAt(10), 7)
  await store.save()
  await chmod(file, 0o644)
  if (process.geteuid?.() === 0) await chown(file, 12_345, 12_345)
  assert.equal((await loadCheckpoints(folders.root, tell))?.sequence, 7)
  assert.deepEqual(codes(), [])
})

test('the good previous checkpoints survive the first save after damage, however it ends', async (t) => {
  const { store, folders, file, previous, tell } = await createStore(t)
  for (const offset of [10, 20]) {
    store.advance('login', PATH, checkpointAt(offset), offset)
    await store.save()
  }
  await writeFile(file, '')
  await loadCheckpoints(folders.root, tell)
  await mkdir(`${file}.tmp`)
  store.advance('login', PATH, checkpointAt(30), 30)
  await store.save()
  assert.equal(await offsetIn(previous), 10)
  await rm(`${file}.tmp`, { recursive: true })
  await store.close()
  assert.deepEqual([await offsetIn(file), await offsetIn(previous)], [30, 10])
})

test('only the newest damaged checkpoints are kept, whatever was in their place', async (t) => {
  const { folders, file, codes, tell } = await createStore(t)
  const aside = join(folders.root, 'checkpoints.unreadable.json')
  await mkdir(aside)
  for (const text of ['first', 'second']) {
    await writeFile(file, text)
    assert.equal(await loadCheckpoints(folders.root, tell), undefined)
    assert.equal(await readFile(aside, 'utf8'), text)
  }
  assert.deepEqual(codes(), ['checkpoints_unreadable', 'checkpoints_unreadable'])
})

test('a folder in place of the previous copy does not stop a save', async (t) => {
  const { store, file, previous, codes } = await createStore(t)
  await mkdir(join(previous, 'something'), { recursive: true })
  for (const offset of [10, 20]) {
    store.advance('login', PATH, checkpointAt(offset))
    await store.save()
  }
  assert.deepEqual([await offsetIn(file), await offsetIn(previous)], [20, 10])
  assert.deepEqual(codes(), [])
})

test('a save cut off between its renames counts as done, one cut off before as not begun', async (t) => {
  const { store, folders, file, codes, tell } = await createStore(t)
  for (const offset of [10, 20]) {
    store.advance('login', PATH, checkpointAt(offset), offset)
    await store.save()
  }
  const text = await readFile(file, 'utf8')
  await writeFile(`${file}.tmp`, text.slice(0, 40))
  assert.equal((await loadCheckpoints(folders.root, tell))?.sequence, 20)
  await rename(file, `${file}.tmp`)
  assert.equal((await loadCheckpoints(folders.root, tell))?.sequence, 20)
  assert.equal(await readFile(file, 'utf8'), text)
  await rm(file)
  await writeFile(`${file}.tmp`, text.slice(0, 40))
  assert.equal((await loadCheckpoints(folders.root, tell))?.sequence, 10)
  assert.deepEqual(codes(), [])
})

test('taken files of inboxes are removed when it is saved that they are, and forgotten by the next save', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const { store, folders, tell } = await createStore(t)
  const saved = async (): Promise<unknown> => (await loadCheckpoints(folders.root, tell))?.taken
  const removed: unknown[] = []
  let isGone = false
  store.removeWith(async (names) => {
    removed.push(await saved(), names)
    return isGone ? names : []
  })
  store.advanceAll([], { taken: ['hook/a'] })
  assert.deepEqual([store.isTaken('hook/a'), removed], [true, []])
  await store.save()
  assert.deepEqual(removed, [['hook/a'], ['hook/a']])
  assert.equal(store.isTaken('hook/a'), true, 'it could not be removed')
  isGone = true
  store.advance('login', PATH, checkpointAt(10))
  await store.save()
  assert.deepEqual([store.isTaken('hook/a'), await saved()], [false, ['hook/a']])
  store.advance('login', PATH, checkpointAt(20))
  await store.save()
  assert.equal(await saved(), undefined)
})

test('what was taken before a start is removed though nothing else happens', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const { folders, tell } = await createStore(t)
  const store = new CheckpointStore(folders, { ...NONE, taken: ['hook/a'] }, tell)
  const { promise, resolve } = Promise.withResolvers<readonly string[]>()
  store.removeWith(async (names) => {
    resolve(names)
    return names
  })
  t.mock.timers.tick(1000)
  assert.deepEqual(await promise, ['hook/a'])
  await store.close()
})
