// `npm run fleet`: a thousand simulated agents report to one hub, half of them by TLS and half by its socket, as behind
// a proxy. Some die in the midst of a report, repeat reports, send late or have a wrong clock. What was acknowledged is
// in the store once, under its host, and nothing else is.
import assert from 'node:assert/strict'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { ALL_AGENTS } from '../../hub/store/hour-counts.ts'
import { SqliteStore } from '../../hub/store/sqlite/sqlite-store.ts'
import type { Question } from '../../hub/store/store.ts'
import type { KeptEvent } from '../../hub/store/tables.ts'
import { quantile } from '../bench/distribution.ts'
import { type EnrolledAgent, enrolAgent } from '../support/enrolled-agent.ts'
import { type HubProcess, startHub } from '../support/hub-process.ts'
import { createTestCa } from '../support/test-ca.ts'
import { FleetAgent, HABITS } from './fleet-agent.ts'
import { Ledger } from './ledger.ts'

const { values } = parseArgs({
  options: { agents: { type: 'string', default: '1000' }, seconds: { type: 'string', default: '60' } },
})
const [AGENTS, SECONDS] = [Number(values.agents), Number(values.seconds)]

/** Pause between two reports of an agent, in milliseconds: 500 events a second of 1,000 agents. */
const PAUSE = 11_000

/** One agent in so many has each habit but the first. */
const ONE_IN = 20

const everyEvent: Question<null, readonly Pick<KeptEvent, 'id' | 'agent'>[]> = {
  name: 'every-event',
  run: (db) => db.selectFrom('event').select(['id', 'agent']).execute(),
}

const counted: Question<null, number> = {
  name: 'counted',
  run: async (db) => {
    const hours = await db.selectFrom('event_hour').select('count').where('agent', '=', ALL_AGENTS).execute()
    return hours.reduce((sum, { count }) => sum + count, 0)
  },
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

async function fleet(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'spoor-fleet-'))
  let hub: HubProcess | undefined
  try {
    const agents = await enrolled(join(folder, 'data'))
    const ca = createTestCa()
    const { key, cert } = ca.issue()
    for (const [name, text] of Object.entries({ key, cert })) writeFileSync(join(folder, name), text, { mode: 0o600 })
    const [config, socketPath] = [join(folder, 'hub.yml'), join(folder, 'hub.sock')]
    const tls = `tls: { certificate: ${join(folder, 'cert')}, key: ${join(folder, 'key')} }`
    const listen = `listen: ['127.0.0.1:0', ${socketPath}]`
    writeFileSync(config, `${listen}\n${tls}\nstore: ${join(folder, 'data')}\n`, { mode: 0o600 })
    hub = await startHub(config, 2)
    const port = Number(hub.addresses[0]?.split(':').at(-1))
    const ledger = new Ledger()
    const working = agents.map((agent, index) => {
      const habit = HABITS[index % ONE_IN] ?? 'steady'
      const way = index % 2 === 0 ? { port, ca: ca.pem } : { socketPath }
      return new FleetAgent(agent, habit, way, ledger)
    })
    await work(working, ledger, hub)
    assert.equal(await hub.end('SIGTERM'), 0, hub.said())
    await check(join(folder, 'data'), ledger)
  } finally {
    await hub?.end('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
}

async function enrolled(folder: string): Promise<readonly EnrolledAgent[]> {
  return inStore(folder, async (store) => {
    const agents: EnrolledAgent[] = []
    for (let number = 1; number <= AGENTS; number += 1) agents.push(await enrolAgent(store, `web${number}.example.com`))
    return agents
  })
}

async function work(agents: readonly FleetAgent[], ledger: Ledger, { pid }: HubProcess): Promise<void> {
  const stop = new AbortController()
  const working = Promise.all(agents.map((agent) => agent.work(PAUSE, stop.signal)))
  // A failed agent ends all of it at once.
  await Promise.race([working, setTimeout(SECONDS * 1000)])
  const [, anonymous] = /^Anonymous:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? []
  stop.abort()
  await working
  const [median, slow] = [quantile(ledger.times, 0.5), quantile(ledger.times, 0.99)]
  const statuses = [...ledger.statuses].map(([status, count]) => `${count} × ${status === 0 ? 'none' : status}`)
  say(`${AGENTS} agents, ${SECONDS} s: ${ledger.events} events acknowledged, ${ledger.deaths} deaths in a report`)
  say(`answers: ${statuses.join(', ')}; p50 ${median.toFixed(1)} ms, p99 ${slow.toFixed(1)} ms`)
  say(`the hub takes ${(Number(anonymous) / 1024).toFixed(1)} MiB of anonymous memory`)
}

async function check(folder: string, ledger: Ledger): Promise<void> {
  await inStore(folder, async (store) => {
    const events = await store.ask(everyEvent, null)
    ledger.check(events)
    assert.equal(await store.ask(counted, null), events.length, 'the counts of hours are not those of the events')
    say(`${events.length} events kept, ${ledger.stale} too old, 0 lost, 0 doubled, 0 of another host`)
  })
}

async function inStore<T>(folder: string, act: (store: SqliteStore) => Promise<T>): Promise<T> {
  const store = new SqliteStore({ folder })
  try {
    await store.prepare(Math.floor(Date.now() / 1000))
    return await act(store)
  } finally {
    await store.close()
  }
}

await fleet()
