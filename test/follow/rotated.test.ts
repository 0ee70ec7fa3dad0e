import assert from 'node:assert/strict'
import { mkdirSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type TestContext, suite, test } from 'node:test'
import { type Rotated, findRotated } from '../../agent/follow/rotated.ts'
import { temporaryLog } from './followed.ts'

/** Makes files named after a log, and looks for the one with this suffix; all names as what they add to the log's. */
function find(t: TestContext, suffixes: readonly string[], wanted: string): Rotated | undefined {
  const path = temporaryLog(t)
  for (const suffix of suffixes) writeFileSync(path + suffix, '')
  const found = findRotated(path, { inode: String(statSync(path + wanted).ino) })
  return found && { at: found.at.slice(path.length), newer: found.newer.map((file) => file.slice(path.length)) }
}

suite('looking for a rotated file', () => {
  test('the newer numbered files come oldest first, by number and not by letter', (t) => {
    const found = find(t, ['', '.1', '.2', '.9', '.10', '.11'], '.10')
    assert.deepEqual(found, { at: '.10', newer: ['.9', '.2', '.1'] })
  })

  test('the newer dated files come oldest first', (t) => {
    const suffixes = ['-20261120', '-20261121', '-20261121-1792', '-20261122', '-20261119']
    const found = find(t, suffixes, '-20261120')
    assert.deepEqual(found, { at: '-20261120', newer: ['-20261121', '-20261121-1792', '-20261122'] })
  })

  test('files of the other naming do not count as newer', (t) => {
    assert.deepEqual(find(t, ['.1', '.2', '-20261121', '-20261122'], '.2'), { at: '.2', newer: ['.1'] })
    assert.deepEqual(find(t, ['.1', '-20261121', '-20261122'], '-20261121')?.newer, ['-20261122'])
  })

  test('names that no rotation makes are not looked at', (t) => {
    for (const suffix of ['', '.bak', '.1.gz', '.1~', '-2026', '2.1', '.1234567']) {
      assert.equal(find(t, ['.1', suffix], suffix), undefined, suffix)
    }
  })

  test('a file of the same number on another device is another file', (t) => {
    const path = temporaryLog(t)
    writeFileSync(`${path}.1`, '')
    const { dev, ino } = statSync(`${path}.1`, { bigint: true })
    assert.equal(findRotated(path, { inode: String(ino), device: String(dev + 1n) }), undefined)
    assert.ok(findRotated(path, { inode: String(ino), device: String(dev) }))
  })

  test('a link that leads to itself among them is passed over', (t) => {
    const path = temporaryLog(t)
    symlinkSync('log.2', `${path}.2`)
    writeFileSync(`${path}.1`, '')
    assert.equal(findRotated(path, { inode: String(statSync(`${path}.1`).ino) })?.at, `${path}.1`)
  })

  test('a folder that is not there holds none', (t) => {
    assert.equal(findRotated(join(temporaryLog(t), 'log'), { inode: '1' }), undefined)
  })

  test('where the path is a link, they stand beside what it leads to', (t) => {
    const path = temporaryLog(t)
    const real = join(dirname(path), 'elsewhere', 'real')
    mkdirSync(dirname(real))
    writeFileSync(real, '')
    const inode = String(statSync(real).ino)
    symlinkSync(real, path)
    renameSync(real, `${real}.1`)
    writeFileSync(real, '')
    assert.deepEqual(findRotated(path, { inode }), { at: `${real}.1`, newer: [] })
  })
})
