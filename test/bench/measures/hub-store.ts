import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { countsByHour } from '../../../hub/store/ask/counts-by-hour.ts'
import { newestEvents } from '../../../hub/store/ask/newest-events.ts'
import { PostgresStore } from '../../../hub/store/postgres/postgres-store.ts'
import { SqliteStore } from '../../../hub/store/sqlite/sqlite-store.ts'
import type { Store } from '../../../hub/store/store.ts'
import type { NewEvent } from '../../../hub/store/tables.ts'
import { agentIn, arrivalOf, eventOf } from '../../support/kept-events.ts'
import { postgresqlPrograms, startPostgresql } from '../../support/postgresql.ts'
import { NOW } from '../../support/stores.ts'
import type { Measure, Row } from '../measure.ts'

/** Events of a month, of so many servers and mailboxes. */
const EVENTS = 200_000
const MANY_EVENTS = 5_000_000
const [DAYS, SERVERS, MAILBOXES] = [30, 1000, 200_000]
const OF_COMMIT = 5000
const TIMES = 21

/** How long the hub's stores take to answer. */
export const hubStore: Measure = {
  name: 'hub-store',
  what: 'answers of a store with 200,000 events of 30 days and 1,000 servers (with --all: 5,000,000), of 21 times; not of the executable',
  columns: ['median ms', 'worst ms', 'events/s kept'],
  run: async ({ scale, all }, isFirst) => {
    if (!isFirst) return []
    const count = all ? MANY_EVENTS : Math.ceil(EVENTS * scale)
    return [...(await ofEmbedded(count)), ...(await ofPostgresql(count))]
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
  const store = new PostgresStore({ url: server.url })
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
  const { mailbox, ip } = await fill(store, count)
  const rate = count / ((performance.now() - began) / 1000)
  const newest = (filter: object) => (): Promise<unknown> => store.ask(newestEvents, { ...filter, limit: 100 })
  const asked: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['newest 100', newest({})],
    ['newest 100 of a server', newest({ agent: 7 })],
    ['newest 100 of a kind', newest({ kinds: [1] })],
    ['newest 100 of a rare kind', newest({ kinds: [11] })],
    ['newest 100 of three kinds', newest({ kinds: [1, 7, 11] })],
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

/** Keeps as many events, in the order of their times; returns a mailbox and an address of some of them. */
async function fill(store: Store, count: number): Promise<{ mailbox: string; ip: string }> {
  const agents: number[] = []
  for (let server = 0; server < SERVERS; server += 1) agents.push(await agentIn(store, `web${server}.example.com`))
  let some: NewEvent | undefined
  for (let first = 0; first < count; first += OF_COMMIT) {
    const events = Array.from({ length: Math.min(OF_COMMIT, count - first) }, (_, index) => {
      const number = first + index
      const word = createHash('sha256').update(String(number)).digest()
      const agent = agents[word.readUInt16LE(0) % SERVERS] ?? 0
      return eventOf(agent, word.toString('base64url').slice(0, 22), {
        time: NOW - DAYS * 86_400 + Math.floor((number * DAYS * 86_400) / count),
        kind: [0, 0, 0, 1, 1, 7, number % 1000 === 0 ? 11 : 0][word.readUInt16LE(2) % 7] ?? 0,
        mailbox: `user${word.readUInt32LE(4) % MAILBOXES}@example.com`,
        ip: `2001:db8::${(word.readUInt32LE(8) % 50_000).toString(16)}`,
        fields: '{"service":"dovecot","log":"/var/log/maillog","offset":123456,"generation":"abcdef"}',
      })
    })
    some ??= events[0]
    await store.keep(arrivalOf(agents[0] ?? 0, events))
  }
  return { mailbox: some?.mailbox ?? '', ip: some?.ip ?? '' }
}
