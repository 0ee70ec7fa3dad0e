import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { countsByHour } from '../../../hub/store/ask/counts-by-hour.ts'
import { newestEvents } from '../../../hub/store/ask/newest-events.ts'
import { PostgresStore } from '../../../hub/store/postgres/postgres-store.ts'
import { SqliteStore } from '../../../hub/store/sqlite/sqlite-store.ts'
import type { Store } from '../../../hub/store/store.ts'
import { postgresqlPrograms, startPostgresql } from '../../support/postgresql.ts'
import { NOW } from '../../support/stores.ts'
import { fill } from '../filled-store.ts'
import type { Measure, Row } from '../measure.ts'

const [EVENTS, MANY_EVENTS] = [200_000, 5_000_000]
const TIMES = 21

/** How long the hub's stores take to answer. */
export const hubStore: Measure = {
  name: 'hub-store',
  what: 'answers of a store with 200,000 events of 30 days and 1,000 servers (with --all: 5,000,000), of 21 times; not of the executable',
  columns: ['median ms', 'worst ms', 'events/s kept'],
  run: async ({ scale, all, begins }, isFirst) => {
    if (!isFirst) return []
    const count = all ? MANY_EVENTS : Math.ceil(EVENTS * scale)
    begins('embedded')
    const rows = await ofEmbedded(count)
    begins('PostgreSQL')
    return [...rows, ...(await ofPostgresql(count))]
  },
}

async function ofEmbedded(count: number): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'spoor-bench-'))
  const store = new SqliteStore({ folder })
  try {
    await store.prepare(NOW)
    return await rowsOf('embedded', store, count)
  } finally {
    await store.close()
    rmSync(folder, { recursive: true })
  }
}

async function ofPostgresql(count: number): Promise<readonly Row[]> {
  const programs = postgresqlPrograms()
  if (programs === undefined) return []
  const server = await startPostgresql(programs)
  const store = new PostgresStore(server)
  try {
    await store.prepare(NOW)
    return await rowsOf('PostgreSQL', store, count)
  } finally {
    await store.close()
    await server.stop()
  }
}

async function rowsOf(kind: string, store: Store, count: number): Promise<readonly Row[]> {
  const began = performance.now()
  const { mailbox, ip, busy, usual } = await fill(store, count, NOW)
  const rate = count / ((performance.now() - began) / 1000)
  const newest = (filter: object) => (): Promise<unknown> => store.ask(newestEvents, { ...filter, limit: 100 })
  const asked: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['newest 100', newest({})],
    ['newest 100 of a server', newest({ agent: usual })],
    ['newest 100 of a server and a kind', newest({ agent: usual, kinds: [1] })],
    ['newest 100 of the busiest server and a rare kind', newest({ agent: busy, kinds: [11] })],
    ['newest 100 of a kind', newest({ kinds: [1] })],
    ['newest 100 of a rare kind', newest({ kinds: [11] })],
    ['newest 100 of three kinds', newest({ kinds: [1, 5, 11] })],
    ['newest 100 of medium severity or more', newest({ minSeverity: 2 })],
    ['newest 100 of high severity or more', newest({ minSeverity: 3 })],
    ['newest 100 of an address', newest({ ip })],
    ['timeline of a mailbox', newest({ mailbox })],
    ['7 days by hour and kind', () => store.ask(countsByHour, { from: NOW - 7 * 86_400, until: NOW + 86_400 })],
  ]
  const rows: Row[] = [{ subject: `${kind}, filling`, values: [undefined, undefined, rate] }]
  for (const [subject, ask] of asked) rows.push(await timed(`${kind}, ${subject}`, ask))
  return rows
}

async function timed(subject: string, ask: () => Promise<unknown>): Promise<Row> {
  const times: number[] = []
  for (let run = 0; run < TIMES; run += 1) {
    const began = performance.now()
    await ask()
    times.push(performance.now() - began)
  }
  times.sort((a, b) => a - b)
  return { subject, values: [times[Math.floor(TIMES / 2)], times.at(-1), undefined] }
}
