import assert from 'node:assert/strict'
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, suite, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { FolderWatches } from '../../agent/system/folder-watches.ts'
import { PathWaker } from '../../agent/system/path-waker.ts'

const NOBODY = 65534

interface Scene {
  readonly folder: string
  readonly watches: FolderWatches
  /** The codes of what was told. */
  readonly told: string[]
}

function scene(t: TestContext): Scene {
  const folder = mkdtempSync(join(tmpdir(), 'folder-watches-'))
  const told: string[] = []
  const watches = new FolderWatches(({ code }) => told.push(code))
  t.after(() => {
    watches.close()
    rmSync(folder, { recursive: true })
  })
  return { folder, watches, told }
}

/** How many folders this process watches, once what was let go is closed. */
async function watchers(): Promise<number> {
  await setImmediate()
  return process.getActiveResourcesInfo().filter((resource) => resource === 'FSEventWrap').length
}

/** Does something with the rights of a user who has none. */
function withoutRights<T>(act: () => T): T {
  if (process.geteuid?.() !== 0) return act()
  process.seteuid?.(NOBODY)
  try {
    return act()
  } finally {
    process.seteuid?.(0)
  }
}

suite('the watched folders', () => {
  test('need one watch for one folder, however many paths in it are followed', async (t) => {
    const { folder, watches } = scene(t)
    const before = await watchers()
    const { signal } = new AbortController()
    const wakers = Array.from({ length: 500 }, (_, index) => new PathWaker(watches, join(folder, `log ${index}`)))
    assert.equal(await watchers(), before + 1)
    await Promise.all(wakers.map((waker) => waker.wake(signal)))
    const wakes = wakers.map((waker) => waker.wake(signal))
    for (const index of wakers.keys()) appendFileSync(join(folder, `log ${index}`), 'a\n')
    await Promise.all(wakes)
    assert.equal(await watchers(), before + 1)
  })

  test('tell everybody who waits for a name, or for any', async (t) => {
    const { folder, watches } = scene(t)
    const hints = ['a', 'a', undefined].map((name) => {
      const { promise, resolve } = Promise.withResolvers<void>()
      watches.add(folder, name, resolve)
      return promise
    })
    assert.ok(watches.arm(folder))
    await Promise.all(hints)
  })

  test('are let go with the last who waits for something in them', async (t) => {
    const { folder, watches } = scene(t)
    const before = await watchers()
    const [one, other] = [(): void => undefined, (): void => undefined]
    watches.add(folder, 'a', one)
    watches.add(folder, 'b', other)
    watches.arm(folder)
    watches.remove(folder, 'a', one)
    assert.equal(await watchers(), before + 1)
    watches.remove(folder, 'b', other)
    assert.equal(await watchers(), before)
    watches.remove(folder, 'b', other)
  })

  test('that are missing cannot be watched, and nobody is told: they may come', (t) => {
    const { folder, watches, told } = scene(t)
    assert.ok(!watches.arm(join(folder, 'missing')))
    assert.deepEqual(told, [])
  })

  test('that are gone are not watched any more', async (t) => {
    const { folder, watches } = scene(t)
    const before = await watchers()
    const inner = join(folder, 'inner')
    mkdirSync(inner)
    assert.ok(watches.arm(inner))
    rmSync(inner, { recursive: true })
    assert.ok(!watches.arm(inner))
    assert.equal(await watchers(), before)
  })

  test('that may not be watched are told of once, until they may', (t) => {
    const { folder, watches, told } = scene(t)
    const inner = join(folder, 'inner')
    mkdirSync(inner)
    chmodSync(folder, 0o711)
    chmodSync(inner, 0o300)
    assert.ok(!withoutRights(() => watches.arm(inner)))
    assert.ok(!withoutRights(() => watches.arm(inner)))
    assert.deepEqual(told, ['watch_failed'])
    chmodSync(inner, 0o700)
    assert.ok(watches.arm(inner))
    assert.deepEqual(told, ['watch_failed'])
  })

  test('are all let go at the end', async (t) => {
    const { folder, watches } = scene(t)
    const before = await watchers()
    watches.arm(folder)
    watches.close()
    assert.equal(await watchers(), before)
  })
})
