import assert from 'node:assert/strict'
import { readFile, readdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { formatReport, parseReport } from '../../../agent/spool/reports/report-file.ts'
import { reportName } from '../../../agent/spool/reports/report-name.ts'
import { Spool } from '../../../agent/spool/spool.ts'
import { createSpool, reportUpTo, roomIn } from '../../support/spool-scene.ts'

test('a sealed report never changes, and appears under its final name complete', async (t) => {
  const { folders } = await createSpool(t)
  const spool = new Spool(folders, 0, roomIn(folders))
  const one = reportUpTo(10)
  const report = { ...one, entries: Array.from({ length: 400 }, () => one.entries).flat() }
  const done = new AbortController()
  let looks = 0
  const reader = async (): Promise<void> => {
    while (!done.signal.aborted) {
      for (const name of await readdir(folders.parsed)) {
        assert.equal(await readFile(join(folders.parsed, name), 'utf8'), formatReport(report), name)
        looks += 1
      }
    }
  }
  const reading = Promise.all([reader(), reader(), reader()])
  for (let count = 1; count <= 40; count += 1) assert.equal(await spool.seal(report), count)
  done.abort()
  await reading
  assert.ok(looks > 40)
  assert.equal((await readdir(folders.parsed)).length, 40)
})

test('a report is a private file with the next number', async (t) => {
  const { folders, names } = await createSpool(t)
  await new Spool(folders, 41, roomIn(folders)).seal(reportUpTo(10))
  assert.deepEqual(await names('parsed'), [reportName(42)])
  const file = join(folders.parsed, reportName(42))
  assert.equal((await stat(file)).mode & 0o777, 0o600)
  assert.deepEqual(parseReport(await readFile(file, 'utf8')), reportUpTo(10))
})

test('the name in the queue of the API is of the same file, and takes no inode', async (t) => {
  const { folders, names } = await createSpool(t)
  await new Spool(folders, 0, roomIn(folders)).seal(reportUpTo(10))
  const [sealed, parsed] = await Promise.all(
    [folders.sealed, folders.parsed].map((folder) => stat(join(folder, reportName(1)))),
  )
  assert.deepEqual([sealed?.nlink, sealed?.ino], [2, parsed?.ino])
  await new Spool(folders, 1, roomIn(folders), false).seal(reportUpTo(20))
  assert.deepEqual([await names('sealed'), await names('parsed')], [[reportName(1), reportName(2)], [reportName(1)]])
})

test('a full spool takes nothing until reports have left it', async (t) => {
  const { folders, names } = await createSpool(t)
  const size = Buffer.byteLength(formatReport(reportUpTo(20)))
  const spool = new Spool(folders, 0, roomIn(folders, { maxSize: 2 * size }))
  await spool.seal(reportUpTo(20))
  await spool.seal(reportUpTo(30))
  await assert.rejects(spool.seal(reportUpTo(40)), {
    name: 'ActionNeeded',
    message: /holds \d+ bytes.*spool\.max_size/,
  })
  assert.deepEqual(await names('parsed'), [reportName(1), reportName(2)])
  assert.deepEqual(await names('root'), [
    'dropped',
    'inbox',
    'inbox_refused',
    'parsed',
    'receivers',
    'sealed',
    'transmission_failed',
    'transmitted',
  ])
  await rename(join(folders.parsed, reportName(1)), join(folders.transmitted, reportName(1)))
  assert.equal(await spool.seal(reportUpTo(40)), 3)
})

test('without the API nothing counts as waiting, and the reserved free space still stays free', async (t) => {
  const { folders, put, names } = await createSpool(t)
  // What waited when the API was taken out of the configuration.
  await put('parsed', 1, reportUpTo(10))
  const free = { bytes: 100, inodes: 0, allInodes: 0 }
  const room = roomIn(folders, { maxSize: 1, maxFiles: 1, minFree: 100 }, { freeSpaceOf: async () => free })
  const spool = new Spool(folders, 1, room, false)
  for (const offset of [20, 30, 40]) await spool.seal(reportUpTo(offset))
  free.bytes = 99
  await assert.rejects(spool.seal(reportUpTo(50)), { name: 'ActionNeeded', message: /spool\.min_free is 100/ })
  assert.deepEqual([(await names('sealed')).length, (await names('parsed')).length], [4, 1])
})

test('reports that already wait count', async (t) => {
  const { folders, put } = await createSpool(t)
  const size = Buffer.byteLength(formatReport(reportUpTo(10)))
  await put('parsed', 1, reportUpTo(10))
  await writeFile(join(folders.parsed, 'login.1.2.json'), 'x'.repeat(size))
  await assert.rejects(new Spool(folders, 1, roomIn(folders, { maxSize: 2 * size })).seal(reportUpTo(20)), /is 5?\d+/)
})

test('a foreign link counts as a link, not as its target', async (t) => {
  const { folders } = await createSpool(t)
  const outside = join(folders.root, 'outside')
  await writeFile(outside, 'x'.repeat(10_000))
  await symlink(outside, join(folders.parsed, 'link'))
  assert.equal(await new Spool(folders, 0, roomIn(folders, { maxSize: 5000 })).seal(reportUpTo(10)), 1)
})

test('after a file with the highest number nothing is sealed under an invalid name', async (t) => {
  const { folders, put, names } = await createSpool(t)
  await put('parsed', 999_999_999_999, reportUpTo(10))
  await assert.rejects(new Spool(folders, 999_999_999_999, roomIn(folders)).seal(reportUpTo(20)), {
    message: /report\.999999999999\.json/,
  })
  assert.equal((await names('parsed')).length, 1)
})

test('a report larger than max_size is sealed if nothing else waits', async (t) => {
  const { folders } = await createSpool(t)
  const spool = new Spool(folders, 0, roomIn(folders, { maxSize: 1 }))
  assert.equal(await spool.seal(reportUpTo(10)), 1)
  await assert.rejects(spool.seal(reportUpTo(20)))
  await rm(join(folders.parsed, reportName(1)))
  assert.equal(await spool.seal(reportUpTo(20)), 2)
})

test('a number whose report could not be sealed is used again', async (t) => {
  const { folders, names } = await createSpool(t)
  const spool = new Spool(folders, 0, roomIn(folders))
  await spool.seal(reportUpTo(10))
  await rename(folders.parsed, `${folders.parsed}.away`)
  await assert.rejects(spool.seal(reportUpTo(20)), /: ENOENT: /)
  await rename(`${folders.parsed}.away`, folders.parsed)
  assert.equal(await spool.seal(reportUpTo(20)), 2)
  assert.deepEqual(await names('parsed'), [reportName(1), reportName(2)])
})
