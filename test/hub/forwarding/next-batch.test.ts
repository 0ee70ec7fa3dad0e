import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { BatchReader } from '../../../hub/forwarding/next-batch.ts'
import { noteHistory } from '../../../hub/store/note-history.ts'
import { severityNumber } from '../../../hub/store/number-words.ts'
import { PostgresStore } from '../../../hub/store/postgres/postgres-store.ts'
import type { Change, Question } from '../../../hub/store/store.ts'
import { keptIncident } from '../../support/kept-incident.ts'
import { NOW, testOnStores } from '../../support/stores.ts'

testOnStores('changes of incidents that are not severe enough are read once, and passed', async (store) => {
  const to = { host: '127.0.0.1', port: 514, tls: false }
  const reader = new BatchReader(store, { name: 'siem', format: 'text', severity: 'high', to })
  for (let index = 0; index < 150; index += 1)
    await store.change(keptIncident, { severity: severityNumber('low'), subject: `m${index}@example.com` })
  let place = { arrival: 0, incidentChange: 0 }
  let batches = 0
  const readAll = async (): Promise<number> => {
    let messages = 0
    for (let batch = await reader.after(place); batch !== undefined; batch = await reader.after(place)) {
      place = batch.place
      messages += batch.messages.length
      batches += 1
    }
    return messages
  }
  assert.equal(await readAll(), 0)
  assert.equal(place.incidentChange, 150)
  await store.change(keptIncident, { severity: severityNumber('high') })
  assert.equal(await readAll(), 1)
  assert.deepEqual([place.incidentChange, batches], [151, 3])
})

testOnStores('changes of incidents are read in the order of their commits, whatever clocks say', async (store) => {
  const to = { host: '127.0.0.1', port: 514, tls: false }
  const reader = new BatchReader(store, { name: 'siem', format: 'text', severity: 'info', to })
  const [began, committing] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  /** Adds to the history of an incident, and commits when it may. */
  const noted = (detail: string, at: number, until?: Promise<void>): Change<null, null> => ({
    name: `test-${detail}`,
    run: async (db) => {
      await noteHistory(db, { incident, at, actor: '', action: 'noted', detail })
      began.resolve()
      await until
      return null
    },
  })
  const incident = await store.change(keptIncident, {})
  let place = (await reader.after({ arrival: 0, incidentChange: 0 }))?.place ?? { arrival: 0, incidentChange: 0 }
  const read: string[] = []
  const readOn = async (): Promise<void> => {
    for (let batch = await reader.after(place); batch !== undefined; batch = await reader.after(place)) {
      place = batch.place
      read.push(...batch.messages.map(({ text }) => /\((\w+)\)/.exec(text)?.[1] ?? text))
    }
  }
  const slow = store.change(noted('slow', NOW - 100, committing.promise), null)
  await began.promise
  const done: string[] = []
  const fast = store.change(noted('fast', NOW + 3600), null).then(() => void done.push('fast'))
  // The embedded store makes one change after another; in PostgreSQL the second goes on, or waits for the first.
  if (store instanceof PostgresStore) {
    while (done.length === 0 && !(await store.ask(isAnyoneWaiting, null)));
    await readOn()
  }
  committing.resolve()
  await Promise.all([slow, fast])
  await store.change(noted('last', NOW), null)
  await readOn()
  assert.deepEqual(read, ['slow', 'fast', 'last'])
})

/** Whether a transaction waits for another one. */
const isAnyoneWaiting: Question<null, boolean> = {
  name: 'test-is-anyone-waiting',
  run: async (db) => {
    // Who waits for a row holds this meanwhile.
    const waiting = sql`select 1 from pg_locks where locktype = 'tuple' and relation = 'counter'::regclass`
    return (await waiting.execute(db)).rows.length > 0
  },
}
