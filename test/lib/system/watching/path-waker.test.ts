import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, suite, test } from 'node:test'
import { FolderWatches } from '../../../../lib/system/watching/folder-watches.ts'
import { PathWaker } from '../../../../lib/system/watching/path-waker.ts'

const { signal } = new AbortController()

/** A folder of its own and its watches. Time stands still, so only a hint wakes, until the test advances it. */
function scene(t: TestContext): { folder: string; watches: FolderWatches } {
  t.mock.timers.enable({ apis: ['setTimeout', 'setInterval'] })
  const folder = mkdtempSync(join(tmpdir(), 'path-waker-'))
  const watches = new FolderWatches((folder, code) => assert.fail(`${folder}: ${code}`))
  t.after(() => {
    watches.close()
    rmSync(folder, { recursive: true })
  })
  return { folder, watches }
}

/** A waker that has given the hint with which every watch begins. */
async function quietWaker(watches: FolderWatches, path: string, contents = false): Promise<PathWaker> {
  const waker = new PathWaker(watches, path, { contents })
  await waker.wake(signal)
  return waker
}

/** Does something and waits until the waker notices. */
async function woken(waker: PathWaker, act: () => void): Promise<void> {
  const wake = waker.wake(signal)
  act()
  await wake
}

/** Whether a wake is still pending after everything that could resolve it at once has run. */
async function isPending(wake: Promise<void>): Promise<boolean> {
  const turn = new Promise<true>((resolve) => {
    setImmediate(() => resolve(true))
  })
  return Promise.race([wake.then(() => false), turn])
}

suite('a waker of a path wakes', () => {
  test('at once the first time: existing content is new too', async (t) => {
    const { folder, watches } = scene(t)
    await new PathWaker(watches, join(folder, 'log')).wake(signal)
  })

  test('when the file is created, grows, is renamed away and is created again', async (t) => {
    const { folder, watches } = scene(t)
    const path = join(folder, 'log')
    const waker = await quietWaker(watches, path)
    await woken(waker, () => appendFileSync(path, 'a\n'))
    await woken(waker, () => appendFileSync(path, 'b\n'))
    await woken(waker, () => renameSync(path, `${path}.1`))
    await woken(waker, () => appendFileSync(path, 'c\n'))
    await woken(waker, () => rmSync(path))
  })

  test('not for another file in the folder', async (t) => {
    const { folder, watches } = scene(t)
    const waker = await quietWaker(watches, join(folder, 'log'))
    const other = await quietWaker(watches, join(folder, 'other'))
    const wake = waker.wake(signal)
    await woken(other, () => appendFileSync(join(folder, 'other'), 'a\n'))
    assert.ok(await isPending(wake))
    appendFileSync(join(folder, 'log'), 'a\n')
    await wake
  })

  test('for any name that appears or disappears, when it watches the contents of a folder', async (t) => {
    const { folder, watches } = scene(t)
    const waker = await quietWaker(watches, folder, true)
    await woken(waker, () => appendFileSync(join(folder, 'one'), 'a\n'))
    await woken(waker, () => renameSync(join(folder, 'one'), join(folder, 'two')))
  })

  test('for a hint that came before the call', async (t) => {
    const { folder, watches } = scene(t)
    const path = join(folder, 'log')
    const waker = await quietWaker(watches, path)
    const witness = await quietWaker(watches, path)
    await woken(witness, () => appendFileSync(path, 'a\n'))
    assert.equal(await isPending(waker.wake(signal)), false)
  })

  test('when the signal aborts, before or during the wait, and leaves no listener at it', async (t) => {
    const { folder, watches } = scene(t)
    const waker = await quietWaker(watches, join(folder, 'log'))
    const controller = new AbortController()
    const wake = waker.wake(controller.signal)
    controller.abort()
    await wake
    await waker.wake(controller.signal)
    assert.equal(getEventListeners(controller.signal, 'abort').length, 0)
  })

  test('after the safety interval without a hint, or the given time', async (t) => {
    const { folder, watches } = scene(t)
    const waker = await quietWaker(watches, join(folder, 'log'))
    const wake = waker.wake(signal)
    t.mock.timers.tick(14_999)
    assert.ok(await isPending(wake))
    t.mock.timers.tick(1)
    await wake
    const sooner = waker.wake(signal, 1000)
    t.mock.timers.tick(1000)
    await sooner
  })
})

test('a waker ignores only hints of unknown kind, and only if nothing is new', async (t) => {
  const { folder, watches } = scene(t)
  const path = join(folder, 'log')
  const waker = await quietWaker(watches, path)
  let looks = 0
  let isQuiet = true
  const wake = waker.wake(signal, undefined, () => {
    looks += 1
    return isQuiet
  })
  t.mock.timers.tick(30_000)
  assert.ok(await isPending(wake))
  assert.equal(looks, 2)
  isQuiet = false
  t.mock.timers.tick(15_000)
  await wake
  const next = waker.wake(signal, undefined, () => true)
  appendFileSync(path, 'a\n')
  await next
})

test('a closed waker waits for nothing and leaves no watch', async (t) => {
  const { folder, watches } = scene(t)
  const waker = await quietWaker(watches, join(folder, 'log'))
  waker.close()
  const wake = waker.wake(signal, 5000)
  t.mock.timers.tick(4999)
  assert.ok(await isPending(wake))
  t.mock.timers.tick(1)
  await wake
})

suite('a waker follows', () => {
  test('a folder that is created later: it is polled each second until then', async (t) => {
    const { folder, watches } = scene(t)
    const path = join(folder, 'later', 'log')
    const waker = await quietWaker(watches, path)
    const wake = waker.wake(signal)
    mkdirSync(join(folder, 'later'))
    t.mock.timers.tick(1000)
    await wake
    await woken(waker, () => appendFileSync(path, 'a\n'))
  })

  test('a folder that is removed and created anew, even with the same inode', async (t) => {
    const { folder, watches } = scene(t)
    const inner = join(folder, 'inner')
    mkdirSync(inner)
    const waker = await quietWaker(watches, join(inner, 'log'))
    const { ino } = statSync(inner)
    await woken(waker, () => {
      for (let tries = 0; tries === 0 || (tries < 100 && statSync(inner).ino !== ino); tries += 1) {
        rmSync(inner, { recursive: true })
        mkdirSync(inner)
      }
    })
    await woken(waker, () => appendFileSync(join(inner, 'log'), 'a\n'))
  })

  test('a folder that is replaced by another', async (t) => {
    const { folder, watches } = scene(t)
    const inner = join(folder, 'inner')
    mkdirSync(inner)
    const waker = await quietWaker(watches, join(inner, 'log'))
    await woken(waker, () => {
      renameSync(inner, `${inner}.away`)
      mkdirSync(inner)
    })
    await woken(waker, () => appendFileSync(join(inner, 'log'), 'a\n'))
  })

  test('a replaced folder above, at the next safety look', async (t) => {
    const { folder, watches } = scene(t)
    const inner = join(folder, 'above', 'inner')
    mkdirSync(inner, { recursive: true })
    const waker = await quietWaker(watches, join(inner, 'log'))
    const wake = waker.wake(signal)
    renameSync(join(folder, 'above'), join(folder, 'away'))
    mkdirSync(inner, { recursive: true })
    t.mock.timers.tick(15_000)
    await wake
    await woken(waker, () => appendFileSync(join(inner, 'log'), 'a\n'))
  })

  test('a link to its new target, and leaves the old one', async (t) => {
    const { folder, watches } = scene(t)
    const [a, b, path] = [join(folder, 'a'), join(folder, 'b'), join(folder, 'log')]
    mkdirSync(a)
    mkdirSync(b)
    appendFileSync(join(a, 'log'), '')
    appendFileSync(join(b, 'log'), '')
    symlinkSync(join(a, 'log'), path)
    const waker = await quietWaker(watches, path)
    await woken(waker, () => appendFileSync(join(a, 'log'), 'a\n'))
    await woken(waker, () => {
      symlinkSync(join(b, 'log'), `${path}.new`)
      renameSync(`${path}.new`, path)
    })
    assert.equal(await isPending(waker.wake(signal)), false)
    await woken(waker, () => appendFileSync(join(b, 'log'), 'b\n'))
    const witness = await quietWaker(watches, join(a, 'log'))
    const wake = waker.wake(signal)
    await woken(witness, () => appendFileSync(join(a, 'log'), 'c\n'))
    assert.ok(await isPending(wake))
    appendFileSync(join(b, 'log'), 'd\n')
    await wake
  })
})
