import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core'
import { PASSWORD } from '../support/console-scene.ts'

// The scripts below run in the page; here they are texts, as only there is a document.

/**
 * Notes when the first row of events was painted, or on Now the numbers of the day, and the page answers: in
 * milliseconds since the navigation began.
 */
const NOTE_SAID = `new MutationObserver((_, observer) => {
  const hasNumbers = document.querySelector('.now-day')?.textContent.includes('·') === true
  if (!hasNumbers && document.querySelector('tr[data-row]') === null) return
  observer.disconnect()
  requestAnimationFrame(() => setTimeout(() => (window.spoorReady = performance.now())))
}).observe(document, { childList: true, subtree: true })`

/** What can be filtered for: of each facet the first values that some rows have and others have not. */
const FILTERS = `[...document.querySelectorAll('.facets section')].flatMap((section, index) => {
  const column = ['severity', 'kind', 'host', 'mailbox', 'ip'][index]
  const cells = [...document.querySelectorAll('td.of-' + column)].map(({ textContent }) => textContent)
  const values = [...section.querySelectorAll('.facet-name')].map(({ textContent }) => textContent)
  return values.filter((value) => !cells.every((cell) => cell.includes(value))).slice(0, 4)
    .map((value) => ({ column, value }))
})`

/**
 * Waits for the click on a value of a facet, and notes in `spoorFiltered` when only its rows are painted, and when its
 * facets are: in milliseconds since the browser had the click. Tells where the value is.
 */
const watchClickOn = ({ column, value }: Filter): string => `(() => {
  const hasRows = () => {
    const cells = [...document.querySelectorAll('td.of-${column}')]
    return document.querySelector('.middle .stale') === null && cells.length > 0 &&
      cells.every(({ textContent }) => textContent.includes(${JSON.stringify(value)}))
  }
  window.spoorFiltered = new Promise((resolve) => {
    const times = {}
    const seen = new Set()
    const note = (name, began) => {
      seen.add(name)
      requestAnimationFrame(() => setTimeout(() => {
        times[name] = performance.now() - began
        if (times.rows !== undefined && times.facets !== undefined) resolve(times)
      }))
    }
    addEventListener('click', ({ timeStamp }) => {
      const observer = new MutationObserver(() => {
        if (!seen.has('rows') && hasRows()) note('rows', timeStamp)
        if (!seen.has('rows') || document.querySelector('.stale') !== null) return
        observer.disconnect()
        note('facets', timeStamp)
      })
      observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
    }, { capture: true, once: true })
  })
  const name = [...document.querySelectorAll('.facet-name')].find(({ textContent }) => textContent === ${JSON.stringify(value)})
  name.scrollIntoView({ block: 'nearest' })
  const { x, y, height } = name.getBoundingClientRect()
  return { x: x + 4, y: y + height / 2 }
})()`

/** A value that events are filtered for. */
interface Filter {
  readonly column: string
  readonly value: string
}

/** How long a filter took from the click to its rows, and to the counts beside them, in milliseconds. */
export interface Filtered {
  readonly rows: number
  readonly facets: number
}

/** How much came to a tab for one view, in bytes as they were sent, and when it could be used, in milliseconds. */
export interface FirstView {
  readonly files: number
  /** What draws the chart, which is loaded once there is one to see. */
  readonly chart: number
  readonly answers: number
  readonly ready: number
}

/** A tab of the console. */
export class ConsoleTab {
  readonly page: Page
  readonly #context: BrowserContext
  readonly #session: CDPSession

  private constructor(page: Page, session: CDPSession) {
    this.page = page
    this.#context = page.context()
    this.#session = session
  }

  /** Opens a tab without a cache, in which somebody is signed in. */
  static async open(browser: Browser, url: string, who: string): Promise<ConsoleTab> {
    const context = await browser.newContext({ baseURL: url, viewport: { width: 1440, height: 900 } })
    await context.addInitScript(NOTE_SAID)
    const login = await context.request.post('/api/v1/login', { data: { name: who, password: PASSWORD } })
    assert.equal(login.status(), 200)
    const page = await context.newPage()
    return new ConsoleTab(page, await context.newCDPSession(page))
  }

  /** The cookie of the session, as the browser sends it. */
  async cookie(): Promise<string> {
    const [cookie] = await this.#context.cookies()
    return `${cookie?.name}=${cookie?.value}`
  }

  /** Loads a page, and looks what came. */
  async firstView(path: string): Promise<FirstView> {
    const [urls, sizes] = [new Map<string, string>(), { files: 0, chart: 0, answers: 0 }]
    this.#session.on('Network.responseReceived', ({ requestId, response }) => void urls.set(requestId, response.url))
    this.#session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      const url = urls.get(requestId) ?? ''
      sizes[url.includes('/api/') ? 'answers' : url.includes('chart') ? 'chart' : 'files'] += encodedDataLength
    })
    await this.#session.send('Network.enable')
    await this.page.goto(path)
    await this.settled()
    return { ...sizes, ready: await this.page.evaluate<number>('window.spoorReady') }
  }

  /** Resolves once nothing is awaited, and what events are filtered by, or Now's headline, stands there. */
  async settled(): Promise<void> {
    await this.page.locator('.facets, .lead').waitFor()
    await this.page.locator('.shell:not(:has(.loading, .stale))').waitFor()
  }

  /** What can be filtered for now. */
  async filters(): Promise<readonly Filter[]> {
    return this.page.evaluate<Filter[]>(FILTERS)
  }

  /** Filters for a value, and takes that back once all is seen. */
  async filterBy(filter: Filter): Promise<Filtered> {
    const { x, y } = await this.page.evaluate<{ readonly x: number; readonly y: number }>(watchClickOn(filter))
    // As a hand does it: a click that a script makes waits for nothing, and moves no mouse over the page.
    await this.page.mouse.click(x, y)
    const times = await this.page.evaluate<Filtered>('window.spoorFiltered')
    await this.page.goBack()
    await this.settled()
    return times
  }

  /** How many new events the bar tells. */
  async fresh(): Promise<number> {
    const text = await this.page.locator('.fresh').textContent()
    return Number(/^[\d, \u2009]+/.exec(text ?? '')?.[0].replaceAll(/\D/g, '') ?? 0)
  }

  /** MiB of JavaScript's heap once all garbage is collected. */
  async heap(): Promise<number> {
    // What is freed by finalizers goes in the second round.
    for (let round = 0; round < 2; round += 1) {
      await this.#session.send('HeapProfiler.collectGarbage')
      await setTimeout(100)
    }
    const { usedSize } = await this.#session.send('Runtime.getHeapUsage')
    return usedSize / 1024 ** 2
  }

  async close(): Promise<void> {
    await this.#context.close()
  }
}
