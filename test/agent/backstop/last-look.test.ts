import assert from 'node:assert/strict'
import { mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { isLooking, isOver, readLastLook, recorded } from '../../../agent/backstop/last-look.ts'
import type { Looked } from '../../../agent/backstop/looked.ts'
import { ownIdentity } from '../../../lib/system/processes/process-identity.ts'
import { createBackstopHost } from '../../support/backstop-host.ts'

test('a look leaves how much it looked at, where others than root can read it', async (t) => {
  const host = await createBackstopHost(t)
  host.put('etc/valiases/example.com', 'info@example.com: drop@mail.example\n')
  await host.look()
  const told = (await readLastLook(host.record)) ?? assert.fail()
  const { begunAt: _begunAt, ...counts } = told.success ?? assert.fail()
  assert.deepEqual(counts, { accounts: 2, domains: 3, files: 1, appeared: 0, untold: 0, unreadable: 0, cut: 0 })
  assert.deepEqual([isOver(told), told.unfinished, statSync(host.record).mode & 0o777], [true, 0, 0o644])
})

test('a look that fails says why, and keeps what the last good one came to', async (t) => {
  const host = await createBackstopHost(t)
  await host.look()
  const before = await readLastLook(host.record)
  renameSync(host.path('etc/userdomains'), host.path('etc/away'))
  await assert.rejects(host.look())
  const told = (await readLastLook(host.record)) ?? assert.fail()
  assert.match(told.failed ?? '', /userdomains: cPanel's list of domains cannot be read/)
  assert.deepEqual([isOver(told), told.success], [true, before?.success])
})

test('looks that were killed are counted until one comes to its end', async (t) => {
  const host = await createBackstopHost(t)
  const killed = { version: 1, process: { ...ownIdentity(), startTime: '1' }, begunAt: 5, unfinished: 2 }
  writeFileSync(host.record, JSON.stringify(killed))
  const told = (await readLastLook(host.record)) ?? assert.fail()
  assert.deepEqual([isOver(told), isLooking(told)], [false, false])
  assert.equal(isLooking({ ...told, process: ownIdentity() }), true)
  const during = async (): Promise<Looked> => {
    assert.equal((await readLastLook(host.record))?.unfinished, 3)
    return host.look()
  }
  await recorded(host.record, { now: 6, tell: () => undefined }, during)
  assert.equal((await readLastLook(host.record))?.unfinished, 0)
})

test('where that cannot be written a notice says so, and the look goes on', async (t) => {
  const host = await createBackstopHost(t)
  mkdirSync(`${host.record}/full`, { recursive: true })
  assert.equal((await host.look()).accounts, 2)
  assert.deepEqual(host.codes, ['backstop_unrecorded', 'baseline_made', 'backstop_unrecorded'])
})
