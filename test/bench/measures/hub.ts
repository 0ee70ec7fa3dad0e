import { setTimeout } from 'node:timers/promises'
import { HubStage, type StoreKind } from '../../hub-torture/hub-stage.ts'
import { postgresqlPrograms } from '../../support/postgresql.ts'
import { cpuTime } from '../cpu-time.ts'
import { quantile } from '../distribution.ts'
import { FloodingAgents } from '../flooding-agents.ts'
import { anonymousMiB, answerTimes, reportSteadily } from '../hub-load.ts'
import type { Measure, Row, Target } from '../measure.ts'
import { rawPostgresqlInserts, rawSqliteInserts } from '../raw-inserts.ts'

/**
 * Agents that report at the same time, and how long they do, in milliseconds: one in a hundred of the answers meanwhile
 * must be several.
 */
const [AGENTS, DURATION] = [20, 8000]
/** How long they report before it counts, in milliseconds. */
const WARM_UP = 1000
const SIZES = [10, 500] as const
const STORES: readonly StoreKind[] = ['embedded', 'PostgreSQL with a standby']
/** Events a second of a large fleet on a usual day, and how long they come, in milliseconds. */
const [USUAL, MINUTE] = [500, 60_000]

const reports = (store: StoreKind, entries: number): string => `${store}, ${entries} entries a report`
const inserts = (store: StoreKind, entries: number): string => `${store}, ${entries} inserts a transaction`
const atRest = (store: StoreKind): string => `${store}, at rest`
const usually = (store: StoreKind): string => `${store}, ${USUAL} events a second for a minute`

/** How much a hub takes, and how fast it answers others meanwhile. */
export const hub: Measure = {
  name: 'hub',
  what: `${AGENTS} agents report to a hub as fast as they can; beside it the same rows are inserted without a hub`,
  columns: ['events/s', 'CPU µs/event', 'GET p50 ms', 'GET p99 ms', 'anonymous MiB'],
  targets: STORES.flatMap((store) => [...SIZES.flatMap((entries) => targetsOf(store, entries)), memoryTarget(store)]),
  run: async ({ begins }, isFirst) => {
    const rows: Row[] = []
    for (const store of STORES.filter((kind) => kind === 'embedded' || postgresqlPrograms() !== undefined)) {
      for (const entries of SIZES) {
        begins(reports(store, entries))
        rows.push(...(await reporting(store, entries)))
      }
      begins(atRest(store))
      rows.push(await resting(store))
      if (!isFirst) continue
      begins(usually(store))
      rows.push(await usual(store))
    }
    return rows
  },
}

function targetsOf(store: StoreKind, entries: number): readonly Target[] {
  const subject = reports(store, entries)
  return [
    { subject, column: 'events/s', of: inserts(store, entries), bound: 'at least', ratio: 0.6 },
    { subject, column: 'GET p99 ms', of: atRest(store), bound: 'at most', ratio: 3 },
  ]
}

function memoryTarget(store: StoreKind): Target {
  return { subject: usually(store), column: 'anonymous MiB', bound: 'at most', value: 70 }
}

/** A hub to which agents report so many entries each time; and the same rows without it, as many in a transaction. */
async function reporting(store: StoreKind, entries: number): Promise<readonly Row[]> {
  return onStage(store, async (stage) => {
    const {
      agent,
      port,
      hub: { pid },
    } = stage
    const flood = await FloodingAgents.begin({ port, agent, agents: AGENTS, entries })
    await setTimeout(WARM_UP)
    const [before, began, spent] = [flood.acknowledged, performance.now(), cpuTime([pid])]
    const answers = await askedMeanwhile(stage)
    const events = flood.acknowledged - before
    const rate = events / ((performance.now() - began) / 1000)
    const cpu = ((cpuTime([pid]) - spent) * 1000) / events
    const memory = anonymousMiB(pid)
    await flood.stop()
    const raw = { rowsOfTransaction: entries, milliseconds: DURATION }
    const rawRate = store === 'embedded' ? await rawSqliteInserts(raw) : await rawPostgresqlInserts(stage.store, raw)
    return [
      { subject: reports(store, entries), values: [rate, cpu, ...answers, memory] },
      { subject: inserts(store, entries), values: [rawRate] },
    ]
  })
}

async function resting(store: StoreKind): Promise<Row> {
  return onStage(store, async (stage) => ({
    subject: atRest(store),
    values: [undefined, undefined, ...(await askedMeanwhile(stage)), anonymousMiB(stage.hub.pid)],
  }))
}

async function usual(store: StoreKind): Promise<Row> {
  return onStage(store, async (stage) => {
    const spent = cpuTime([stage.hub.pid])
    await reportSteadily(stage, USUAL, MINUTE)
    const events = stage.reporters.acknowledged.size
    const cpu = ((cpuTime([stage.hub.pid]) - spent) * 1000) / events
    const values = [events / (MINUTE / 1000), cpu, undefined, undefined, anonymousMiB(stage.hub.pid)]
    return { subject: usually(store), values }
  })
}

/** The median and the worst but one in a hundred of answers to somebody else. */
async function askedMeanwhile({ port }: HubStage): Promise<readonly [number, number]> {
  const asking = { urls: [`http://127.0.0.1:${port}/healthz`], askers: 1, pause: 10, duration: DURATION }
  const times = await answerTimes(asking)
  return [quantile(times, 0.5), quantile(times, 0.99)]
}

async function onStage<T>(store: StoreKind, act: (stage: HubStage) => Promise<T>): Promise<T> {
  const stage = await HubStage.make(store)
  try {
    await stage.start()
    return await act(stage)
  } finally {
    await stage.close()
  }
}
