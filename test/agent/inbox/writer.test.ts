import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { GIVEN_UP, bytesByName } from '../../../agent/inbox/file-name.ts'
import { takeGivenUp } from '../../../agent/inbox/given-up.ts'
import { writeToInbox } from '../../../agent/inbox/writer.ts'
import { failedLogin, leave } from '../../support/inbox-scene.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

const FULL = { reason: 'the inbox is full' }

test('an event is one file that tells its size, readable by the folder’s group, and names sort by time', async (t) => {
  const folder = await temporaryFolder(t)
  const names = []
  for (const now of [2, 10, 1_795_000_000_000]) names.push(await leave(folder, failedLogin(1), () => now))
  assert.deepEqual(readdirSync(folder).toSorted(), names)
  for (const name of names) {
    const path = join(folder, name)
    assert.deepEqual(Object.keys(JSON.parse(readFileSync(path, 'utf8'))), Object.keys(failedLogin(1)))
    assert.deepEqual([statSync(path).size, statSync(path).mode & 0o777], [bytesByName(name), 0o640])
  }
})

test('why an event was not written is said, never thrown, and nothing is left behind', async (t) => {
  const base = await temporaryFolder(t)
  const folder = join(base, 'inbox')
  mkdirSync(folder)
  symlinkSync(folder, join(base, 'link'))
  writeFileSync(join(base, 'file'), '')
  for (const [name, reason] of [
    ['missing', /ENOENT/],
    ['link', /ENOTDIR|ELOOP/],
    ['file', /ENOTDIR/],
  ] as const) {
    const written = await writeToInbox(join(base, name), failedLogin(1))
    assert.match('reason' in written ? written.reason : 'written', reason, name)
  }
  const long = { ...failedLogin(1), mailbox_address: 'm'.repeat(70_000) }
  assert.match(JSON.stringify(await writeToInbox(folder, long)), /the event has 70\d{3} bytes/)
  assert.deepEqual(readdirSync(folder), [])
})

test('a folder that takes nothing is a reason, too', { skip: process.geteuid?.() === 0 }, async (t) => {
  const folder = await temporaryFolder(t)
  chmodSync(folder, 0o500)
  const written = await writeToInbox(folder, failedLogin(1))
  chmodSync(folder, 0o700)
  assert.match(JSON.stringify(written), /EACCES/)
})

test('a full inbox takes no more, by files or by bytes, and counts what was given up', async (t) => {
  for (const bounds of [
    { files: 2, bytes: 1e6 },
    { files: 1e6, bytes: 400 },
  ]) {
    const folder = await temporaryFolder(t)
    const write = (): Promise<unknown> => writeToInbox(folder, failedLogin(1), { bounds })
    await leave(folder, failedLogin(1))
    await leave(folder, failedLogin(2))
    for (let count = 0; count < 3; count += 1) assert.deepEqual(await write(), FULL)
    assert.equal(readdirSync(folder).length, 3)
    assert.deepEqual([await takeGivenUp(folder), await takeGivenUp(folder)], [3, 0])
  }
})

test('what was given up is counted up to a bound, and into no link', async (t) => {
  const folder = await temporaryFolder(t)
  const bounds = { files: 0, bytes: 0 }
  writeFileSync(join(folder, GIVEN_UP), Buffer.alloc(1024 * 1024))
  assert.deepEqual(await writeToInbox(folder, failedLogin(1), { bounds }), FULL)
  assert.equal(await takeGivenUp(folder), 1024 * 1024)
  const elsewhere = join(await temporaryFolder(t), 'file')
  writeFileSync(elsewhere, '')
  symlinkSync(elsewhere, join(folder, GIVEN_UP))
  assert.match(JSON.stringify(await writeToInbox(folder, failedLogin(1), { bounds })), /ELOOP/)
  assert.equal(readFileSync(elsewhere, 'utf8'), '')
})
