import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { FolderSync } from '../../../agent/spool/folder-sync.ts'

interface Scene {
  readonly sync: FolderSync
  /** The syncs in progress. */
  readonly running: { readonly resolve: () => void; readonly reject: (error: Error) => void }[]
  readonly ask: (name: string) => void
  /** The callers whose sync has ended. */
  readonly told: string[]
}

function createScene(): Scene {
  const running: Scene['running'] = []
  const told: string[] = []
  const sync = new FolderSync('/folder', async (folder) => {
    assert.equal(folder, '/folder')
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    running.push({ resolve, reject })
    await promise
  })
  const ask = (name: string): void =>
    void sync.done().then(
      () => told.push(name),
      (error: unknown) => told.push(`${name} ${String(error)}`),
    )
  return { sync, running, ask, told }
}

test('callers during a sync share the next one, which begins when the first has ended', async () => {
  const { running, ask, told } = createScene()
  ask('a')
  await setImmediate()
  assert.equal(running.length, 1)
  for (const name of 'bcd') ask(name)
  await setImmediate()
  assert.equal(running.length, 1)
  running[0]?.resolve()
  await setImmediate()
  assert.deepEqual([told, running.length], [['a'], 2])
  ask('e')
  running[1]?.resolve()
  await setImmediate()
  assert.deepEqual([told, running.length], [['a', 'b', 'c', 'd'], 3])
  running[2]?.resolve()
  await setImmediate()
  assert.deepEqual([told, running.length], [['a', 'b', 'c', 'd', 'e'], 3])
})

test('a failed sync rejects for the callers that waited for it, and no others', async () => {
  const { running, ask, told } = createScene()
  ask('a')
  await setImmediate()
  ask('b')
  running[0]?.reject(new Error('EIO'))
  await setImmediate()
  running[1]?.resolve()
  await setImmediate()
  assert.deepEqual(told, ['a Error: EIO', 'b'])
})

test('a missing folder cannot be synced', async () => {
  await assert.rejects(new FolderSync('/nowhere/at/all').done(), { code: 'ENOENT' })
})
