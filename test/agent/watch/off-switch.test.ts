import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { offReason } from '../../../agent/watch/off-switch.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

test('a file that is there switches off, and a line that a file has', async (t) => {
  const folder = await temporaryFolder(t)
  const [flag, conf] = [join(folder, 'eximdisable'), join(folder, 'chkservd.conf')]
  const switches = [{ path: flag }, { path: conf, line: 'exim:0' }]
  assert.equal(await offReason(switches), undefined)
  await writeFile(conf, 'exim:1\nexim:00\n#exim:0\nspamexim:0\n')
  assert.equal(await offReason(switches), undefined)
  await writeFile(conf, 'imap:1\n exim:0\r\n')
  assert.equal(await offReason(switches), `${conf} says exim:0`)
  await writeFile(flag, '')
  assert.equal(await offReason(switches), `${flag} is there`)
})

test('what is no file, has no end or is too large has no line, and is not waited for', async (t) => {
  const folder = await temporaryFolder(t)
  await mkdir(join(folder, 'a'))
  await symlink('/dev/zero', join(folder, 'b'))
  writeFileSync(join(folder, 'c'), `x:0\n${'#'.repeat(64 * 1024)}`)
  for (const name of ['a', 'b', 'c', 'd'])
    assert.equal(await offReason([{ path: join(folder, name), line: 'x:0' }]), undefined, name)
})
