import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { SqliteStore } from '../../../../hub/store/sqlite/sqlite-store.ts'
import { agentIn, arrivalOf, eventOf } from '../../../support/kept-events.ts'
import { NOW } from '../../../support/stores.ts'

/** KiB that this process has passed to write(2) so far, from proc_pid_io(5). */
function written(): number {
  return Number(/^wchar: (\d+)/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1]) / 1024
}

/** A word that looks random, and is the same in each run. */
function wordOf(number: number): string {
  return createHash('sha256').update(String(number)).digest('base64url').slice(0, 22)
}

// What breaks this: an index on something random, a segment of more than a day, a checkpoint after few pages.
test('an event costs a bounded number of bytes written to the disk, however many its day has', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'spoor-hub-store-'))
  t.after(() => rm(folder, { recursive: true }))
  const store = new SqliteStore({ folder })
  await store.prepare(NOW)
  const agent = await agentIn(store)
  const [reports, events] = [120, 500]
  const before = written()
  for (let report = 0; report < reports; report += 1) {
    const numbers = Array.from({ length: events }, (_, index) => report * events + index)
    const all = numbers.map((number) => {
      const word = wordOf(number)
      const [mailbox, ip] = [`${word.slice(0, 3)}@example.com`, `198.51.100.${word.slice(3, 5)}`]
      return eventOf(agent, word, {
        time: NOW + Math.floor(number / 10),
        mailbox,
        ip,
        fields: `{"log":"${word}${word}"}`,
      })
    })
    await store.keep(arrivalOf(agent, all))
  }
  await store.close()
  const kibibytes = (written() - before) / (reports * events)
  assert.ok(kibibytes < 12, `${kibibytes.toFixed(1)} KiB an event`)
})
