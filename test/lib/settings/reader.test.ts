import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { accessOfOthers, remedyFor } from '../../../lib/settings/reader.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

const SPOOR = { uid: 12_345, gid: 12_346 }

function found(mode: number, uid = 0, gid = 0): { mode: number; uid: number; gid: number } {
  return { mode, uid, gid }
}

test('mode and owner tell who else can access a file', () => {
  assert.deepEqual(accessOfOthers(found(0o640), 0o027, SPOOR), [])
  assert.deepEqual(accessOfOthers(found(0o600, SPOOR.uid), 0o027, SPOOR), [])
  assert.deepEqual(accessOfOthers(found(0o644), 0o027, SPOOR), [
    'has mode 644, so that others than its owner could read or write it',
  ])
  assert.deepEqual(accessOfOthers(found(0o620), 0o027, SPOOR), [
    'has mode 620, so that others than its owner could write it',
  ])
  assert.match(accessOfOthers(found(0o600, 99), 0o027, SPOOR).join(), /^belongs to user 99, /)
  assert.equal(accessOfOthers(found(0o666, 99), 0o027, SPOOR).length, 2)
})

for (const [what, file, reader, expected] of [
  ["root's own, for the services", found(0o600), SPOOR, 'chown root:12346 F && chmod 0640 F'],
  ["root's own and open to all, for the services", found(0o644), SPOOR, 'chown root:12346 F && chmod 0640 F'],
  ["root's with their group but closed to it", found(0o600, 0, SPOOR.gid), SPOOR, 'chmod 0640 F'],
  ["root's with another group", found(0o640, 0, 7), SPOOR, 'chown root:12346 F'],
  ["somebody's", found(0o600, 99, 99), SPOOR, 'chown root:12346 F && chmod 0640 F'],
  ["the services' own", found(0o644, SPOOR.uid, SPOOR.gid), SPOOR, 'chmod 0640 F'],
  ["the services' own, closed to their group", found(0o606, SPOOR.uid, SPOOR.gid), SPOOR, 'chmod 0600 F'],
  ["somebody's, for root", found(0o600, 99), { uid: 0, gid: 0 }, 'chown root F'],
  ['open to all, for root', found(0o644), { uid: 0, gid: 0 }, 'chmod 0640 F'],
] as const) {
  test(`a file that is ${what} is fixed by: ${expected}`, () => {
    assert.equal(remedyFor('F', file, reader), `type: ${expected}`)
  })
}

test('a folder is opened for passing and listing', () => {
  assert.equal(remedyFor('F', found(0o700), SPOOR, true), 'type: chown root:12346 F && chmod 0750 F')
  assert.equal(remedyFor('F', found(0o777, SPOOR.uid), SPOOR, true), 'type: chmod 0750 F')
})

test('if owner and mode are right, the message points elsewhere', () => {
  assert.match(remedyFor('F', found(0o640, 0, SPOOR.gid), SPOOR), /ACL.*SELinux/)
})

test(
  'after the suggested command the services, and nobody else, can read the file',
  { skip: process.geteuid?.() !== 0 },
  async (t) => {
    const folder = join(await temporaryFolder(t), "it's $HOME")
    mkdirSync(folder)
    const file = join(folder, 'a "b" `c`')
    for (const [mode, uid, gid] of [
      [0o600, 0, 0],
      [0o666, 0, 0],
      [0o640, 99, 99],
      [0o604, SPOOR.uid, 0],
      [0o000, 0, SPOOR.gid],
    ] as const) {
      writeFileSync(file, '')
      chownSync(file, uid, gid)
      chmodSync(file, mode)
      execFileSync('/bin/sh', ['-c', remedyFor(file, statSync(file), SPOOR).replace(/^type: /, '')])
      const mended = statSync(file)
      assert.deepEqual(accessOfOthers(mended, 0o027, SPOOR), [])
      const byGroup = mended.gid === SPOOR.gid && (mended.mode & 0o040) !== 0
      assert.ok(byGroup || mended.uid === SPOOR.uid, `${mode.toString(8)} ${uid} ${gid}`)
    }
  },
)
