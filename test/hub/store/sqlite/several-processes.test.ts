import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { newestEvents } from '../../../../hub/store/ask/newest-events.ts'
import { EmbeddedStore } from '../../../../hub/store/sqlite/embedded-store.ts'
import { databaseFile } from '../../../../hub/store/sqlite/sqlite-connection.ts'
import { SqliteStore } from '../../../../hub/store/sqlite/sqlite-store.ts'
import { StoreUnavailable } from '../../../../hub/store/store.ts'
import { agentIn, arrivalOf, eventOf } from '../../../support/kept-events.ts'
import { ROOT } from '../../../support/repository-files.ts'
import { NOW } from '../../../support/stores.ts'

const DAY = 86_400

async function folderOf(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'spoor-hub-store-'))
  t.after(() => rm(folder, { recursive: true }))
  return folder
}

test('segments are made and dropped while another connection reads in the view, which then sees both', async (t) => {
  const folder = await folderOf(t)
  const [one, two] = [new SqliteStore({ folder }), new SqliteStore({ folder })]
  await one.prepare(NOW)
  const agent = await agentIn(one)
  await one.keep(arrivalOf(agent, [eventOf(agent, 'old', { time: NOW - 3 * DAY })]))
  assert.equal((await two.ask(newestEvents, { limit: 10 })).length, 1)
  const reader = new DatabaseSync(databaseFile(folder), { readOnly: true })
  const reading = reader.prepare('select id from event').iterate()
  reading.next()
  assert.equal(await one.dropBefore(NOW - (NOW % DAY)), 1)
  await two.keep(arrivalOf(agent, [eventOf(agent, 'new', { time: NOW - DAY })]))
  await one.keep(arrivalOf(agent, [eventOf(agent, 'newer')]))
  reader.close()
  for (const store of [one, two]) {
    assert.deepEqual(
      (await store.ask(newestEvents, { limit: 10 })).map(({ id }) => id),
      ['newer', 'new'],
    )
    await store.close()
  }
})

test('a store that another process is writing to for long is busy, and keeps what comes afterwards', async (t) => {
  const folder = await folderOf(t)
  const store = new SqliteStore({ folder })
  await store.prepare(NOW)
  const agent = await agentIn(store)
  const other = new DatabaseSync(databaseFile(folder))
  other.exec('begin immediate')
  await assert.rejects(store.keep(arrivalOf(agent, [eventOf(agent, 'a')])), new StoreUnavailable('busy'))
  other.exec('rollback')
  other.close()
  assert.deepEqual((await store.keep(arrivalOf(agent, [eventOf(agent, 'a')]))).isNew, [true])
  await store.close()
})

test('a transaction that fails leaves nothing behind, not even a segment', async (t) => {
  const store = new SqliteStore({ folder: await folderOf(t) })
  await store.prepare(NOW)
  const agent = await agentIn(store)
  // SQLite takes NaN for NULL, which no column of an event may be.
  const bad = eventOf(agent, 'bad', { time: NOW - 9 * DAY, severity: Number.NaN })
  await assert.rejects(store.keep(arrivalOf(agent, [bad])), /NOT NULL constraint failed/)
  assert.deepEqual((await store.keep(arrivalOf(agent, [eventOf(agent, 'good', { time: NOW - 9 * DAY })]))).isNew, [
    true,
  ])
  await store.close()
})

test('a second hub is refused the folder of a running one, and commands are not', async (t) => {
  const folder = await folderOf(t)
  const program = join(ROOT, 'hub/main.ts')
  const hub = await EmbeddedStore.open({ folder }, program, NOW)
  await assert.rejects(
    EmbeddedStore.open({ folder }, program, NOW),
    /is already the hub of this folder; stop it first, or give this one a store of its own/,
  )
  const command = new SqliteStore({ folder })
  await agentIn(command)
  await command.close()
  await hub.close()
})
