import assert from 'node:assert/strict'
import { lstatSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import {
  type CommonBounds,
  commonBounds,
  Comparison,
  type ComparisonBounds,
  type Files,
} from '../../../agent/backstop/comparison.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

const PLENTY: ComparisonBounds = { names: 9, files: 9, bytes: 99, keys: 9, told: 9 }
const NOTHING = { names: 0, files: 0, bytes: 0, keys: 0, told: 0 }

/** A file that was changed long before NOW. */
const FILE = { ino: 1, size: 10, ctimeMs: 1000 }
const NOW = 1_000_000

/** A comparison with these bounds; items are texts. */
function compared(
  before: Files | undefined,
  bounds: Partial<ComparisonBounds> = {},
  common: CommonBounds = { ...NOTHING },
): Comparison {
  return new Comparison(before, NOW, common, { ...PLENTY, ...bounds })
}

/** The keys of what appeared in a file. */
function keysOf(
  comparison: Comparison,
  name: string,
  keys: readonly string[] | undefined,
  stats: typeof FILE = FILE,
): string[] {
  return comparison.appeared(name, stats, () => keys?.map((key) => ({ key }))).items.map(({ key }) => key)
}

test('what is in a file and was not is what appeared; before the first look nothing was unknown', () => {
  const first = compared(undefined)
  assert.deepEqual(keysOf(first, 'a', ['x']), [])
  const next = compared(first.after)
  assert.deepEqual(keysOf(next, 'a', ['x', 'y', 'y'], { ...FILE, size: 11 }), ['y'])
  assert.deepEqual(keysOf(next, 'b', ['x']), ['x'])
})

test('a file is read only if its inode, its size or the time of its last change is another', () => {
  const { after } = ((comparison) => (keysOf(comparison, 'a', ['x']), comparison))(compared(undefined))
  for (const [change, isRead] of [
    [{}, false],
    [{ mtimeMs: 5 }, false],
    [{ ino: 2 }, true],
    [{ size: 9 }, true],
    [{ ctimeMs: 999 }, true],
  ] as const)
    assert.deepEqual(keysOf(compared(after), 'a', ['y'], { ...FILE, ...change }), isRead ? ['y'] : [])
})

test('a time of contents that somebody set back hides no change', async (t) => {
  const path = join(await temporaryFolder(t), 'file')
  writeFileSync(path, 'one')
  utimesSync(path, 1, 1)
  const later = Date.now() + 60_000
  const first = new Comparison(undefined, later, commonBounds([]))
  first.appeared('a', lstatSync(path), () => [{ key: 'x' }])
  // Until the kernel's clock has ticked.
  for (const { ctimeMs } = lstatSync(path); lstatSync(path).ctimeMs === ctimeMs;) {
    writeFileSync(path, 'two')
    utimesSync(path, 1, 1)
  }
  assert.equal(
    new Comparison(first.after, later, commonBounds([])).appeared('a', lstatSync(path), () => [{ key: 'y' }]).items
      .length,
    1,
  )
})

test('a file that was changed a moment ago is read again', () => {
  const fresh = { ...FILE, ctimeMs: NOW - 1 }
  const first = compared(undefined)
  keysOf(first, 'a', ['x'], fresh)
  assert.deepEqual(keysOf(compared(first.after), 'a', ['x', 'y'], fresh), ['y'])
})

test('what is beyond a bound is not looked at, is said to be so, and what is known of it stays', () => {
  const before = compared(undefined)
  for (const name of ['a', 'b']) keysOf(before, name, ['x'])
  for (const bounds of [{ bytes: 15 }, { keys: 2 }]) {
    const comparison = compared(before.after, bounds)
    const changed = { ...FILE, ino: 2 }
    assert.deepEqual(keysOf(comparison, 'a', ['y'], changed), ['y'])
    assert.deepEqual(keysOf(comparison, 'b', ['y', 'z'], changed), [], JSON.stringify(bounds))
    assert.ok(comparison.isCut)
    assert.deepEqual(keysOf(compared(comparison.after), 'b', ['x', 'y'], changed), ['y'])
  }
  const full = compared(before.after, { files: 2 })
  assert.deepEqual([keysOf(full, 'c', ['x']), full.isCut, full.after], [[], true, before.after])
})

test('of very much that appeared a part is told, and all of it is known then', () => {
  const comparison = compared({}, { told: 2 })
  assert.deepEqual([keysOf(comparison, 'a', ['x', 'y', 'z']), comparison.isCut], [['x', 'y'], true])
  assert.deepEqual(keysOf(compared(comparison.after), 'a', ['x', 'y', 'z'], { ...FILE, ino: 2 }), [])
})

test('what files share is told once, also where one gets later what another has', () => {
  const appear = (comparison: Comparison, name: string, keys: readonly string[], ino: number): string[] =>
    comparison.appeared(name, { ...FILE, ino }, () => keys.map((key) => ({ key })), true).items.map(({ key }) => key)
  const first = compared({})
  assert.deepEqual([appear(first, 'a', ['x', 'y'], 1), appear(first, 'b', ['x', 'z'], 1)], [['x', 'y'], ['z']])
  const next = compared(first.after)
  assert.deepEqual([appear(next, 'c', ['x'], 1), appear(next, 'b', ['y', 'v'], 2)], [[], ['v']])
  assert.deepEqual(
    Object.values(next.after).map(({ keys }) => keys),
    [['x'], ['y', 'v']],
  )
})

test('beyond its share a group takes of what all have together, and never the share of another', () => {
  const common = { ...NOTHING, keys: 3 }
  const [greedy, modest] = [compared({}, { keys: 1 }, common), compared({}, { keys: 1 }, common)]
  assert.deepEqual([keysOf(greedy, 'a', ['w', 'x', 'y', 'z']), common.keys], [['w', 'x', 'y', 'z'], 0])
  assert.deepEqual([keysOf(greedy, 'b', ['v']), greedy.isCut], [[], true])
  assert.deepEqual([keysOf(modest, 'a', ['x']), modest.isCut], [['x'], false])
})

test('what was seen is compared later only if it is all there was, and nothing is changing', () => {
  const [whole, long, changing] = [compared({}), compared({}), compared({})]
  whole.saw('short', FILE)
  whole.saw('no', undefined)
  assert.deepEqual(whole.seen, { short: '1.10.1000', no: 'absent' })
  for (const path of ['first', 'second']) long.saw(path.repeat(50_000), FILE)
  changing.saw('x', { ...FILE, ctimeMs: NOW - 1 })
  changing.saw('y', FILE)
  assert.deepEqual([long.seen, long.isCut, changing.seen], [undefined, false, undefined])
})

test('names are listed up to a bound', () => {
  const entries = ['a', 'b', 'c', 'd', 'e']
  const comparison = compared({}, { names: 7 })
  assert.deepEqual([[...comparison.within(entries)].length, comparison.isCut], [5, false])
  assert.deepEqual([[...comparison.within(entries)].length, comparison.isCut], [2, true])
})

test('a file that is gone when it is read, or may not be read, is not known any more', () => {
  const before = compared(undefined)
  keysOf(before, 'a', ['x'])
  const comparison = compared(before.after)
  assert.deepEqual(keysOf(comparison, 'a', undefined, { ...FILE, ino: 2 }), [])
  assert.deepEqual(comparison.after, {})
})
