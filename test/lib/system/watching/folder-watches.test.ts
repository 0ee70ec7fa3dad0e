import assert from 'node:assert/strict'
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, rmSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, suite, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { FolderWatches } from '../../../../lib/system/watching/folder-watches.ts'
import { PathWaker } from '../../../../lib/system/watching/path-waker.ts'

const NOBODY = 65534

interface Scene {
  readonly folder: string
  readonly watches: FolderWatches
  /** The folders that cannot be watched, and why. */
  readonly told: string[]
}

/** Time stands still, so only watches hint, until the test advances it. */
function scene(t: TestContext): Scene {
  t.mock.timers.enable({ apis: ['setInterval'] })
  const folder = mkdtempSync(join(tmpdir(), 'folder-watches-'))
  const told: string[] = []
  const watches = new FolderWatches((watched, code) => told.push(`${watched}: ${code}`))
  t.after(() => {
    watches.close()
    rmSync(folder, { recursive: true })
  })
  return { folder, watches, told }
}

/** Folders that this process watches, once released handles are closed. */
async function watchers(): Promise<number> {
  // Handles are closed after the turn in which they were released.
  await setImmediate()
  await setImmediate()
  return process.getActiveResourcesInfo().filter((resource) => resource === 'FSEventWrap').length
}

/** Does something with the rights of an unprivileged user. */
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

  test('notify every listener for a name, or for any name', async (t) => {
    const { folder, watches } = scene(t)
    const hints = ['a', 'a', undefined].map((name) => {
      const { promise, resolve } = Promise.withResolvers<string>()
      watches.add(folder, name, resolve)
      return promise
    })
    appendFileSync(join(folder, 'a'), '')
    assert.deepEqual(await Promise.all(hints), ['unknown', 'name', 'name'])
  })

  test('are released with their last listener', async (t) => {
    const { folder, watches } = scene(t)
    const before = await watchers()
    const [one, other] = [(): void => undefined, (): void => undefined]
    watches.add(folder, 'a', one)
    watches.add(folder, 'b', other)
    watches.remove(folder, 'a', one)
    assert.equal(await watchers(), before + 1)
    watches.remove(folder, 'b', other)
    assert.equal(await watchers(), before)
    watches.remove(folder, 'b', other)
  })

  test('that are missing cannot be watched, and that is not a failure: they may appear', (t) => {
    const { folder, watches, told } = scene(t)
    const kinds: string[] = []
    watches.add(join(folder, 'missing'), 'a', (kind) => kinds.push(kind))
    t.mock.timers.tick(2000)
    assert.deepEqual(kinds, ['unknown', 'unknown'])
    assert.deepEqual(told, [])
  })

  test('that disappear are no longer watched', async (t) => {
    const { folder, watches } = scene(t)
    const before = await watchers()
    const inner = join(folder, 'inner')
    mkdirSync(inner)
    watches.add(inner, 'a', () => undefined)
    assert.equal(await watchers(), before + 1)
    rmSync(inner, { recursive: true })
    t.mock.timers.tick(15_000)
    assert.equal(await watchers(), before)
  })

  test('that may not be watched are reported once, until they may', async (t) => {
    const { folder, watches, told } = scene(t)
    const inner = join(folder, 'inner')
    mkdirSync(inner)
    chmodSync(folder, 0o711)
    chmodSync(inner, 0o300)
    const before = await watchers()
    withoutRights(() => {
      watches.add(inner, 'a', () => undefined)
      t.mock.timers.tick(5000)
    })
    assert.deepEqual(told, [`${join(folder, 'inner')}: EACCES`])
    chmodSync(inner, 0o700)
    t.mock.timers.tick(1000)
    assert.equal(await watchers(), before + 1)
    assert.deepEqual(told, [`${join(folder, 'inner')}: EACCES`])
  })

  test('are all released at the end', async (t) => {
    const { folder, watches } = scene(t)
    const before = await watchers()
    watches.add(folder, 'a', () => undefined)
    watches.close()
    assert.equal(await watchers(), before)
  })

  test("notify all listeners when inotify's queue may have overflowed", async (t) => {
    const { folder, watches } = scene(t)
    const { promise, resolve } = Promise.withResolvers<void>()
    const kinds: string[] = []
    watches.add(folder, 'quiet', (kind) => {
      kinds.push(kind)
      if (kinds.length === 2) resolve()
    })
    const busy = [join(folder, 'a'), join(folder, 'b')]
    for (const file of busy) appendFileSync(file, '')
    // inotify merges equal events in a row, so the files take turns. Nothing is read before this ends: the queue
    // overflows.
    for (let change = 0; change < 10_000; change += 1) for (const file of busy) utimesSync(file, change, change)
    await promise
    assert.deepEqual(kinds, ['unknown', 'unknown'])
  })

  test('keep a thousand idle paths cheap: each round hints at a part of them, and ten rounds at all', (t) => {
    const { folder, watches } = scene(t)
    const looks = Array.from({ length: 1050 }, () => 0)
    for (const index of looks.keys()) watches.add(folder, `${index}`, () => (looks[index] = (looks[index] ?? 0) + 1))
    const before = looks.reduce((sum, count) => sum + count)
    t.mock.timers.tick(15_000)
    assert.equal(looks.reduce((sum, count) => sum + count) - before, 105)
    t.mock.timers.tick(135_000)
    assert.ok(looks.every((count) => count >= 1))
  })
})
