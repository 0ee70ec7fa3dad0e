import assert from 'node:assert/strict'
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { identityIn, keepIdentity } from '../../../agent/spool/identity.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

test('the host name of the first use is saved once and stays the identity when the machine is renamed', async (t) => {
  const root = await temporaryFolder(t)
  const file = join(root, 'identity.json')
  assert.equal(await identityIn(root), hostname())
  await assert.rejects(stat(file), { code: 'ENOENT' })
  assert.equal(await keepIdentity(root), hostname())
  assert.equal(await readFile(file, 'utf8'), `${JSON.stringify({ version: 1, host: hostname() })}\n`)
  await writeFile(file, '{"version":1,"host":"before.example.net"}\n')
  const { mtimeMs, ino } = await stat(file)
  assert.deepEqual([await identityIn(root), await keepIdentity(root)], ['before.example.net', 'before.example.net'])
  const after = await stat(file)
  assert.deepEqual([after.mtimeMs, after.ino], [mtimeMs, ino])
})

test('a torn identity, or one of another version, is replaced; one that cannot be written stops nothing', async (t) => {
  const root = await temporaryFolder(t)
  const file = join(root, 'identity.json')
  for (const text of ['', '{"version":1', '{"version":2,"host":"x"}', '{"version":1,"host":""}', 'null']) {
    await writeFile(file, text)
    assert.equal(await keepIdentity(root), hostname())
    assert.match(await readFile(file, 'utf8'), /"version":1,"host":"./)
  }
  await rm(file)
  await mkdir(file)
  assert.deepEqual([await keepIdentity(root), await identityIn(root)], [hostname(), hostname()])
})
