import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { HubStage } from '../../hub-torture/hub-stage.ts'
import { quantile } from '../distribution.ts'
import type { Measure, Row } from '../measure.ts'
import { rawInserts } from '../raw-inserts.ts'

/** Agents that report at the same time, and how long they do, in milliseconds. */
const [AGENTS, DURATION] = [20, 4000]
const SIZES = [10, 500] as const

const reports = (entries: number): string => `spoor-hub, ${entries} entries a report`
const inserts = (entries: number): string => `inserts, ${entries} a transaction`
const AT_REST = 'spoor-hub at rest'

/** How much a hub takes, and how fast it answers others meanwhile. */
export const hub: Measure = {
  name: 'hub',
  what: `${AGENTS} agents report to a hub with the embedded store; beside it the same rows are inserted without a hub`,
  columns: ['events/s', 'GET p50 ms', 'GET p99 ms', 'MiB'],
  targets: [
    ...SIZES.map(
      (entries) =>
        ({
          subject: reports(entries),
          column: 'events/s',
          of: inserts(entries),
          bound: 'at least',
          ratio: 0.6,
        }) as const,
    ),
    ...SIZES.map(
      (entries) =>
        ({ subject: reports(entries), column: 'GET p99 ms', of: AT_REST, bound: 'at most', ratio: 3 }) as const,
    ),
  ],
  run: async () => {
    const rows: Row[] = []
    for (const entries of SIZES) {
      rows.push(await reporting(entries))
      rows.push({
        subject: inserts(entries),
        values: [await rawInserts(entries, DURATION), undefined, undefined, undefined],
      })
    }
    return [...rows, await reporting(0)]
  },
}

/** A hub to which agents report so many entries each time; nobody if that is 0. */
async function reporting(entries: number): Promise<Row> {
  const stage = await HubStage.make('embedded')
  try {
    await stage.start()
    if (entries > 0) stage.reporters.begin(AGENTS, entries)
    if (entries > 0) await stage.reporters.acknowledgedMore(entries * AGENTS)
    const { acknowledged } = stage.reporters
    const [before, began] = [acknowledged.size, performance.now()]
    const answers = await answerTimes(`http://127.0.0.1:${stage.port}/healthz`)
    const rate = (acknowledged.size - before) / ((performance.now() - began) / 1000)
    const [, kibibytes] = /^RssAnon:\s+(\d+)/m.exec(readFileSync(`/proc/${stage.hub.pid}/status`, 'utf8')) ?? []
    const values = [quantile(answers, 0.5), quantile(answers, 0.99), Number(kibibytes) / 1024]
    return entries === 0
      ? { subject: AT_REST, values: [undefined, ...values] }
      : { subject: reports(entries), values: [rate, ...values] }
  } finally {
    await stage.close()
  }
}

/** In a thread of its own: the agents beside it keep this one busy. */
const ASKING = `
const { parentPort, workerData: { url, duration } } = require('node:worker_threads')
const { setTimeout: pause } = require('node:timers/promises')
async function ask() {
  const times = []
  for (const began = performance.now(); performance.now() - began < duration; await pause(10)) {
    const asked = performance.now()
    await (await fetch(url)).text()
    times.push(performance.now() - asked)
  }
  parentPort.postMessage(times)
}
void ask()`

/** How long each of many answers took, in milliseconds. */
async function answerTimes(url: string): Promise<readonly number[]> {
  const asking = new Worker(ASKING, { eval: true, execArgv: [], workerData: { url, duration: DURATION } })
  const [times]: readonly number[][] = await once(asking, 'message')
  return times ?? []
}
