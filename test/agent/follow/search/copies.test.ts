import assert from 'node:assert/strict'
import { mkdirSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type TestContext, suite, test } from 'node:test'
import { copiesOf, findCopy } from '../../../../agent/follow/search/copies.ts'
import { temporaryLog } from '../followed.ts'

/** Makes files beside a log and looks for one of them; all are named by what is added to the log's name. */
function find(
  t: TestContext,
  suffixes: readonly string[],
  wanted: string,
): { at: string; newer: string[] } | undefined {
  const path = temporaryLog(t)
  for (const suffix of suffixes) writeFileSync(path + suffix, '')
  const found = findCopy({ path }, { inode: String(statSync(path + wanted).ino) })
  return found && { at: found.at.slice(path.length), newer: found.newer.map((copy) => copy.path.slice(path.length)) }
}

/** Makes files beside a log; the names of its copies, as they are grouped. */
function groups(t: TestContext, log: string, names: readonly string[]): string[][] {
  const folder = dirname(temporaryLog(t))
  for (const name of names) writeFileSync(join(folder, name), '')
  return copiesOf({ path: join(folder, log) }).map((copies) => copies.map((copy) => basename(copy.path)))
}

suite('the copies of a log', () => {
  test('are grouped by how they are named, oldest first, compressed or not; those of rotations come first', (t) => {
    const names = ['log', 'log.1', 'log.2.gz', 'log.10.gz', 'log.3.xz', 'log-20261121.gz', 'log-20261120', 'log.lock']
    assert.deepEqual(groups(t, 'log', names), [
      ['log-20261120', 'log-20261121.gz'],
      ['log.10.gz', 'log.3.xz', 'log.2.gz', 'log.1'],
      ['log.lock'],
    ])
  })

  const EVERY_WAY = [
    ['log', 'log-2026112022', 'log-2026112103', 'log-2026112104.gz'],
    ['log', 'log.2026-11-20', 'log.2026-11-21', 'log.2026-12-01.gz'],
    ['log', 'log-2026-11-20', 'log-2026-11-21-1792', 'log-2026-11-22'],
    ['log', 'log-1795392000', 'log-1795395600'],
    ['log', 'log-20-11-2026', 'log-01-12-2026'],
    ['log', 'log-20261120T235900', 'log-20261121T000000'],
    ['log', 'log.1-2026112103.backup', 'log.1-2026112104.backup.gz'],
    ['login.log', 'login-20261120.log', 'login-20261121.log.gz', 'login-20261122.log'],
    ['login.log', 'login.log.10', 'login.log.9.bz2', 'login.log.1'],
    ['log', 'log.old'],
    ['log', 'log.gz'],
    ['log', 'log~'],
  ]
  for (const [log = '', ...names] of EVERY_WAY) {
    test(`are recognised by the beginning of their names, and sorted by date or count: ${names.join(' ')}`, (t) => {
      assert.deepEqual(groups(t, log, [log, ...names].toReversed()), [names])
    })
  }

  test('are no files whose names begin differently', (t) => {
    assert.deepEqual(groups(t, 'login.log', ['login.log', 'log.1', 'old-login.log', 'login', 'login-20261121.txt']), [])
  })

  test('are the uncompressed files while they are being compressed', (t) => {
    assert.deepEqual(groups(t, 'log', ['log.1', 'log.1.gz']), [['log.1']])
  })

  test("include cPanel's archives, by year and month, to which rotations append", (t) => {
    const path = temporaryLog(t)
    const archive = join(dirname(path), 'archive')
    mkdirSync(archive)
    for (const month of ['01-2027', '12-2026', '11-2026']) writeFileSync(join(archive, `log-${month}.gz`), '')
    assert.deepEqual(
      copiesOf({ path })[0]?.map((copy) => [copy.path.slice(archive.length), copy.isArchive]),
      [
        ['/log-11-2026.gz', true],
        ['/log-12-2026.gz', true],
        ['/log-01-2027.gz', true],
      ],
    )
  })

  test('are looked for in the configured folder as well', (t) => {
    const path = temporaryLog(t)
    const old = join(dirname(path), 'old')
    mkdirSync(old)
    writeFileSync(join(old, 'log.1'), '')
    for (const olddir of ['old', old]) {
      assert.deepEqual(
        copiesOf({ path, olddir }).map((copies) => copies.map((copy) => copy.path)),
        [[join(old, 'log.1')]],
      )
    }
    assert.deepEqual(copiesOf({ path }), [])
  })

  test('are the non-empty ones if there are more than ten thousand', (t) => {
    const path = temporaryLog(t)
    for (let number = 1; number <= 10_010; number += 1)
      writeFileSync(`${path}.${number}`, number % 100 === 0 ? 'x' : '')
    const copies = copiesOf({ path }).flat()
    assert.deepEqual([copies.length, copies.filter((copy) => copy.path.endsWith('00')).length], [10_000, 100])
  })
})

suite('looking for a rotated file', () => {
  test('newer numbered files come oldest first, sorted as numbers', (t) => {
    const found = find(t, ['', '.1', '.2', '.9', '.10', '.11'], '.10')
    assert.deepEqual(found, { at: '.10', newer: ['.9', '.2', '.1'] })
  })

  test('newer dated files come oldest first', (t) => {
    const suffixes = ['-20261120', '-20261121', '-20261121-1792', '-20261122', '-20261119']
    const found = find(t, suffixes, '-20261120')
    assert.deepEqual(found, { at: '-20261120', newer: ['-20261121', '-20261121-1792', '-20261122'] })
  })

  test('files named in another way do not count as newer', (t) => {
    assert.deepEqual(find(t, ['.1', '.2', '-20261121', '-20261122'], '.2'), { at: '.2', newer: ['.1'] })
    assert.deepEqual(find(t, ['.1', '-20261121', '-20261122'], '-20261121')?.newer, ['-20261122'])
  })

  test('a copy made by hand has no newer ones', (t) => {
    for (const suffix of ['.bak', '~', '.1~'])
      assert.deepEqual(find(t, ['.1', suffix], suffix), { at: suffix, newer: [] })
  })

  test('neither the log itself nor a compressed file counts', (t) => {
    for (const suffix of ['', '.1.gz']) assert.equal(find(t, ['.2', suffix], suffix), undefined, suffix)
  })

  test('a file with the same inode on another device is another file', (t) => {
    const path = temporaryLog(t)
    writeFileSync(`${path}.1`, '')
    const { dev, ino } = statSync(`${path}.1`, { bigint: true })
    assert.equal(findCopy({ path }, { inode: String(ino), device: String(dev + 1n) }), undefined)
    assert.ok(findCopy({ path }, { inode: String(ino), device: String(dev) }))
  })

  test('a link to itself among them is ignored', (t) => {
    const path = temporaryLog(t)
    symlinkSync('log.2', `${path}.2`)
    writeFileSync(`${path}.1`, '')
    assert.equal(findCopy({ path }, { inode: String(statSync(`${path}.1`).ino) })?.at, `${path}.1`)
  })

  test('a missing folder contains none', (t) => {
    assert.equal(findCopy({ path: join(temporaryLog(t), 'log') }, { inode: '1' }), undefined)
  })

  test('if the path is a link, they are beside what it leads to', (t) => {
    const path = temporaryLog(t)
    const real = join(dirname(path), 'elsewhere', 'real')
    mkdirSync(dirname(real))
    writeFileSync(real, '')
    const inode = String(statSync(real).ino)
    symlinkSync(real, path)
    renameSync(real, `${real}.1`)
    writeFileSync(real, '')
    assert.deepEqual(findCopy({ path }, { inode }), { at: `${real}.1`, newer: [] })
  })
})
