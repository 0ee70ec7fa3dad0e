import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Mounts } from '../../../../lib/system/files/mounts.ts'

const MOUNTINFO = `22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
36 22 8:1 /var/a\\040log /srv/my\\040log rw,relatime shared:1 - ext4 /dev/sda1 rw
37 22 8:1 /under /srv/twice rw - ext4 /dev/sda1 rw
38 22 8:1 /over /srv/twice rw - ext4 /dev/sda1 rw
`

test('the root of a mount is its path in its own file system, the last of several', () => {
  const mounts = new Mounts(
    () => 0,
    () => MOUNTINFO,
  )
  assert.equal(mounts.rootOf('/srv/my log'), '/var/a log')
  assert.equal(mounts.rootOf('/srv/twice'), '/over')
  assert.equal(mounts.rootOf('/'), '/')
  assert.equal(mounts.rootOf('/srv'), undefined)
})

test('the mount table is read again after a second, not for each call', () => {
  let [now, reads] = [0, 0]
  const mounts = new Mounts(
    () => now,
    () => {
      reads += 1
      return reads === 1 ? MOUNTINFO : MOUNTINFO.replace('/over', '/over.1')
    },
  )
  for (let asked = 0; asked < 3; asked += 1) assert.equal(mounts.rootOf('/srv/twice'), '/over')
  assert.equal(reads, 1)
  now = 1000
  assert.equal(mounts.rootOf('/srv/twice'), '/over.1')
})

test('without /proc no path is known as a mount point', () => {
  const fail = (): string => {
    throw new Error('ENOENT')
  }
  assert.equal(new Mounts(() => 0, fail).rootOf('/'), undefined)
})

test('this machine has a mount at its root', () => {
  assert.equal(typeof new Mounts(() => 0).rootOf('/'), 'string')
})
