import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { statfsSync } from 'node:fs'
import { test } from 'node:test'
import { isRemote } from '../../../../lib/system/files/remote-file-system.ts'

/** Names as in stat(1) of coreutils, which has its own table of numbers for f_type of statfs(2). */
const REMOTE = {
  nfs: 0x6969,
  smb: 0x517b,
  cifs: 0xff534d42,
  smb2: 0xfe534d42,
  fuseblk: 0x65735546,
  ceph: 0x00c36400,
  v9fs: 0x01021997,
  lustre: 0x0bd00bd0,
  gfs2: 0x01161970,
  ocfs2: 0x7461636f,
  afs: 0x5346414f,
}

const LOCAL = {
  ext4: 0xef53,
  xfs: 0x58465342,
  btrfs: 0x9123683e,
  tmpfs: 0x01021994,
  overlay: 0x794c7630,
  zfs: 0x2fc12fc1,
}

test('file systems that other machines write to are recognised, and no others', () => {
  for (const [name, type] of Object.entries(REMOTE)) assert.ok(isRemote(type), name)
  for (const [name, type] of Object.entries(LOCAL)) assert.ok(!isRemote(type), name)
})

test('the number is that of statfs', () => {
  const told = Number(execFileSync('stat', ['--file-system', '--format=0x%t', '/'], { encoding: 'utf8' }))
  assert.equal(statfsSync('/').type, told)
})
