import assert from 'node:assert/strict'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { createSpool, roomIn } from '../../support/spool-scene.ts'

const MiB = 1024 ** 2

test('a spool takes up to max_files, and more once some have left it', async (t) => {
  const { folders } = await createSpool(t)
  const room = roomIn(folders, { maxFiles: 3 })
  await writeFile(join(folders.parsed, 'one'), '')
  await mkdir(join(folders.parsed, 'two'))
  await room.require(100)
  room.take(100)
  await writeFile(join(folders.parsed, 'three'), '')
  await assert.rejects(room.require(100), {
    name: 'ActionNeeded',
    message: `${folders.parsed} holds 3 waiting files, and spool.max_files is 3; see why they are not sent (spoor-agent status).`,
  })
  await rename(join(folders.parsed, 'three'), join(folders.transmitted, 'three'))
  await room.require(100)
})

test('the backlog is counted at the first report, then not until a bound seems to be reached', async (t) => {
  const { folders } = await createSpool(t)
  const room = roomIn(folders, { maxFiles: 3 })
  await room.require(1)
  for (const name of ['1', '2', '3', '4']) await writeFile(join(folders.parsed, name), '')
  for (let taken = 0; taken < 3; taken += 1) {
    await room.require(1)
    room.take(1)
  }
  await assert.rejects(room.require(1), /holds 4 waiting files/)
})

test('counting takes at most a twentieth of the time, however often a report is retried', async (t) => {
  const { folders } = await createSpool(t)
  let now = 0
  // Each reading of the clock is a second later, so each count takes a second.
  const room = roomIn(folders, { maxFiles: 1 }, { elapsed: () => (now += 1000) })
  await writeFile(join(folders.parsed, 'one'), '')
  await assert.rejects(room.require(1), /holds 1 waiting file,/)
  await rm(join(folders.parsed, 'one'))
  for (let tries = 1; tries < 19; tries += 1)
    await assert.rejects(room.require(1), /holds 1 waiting file,/, `try ${tries}`)
  await room.require(1)
})

test('the reserved free space of the disk stays free, whatever waits', async (t) => {
  const { folders } = await createSpool(t)
  const free = { bytes: 100 * MiB, inodes: 10, allInodes: 1000 }
  const room = roomIn(folders, { minFree: 100 * MiB }, { freeSpaceOf: async () => free })
  await room.require(1)
  free.bytes -= 1
  await assert.rejects(room.require(1), {
    name: 'ActionNeeded',
    message: `${folders.root}: 104857599 bytes are free on its disk, and spool.min_free is 104857600; make room there.`,
  })
  free.bytes += 1
  free.inodes = 9
  await assert.rejects(room.require(1), {
    message: `${folders.root}: 9 of the 1000 inodes of its disk are free, and a hundredth must stay free; remove files there.`,
  })
  // As on btrfs.
  Object.assign(free, { inodes: 0, allInodes: 0 })
  await room.require(1)
})

test('a disk that cannot be examined has no room', async (t) => {
  const { folders } = await createSpool(t)
  const room = roomIn(folders)
  await rm(folders.root, { recursive: true })
  await assert.rejects(room.require(1), { code: 'ENOENT' })
})
