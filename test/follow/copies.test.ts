import assert from 'node:assert/strict'
import { mkdirSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type TestContext, suite, test } from 'node:test'
import { copiesOf, findCopy } from '../../agent/follow/copies.ts'
import { temporaryLog } from './followed.ts'

/** Makes files named after a log, and looks for the one with this suffix; all names as what they add to the log's. */
function find(
  t: TestContext,
  suffixes: readonly string[],
  wanted: string,
): { at: string; newer: string[] } | undefined {
  const path = temporaryLog(t)
  for (const suffix of suffixes) writeFileSync(path + suffix, '')
  const found = findCopy(path, { inode: String(statSync(path + wanted).ino) })
  return found && { at: found.at.slice(path.length), newer: found.newer.map((copy) => copy.path.slice(path.length)) }
}

suite('the copies of a log', () => {
  test('are grouped by their naming, oldest first, whether compressed or not', (t) => {
    const path = temporaryLog(t)
    for (const suffix of ['', '.1', '.2.gz', '.10.gz', '.3.xz', '-20261121.gz', '-20261120', '.lock', '.1.gz.tmp']) {
      writeFileSync(path + suffix, '')
    }
    const groups = copiesOf(path).map((copies) => copies.map((copy) => [copy.path.slice(path.length), copy.form]))
    assert.deepEqual(groups, [
      [
        ['.10.gz', 'gzip'],
        ['.3.xz', 'unreadable'],
        ['.2.gz', 'gzip'],
        ['.1', 'plain'],
      ],
      [
        ['-20261120', 'plain'],
        ['-20261121.gz', 'gzip'],
      ],
      [],
    ])
  })

  test('are taken plain while they are being compressed', (t) => {
    const path = temporaryLog(t)
    for (const suffix of ['.1', '.1.gz']) writeFileSync(path + suffix, '')
    assert.deepEqual(copiesOf(path)[0], [{ path: `${path}.1`, form: 'plain', isArchive: false }])
  })

  test("include cPanel's archive, by year and month", (t) => {
    const path = temporaryLog(t)
    const archive = join(dirname(path), 'archive')
    mkdirSync(archive)
    for (const month of ['01-2027', '12-2026', '11-2026']) writeFileSync(join(archive, `log-${month}.gz`), '')
    assert.deepEqual(
      copiesOf(path)[2]?.map((copy) => [copy.path.slice(archive.length), copy.isArchive]),
      [
        ['/log-11-2026.gz', true],
        ['/log-12-2026.gz', true],
        ['/log-01-2027.gz', true],
      ],
    )
  })
})

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
    assert.equal(findCopy(path, { inode: String(ino), device: String(dev + 1n) }), undefined)
    assert.ok(findCopy(path, { inode: String(ino), device: String(dev) }))
  })

  test('a link that leads to itself among them is passed over', (t) => {
    const path = temporaryLog(t)
    symlinkSync('log.2', `${path}.2`)
    writeFileSync(`${path}.1`, '')
    assert.equal(findCopy(path, { inode: String(statSync(`${path}.1`).ino) })?.at, `${path}.1`)
  })

  test('a folder that is not there holds none', (t) => {
    assert.equal(findCopy(join(temporaryLog(t), 'log'), { inode: '1' }), undefined)
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
    assert.deepEqual(findCopy(path, { inode }), { at: `${real}.1`, newer: [] })
  })
})
