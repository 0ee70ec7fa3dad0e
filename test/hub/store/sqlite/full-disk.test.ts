import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { newestEvents } from '../../../../hub/store/ask/newest-events.ts'
import { closeQuiet } from '../../../../hub/store/change/close-quiet.ts'
import { keepTotals } from '../../../../hub/store/change/keep-totals.ts'
import { noteEvidence } from '../../../../hub/store/change/note-evidence.ts'
import { noteReceipts } from '../../../../hub/store/change/note-receipts.ts'
import { noteTime } from '../../../../hub/store/change/note-time.ts'
import { takeLease } from '../../../../hub/store/change/take-lease.ts'
import { tellDue } from '../../../../hub/store/change/tell-due.ts'
import { databaseFile } from '../../../../hub/store/sqlite/sqlite-connection.ts'
import { SqliteStore } from '../../../../hub/store/sqlite/sqlite-store.ts'
import { StoreUnavailable } from '../../../../hub/store/store.ts'
import { agentIn, arrivalOf, eventOf } from '../../../support/kept-events.ts'
import { NOW } from '../../../support/stores.ts'

const DAY = 86_400
const skip = process.geteuid?.() === 0 ? false : 'needs root, to mount a small disk'

/** A disk of 12 MiB. */
function smallDisk(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'spoor-small-disk-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', folder])
  t.after(() => {
    execFileSync('umount', ['--lazy', folder])
    rmSync(folder, { recursive: true })
  })
  return folder
}

async function openOn(
  t: TestContext,
  folder: string,
  minFree?: number,
): Promise<{ store: SqliteStore; agent: number }> {
  const store = new SqliteStore({ folder, ...(minFree !== undefined && { minFree }) })
  t.after(() => store.close())
  await store.prepare(NOW)
  return { store, agent: await agentIn(store) }
}

/** Keeps reports until one is refused; returns the ids of those that were kept. */
async function keepUntilFull(store: SqliteStore, agent: number, time: number): Promise<string[]> {
  const kept: string[] = []
  for (let report = 0; ; report += 1) {
    const ids = Array.from({ length: 100 }, (_, index) => `${time}-${report}-${index}`)
    const fields = JSON.stringify({ log: 'x'.repeat(300) })
    const events = ids.map((id) => eventOf(agent, id, { time, fields }))
    try {
      await store.keep(arrivalOf(agent, events))
      kept.push(...ids)
    } catch (error) {
      assert.equal(error instanceof StoreUnavailable ? error.reason : error, 'full')
      return kept
    }
  }
}

async function checkKept(store: SqliteStore, folder: string, kept: readonly string[]): Promise<void> {
  const present = new Set((await store.ask(newestEvents, { limit: 1_000_000 })).map(({ id }) => id))
  assert.deepEqual(
    kept.filter((id) => !present.has(id)),
    [],
  )
  assert.equal(present.size, kept.length)
  const database = new DatabaseSync(databaseFile(folder), { readOnly: true })
  assert.deepEqual({ ...database.prepare('pragma integrity_check').get() }, { integrity_check: 'ok' })
  database.close()
}

test('on a full disk nothing acknowledged is lost, and all goes on once there is room', { skip }, async (t) => {
  const folder = smallDisk(t)
  const ballast = join(folder, 'ballast')
  writeFileSync(ballast, Buffer.alloc(4 * 1024 ** 2))
  const { store, agent } = await openOn(t, folder)
  const kept = await keepUntilFull(store, agent, NOW)
  assert.ok(kept.length > 0)
  await checkKept(store, folder, kept)
  rmSync(ballast)
  kept.push(...(await keepUntilFull(store, agent, NOW + 1)))
  await checkKept(store, folder, kept)
})

test(
  'below min_free no reports are taken, but all else goes on: old days are dropped, and their room is used again',
  { skip },
  async (t) => {
    const folder = smallDisk(t)
    const { store, agent } = await openOn(t, folder, 4 * 1024 ** 2)
    await keepUntilFull(store, agent, NOW - 2 * DAY)
    const brought = { brought: [], received: NOW }
    await assert.rejects(store.change(keepTotals, brought), { name: 'StoreUnavailable', reason: 'full' })
    assert.equal(await store.change(takeLease, { name: 'upkeep', holder: 'hub', seconds: 60 }), true)
    assert.equal(await store.dropBefore(NOW - (NOW % DAY)), 1)
    const kept = await keepUntilFull(store, agent, NOW)
    assert.ok(kept.length > 0)
    await checkKept(store, folder, kept)
  },
)

test(
  'what judging and telling write stops at a reserve of its own, and what makes room or is small goes on',
  { skip },
  async (t) => {
    const folder = smallDisk(t)
    const { store, agent } = await openOn(t, folder, 8 * 1024 ** 2)
    await keepUntilFull(store, agent, NOW - 2 * DAY)
    const nothing = { from: 0, upTo: 1, now: NOW, rules: [], evidence: [] }
    assert.equal(await store.change(noteEvidence, nothing), true, 'it is above a quarter of min_free')
    writeFileSync(join(folder, 'ballast'), Buffer.alloc(6 * 1024 ** 2 + 512 * 1024))
    const full = { name: 'StoreUnavailable', reason: 'full' }
    await assert.rejects(store.change(noteEvidence, { ...nothing, from: 1, upTo: 2 }), full)
    await assert.rejects(
      store.change(tellDue, { now: NOW, rules: [], channels: [], publicUrl: null, places: [] }),
      full,
    )
    await assert.rejects(store.change(closeQuiet, { now: NOW, rules: [] }), full)
    await store.change(noteTime, { now: NOW })
    assert.equal(await store.change(takeLease, { name: 'upkeep', holder: 'hub', seconds: 60 }), true)
    await store.change(noteReceipts, { now: NOW, receipts: [] })
    assert.equal(await store.dropBefore(NOW - (NOW % DAY)), 1)
    assert.equal(await store.change(noteEvidence, { ...nothing, from: 1, upTo: 2 }), true)
  },
)
