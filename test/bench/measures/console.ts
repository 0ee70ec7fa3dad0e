import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import { HubStage } from '../../hub-torture/hub-stage.ts'
import { launchBrowser, SPOOR_CHROMIUM } from '../../support/browser.ts'
import { PASSWORD } from '../../support/console-scene.ts'
import { personIn } from '../../support/people.ts'
import { ConsoleTab, type Filtered, type FirstView } from '../console-tab.ts'
import { quantile } from '../distribution.ts'
import { fill } from '../filled-store.ts'
import { anonymousMiB, answerTimes, reportSteadily } from '../hub-load.ts'
import type { Measure, Row } from '../measure.ts'
import { OpenStreams } from '../open-streams.ts'
import type { Workbench } from '../workbench.ts'

const [EVENTS, MANY_EVENTS] = [200_000, 5_000_000]
/** How many events a second come meanwhile, and for how long, in milliseconds. */
const [RATE, DURATION] = [500, 20_000]
const [VIEWS, CLICKS, STREAMS] = [9, 40, 100]
/** After so many streamed events the heap of the tab is looked at. */
const STREAMED = [20_000, 60_000, 100_000] as const
/** Events of a report, and reports at the same time. */
const [OF_REPORT, AT_ONCE] = [500, 4]
/** How long a hub rests before its memory counts, in milliseconds. */
const REST = 15_000

const [CLICK, COUNTS, ASKED] = ['a click on a filter, to its rows', 'the same, to the counts', 'the same, from the API']
const [NOW, EVENT_TABLE, CHART, ANSWERS] = ['Now, files', 'Events, files', 'Events, the chart', 'Events, answers']
const [ALONE, WATCHED] = ['hub, no stream', `hub, ${STREAMS} streams`]
const streamed = (events: number): string => `tab, ${events.toLocaleString('en')} events streamed`

/** How fast the console is, and what it costs. */
export const consoleSpeed: Measure = {
  name: 'console',
  what: `the console in Chromium: first views, without a cache; filters of events while ${RATE} events/s come to 200,000 (with --all: 5,000,000); a tab, and the hub of ${STREAMS} people, that watch what comes`,
  columns: ['KiB', 'p50 ms', 'p95 ms', 'most ms', 'heap MiB', 'anonymous MiB'],
  targets: [
    { subject: NOW, column: 'KiB', bound: 'at most', value: 60 },
    { subject: NOW, column: 'p95 ms', bound: 'at most', value: 1000 },
    { subject: EVENT_TABLE, column: 'p95 ms', bound: 'at most', value: 1000 },
    { subject: CLICK, column: 'p95 ms', bound: 'at most', value: 150 },
    { subject: streamed(STREAMED[2]), column: 'heap MiB', of: streamed(STREAMED[0]), bound: 'at most', ratio: 1.1 },
    { subject: WATCHED, column: 'anonymous MiB', bound: 'at most', value: 150 },
  ],
  run: async (bench, isFirst) => {
    if (!isFirst) return []
    if (!existsSync(SPOOR_CHROMIUM)) {
      bench.begins(`${SPOOR_CHROMIUM} is not there, so nothing of the console is measured: apt-get install chromium`)
      return []
    }
    const [stage, browser] = [await HubStage.make('embedded'), await launchBrowser()]
    try {
      bench.begins('filling the store')
      await stage.inStore(async (store) => {
        await fill(store, bench.all ? MANY_EVENTS : Math.ceil(EVENTS * bench.scale), Math.floor(Date.now() / 1000))
        await personIn(store, 'kaja', 'viewer', PASSWORD)
      })
      await stage.start()
      return await measured(bench, stage, browser)
    } finally {
      await browser.close()
      await stage.close()
    }
  },
}

async function measured({ begins }: Workbench, stage: HubStage, browser: Browser): Promise<readonly Row[]> {
  const open = (): Promise<ConsoleTab> => ConsoleTab.open(browser, `http://127.0.0.1:${stage.port}`, 'kaja')
  begins('first views')
  const rows = [...(await firstViews(open))]
  const tab = await open()
  begins('filters')
  rows.push(...(await filters(stage, tab)))
  begins('a tab that streams')
  rows.push(...(await streaming(stage, tab)))
  const cookie = await tab.cookie()
  await tab.close()
  begins(ALONE)
  await setTimeout(REST)
  rows.push({ subject: ALONE, values: memory(anonymousMiB(stage.hub.pid)) })
  begins(WATCHED)
  rows.push({ subject: WATCHED, values: memory(await watched(stage, cookie)) })
  return rows
}

async function firstViews(open: () => Promise<ConsoleTab>): Promise<readonly Row[]> {
  const viewsOf = async (path: string): Promise<readonly FirstView[]> => {
    const views = []
    for (let count = 0; count < VIEWS; count += 1) {
      const tab = await open()
      views.push(await tab.firstView(path))
      await tab.close()
    }
    return views
  }
  const [now, events] = [await viewsOf('/'), await viewsOf('/events?last=all')]
  const kibibytes = ([first]: readonly FirstView[], what: 'files' | 'chart' | 'answers'): number =>
    (first?.[what] ?? 0) / 1024
  return [
    { subject: NOW, values: [kibibytes(now, 'files'), ...times(now.map(({ ready }) => ready))] },
    { subject: EVENT_TABLE, values: [kibibytes(events, 'files'), ...times(events.map(({ ready }) => ready))] },
    { subject: CHART, values: [kibibytes(events, 'chart')] },
    { subject: ANSWERS, values: [kibibytes(events, 'answers')] },
  ]
}

async function filters(stage: HubStage, tab: ConsoleTab): Promise<readonly Row[]> {
  const asked = new Set<string>()
  await tab.firstView('/events?last=all')
  tab.page.on('request', (request) => {
    if (new URL(request.url()).pathname === '/api/v1/events') asked.add(request.url())
  })
  const stop = new AbortController()
  const reporting = reportUntil(stage, stop.signal)
  const clicks: Filtered[] = []
  const asking = async (): Promise<readonly number[]> => {
    for (let click = 0; click < CLICKS; click += 1) {
      // Anew, as what comes meanwhile changes what is there to choose.
      const found = await tab.filters()
      const filter = found[click % found.length]
      if (filter !== undefined) clicks.push(await tab.filterBy(filter))
    }
    const headers = { cookie: await tab.cookie() }
    const urls = [...asked].filter((url) => /[?&](?:severity|kind|host|mailbox|ip)=/.test(url))
    return answerTimes({ urls, headers, askers: 1, pause: 0, duration: DURATION })
  }
  const [answers] = await Promise.all([asking().finally(() => stop.abort()), reporting])
  // Once 20,000 came meanwhile, all that is counted is alike, and nothing is left to filter for.
  assert.ok(clicks.length >= CLICKS / 2, `only ${clicks.length} filters were there to click`)
  return [
    { subject: CLICK, values: [undefined, ...times(clicks.map(({ rows }) => rows))] },
    { subject: COUNTS, values: [undefined, ...times(clicks.map(({ facets }) => facets))] },
    { subject: ASKED, values: [undefined, ...times(answers)] },
  ]
}

async function reportUntil(stage: HubStage, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) await reportSteadily(stage, RATE, 1000)
}

async function streaming(stage: HubStage, tab: ConsoleTab): Promise<readonly Row[]> {
  await tab.firstView('/events')
  await tab.page.getByText('Live', { exact: true }).waitFor()
  const rows: Row[] = []
  let sent = 0
  for (const goal of STREAMED) {
    for (; sent < goal; sent += OF_REPORT * AT_ONCE)
      await Promise.all(Array.from({ length: AT_ONCE }, () => stage.reporters.report(OF_REPORT)))
    while ((await tab.fresh()) < goal) await setTimeout(100)
    rows.push({ subject: streamed(goal), values: [undefined, undefined, undefined, undefined, await tab.heap()] })
  }
  return rows
}

/** The most anonymous memory of the hub while many watch what comes, and read it. */
async function watched(stage: HubStage, cookie: string): Promise<number> {
  const streams = await OpenStreams.open(`http://127.0.0.1:${stage.port}/api/v1/stream`, { cookie }, STREAMS)
  const [reporting, seen]: [Promise<unknown>, number[]] = [reportSteadily(stage, RATE, DURATION), []]
  for (const began = performance.now(); performance.now() - began < DURATION; await setTimeout(200))
    seen.push(anonymousMiB(stage.hub.pid))
  await reporting
  await streams.close()
  return Math.max(...seen)
}

function times(all: readonly number[]): readonly number[] {
  return [quantile(all, 0.5), quantile(all, 0.95), Math.max(...all)]
}

function memory(anonymous: number): Row['values'] {
  return [undefined, undefined, undefined, undefined, undefined, anonymous]
}
