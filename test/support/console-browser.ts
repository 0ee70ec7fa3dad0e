import assert from 'node:assert/strict'
import { after, before, type TestContext } from 'node:test'
import axe, { type AxeResults } from 'axe-core'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import type { Store } from '../../hub/store/store.ts'
import { systemClock } from '../../lib/system/clock.ts'
import { launchBrowser } from './browser.ts'
import { consoleScene, PASSWORD } from './console-scene.ts'
import { type RunningHub, runHub } from './running-hub.ts'

/** A browser that looks at a seeded hub. */
export interface ConsoleVisit {
  readonly hub: RunningHub
  readonly context: BrowserContext
  readonly page: Page
  /** Everything that went wrong in its pages: errors, and what the content policy stopped. */
  readonly faults: readonly string[]
}

/** How a visit differs from the usual one. */
export interface VisitParts {
  /** Who is signed in; null is nobody. */
  readonly who?: string | null
  readonly options?: BrowserContextOptions
  /** Lines of the hub's configuration. */
  readonly config?: string
}

// The scripts below run in the page; here they are texts, as only there is a document.

/** Tells what the content policy stops as an error, which the test hears. */
const TELL_VIOLATIONS = `document.addEventListener('securitypolicyviolation', (stopped) => {
  setTimeout(() => { throw new Error('policy: ' + stopped.violatedDirective + ' ' + stopped.blockedURI + ' ' + stopped.sourceFile) })
})`

/** What axe looks for: all of it, or what a change of colours alone can break. */
const RULES = {
  all: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
  colours: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
}

/**
 * A dialog that still fades in has colours of its own. Of what is well nothing is gathered: that would take longer than
 * to look.
 */
const RUN_AXE = `Promise.allSettled(document.getAnimations().map(({ finished }) => finished)).then(() =>
  axe.run(document, { resultTypes: ['violations'], runOnly: RULES })).then(({ violations }) => violations)`

/** A frame later: what follows the size of its place is drawn anew by then. */
const OVERFLOW = `new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() =>
  resolve(document.documentElement.scrollWidth - document.documentElement.clientWidth))))`

/** A script that makes every text twice as large, as zooming texts does. */
export const LARGE_TEXTS = "document.documentElement.style.fontSize = '200%'"

let browser: Browser

/** Shares one browser among the tests of a file. */
export function shareBrowser(): void {
  before(async () => {
    browser = await launchBrowser()
  })
  after(() => browser.close())
}

/** Seconds since 1970, of the clock that hub and browser share. */
export function present(): number {
  return Math.floor(Date.now() / 1000)
}

/** Opens the console of a hub with the usual scene. It ends with its test. */
export async function visit(store: Store, context: TestContext, parts: VisitParts = {}): Promise<ConsoleVisit> {
  await consoleScene(store, present())
  const hub = await runHub(store, context, {
    clock: systemClock,
    ...(parts.config === undefined ? {} : { config: parts.config }),
  })
  return visitHub(hub, context, parts)
}

/** Opens the console of a hub that runs. */
export async function visitHub(hub: RunningHub, context: TestContext, parts: VisitParts = {}): Promise<ConsoleVisit> {
  const { who = 'kaja', options = {} } = parts
  const pages = await browser.newContext({ baseURL: hub.url, timezoneId: 'Europe/Berlin', ...options })
  context.after(() => pages.close())
  const faults: string[] = []
  await pages.addInitScript(TELL_VIOLATIONS)
  pages.on('weberror', (error) => void faults.push(String(error.error())))
  if (who !== null) {
    const login = await pages.request.post('/api/v1/login', { data: { name: who, password: PASSWORD } })
    assert.equal(login.status(), 200)
  }
  return { hub, context: pages, page: await pages.newPage(), faults }
}

/** What axe finds in a page, as it is now. */
export async function barriers(page: Page, rules: keyof typeof RULES = 'all'): Promise<readonly string[]> {
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axe.source)
  const script = RUN_AXE.replace('RULES', JSON.stringify(RULES[rules]))
  const violations = await page.evaluate<AxeResults['violations']>(script)
  return violations.map(({ id, nodes }) => {
    const [first] = nodes
    return `${id}, ${nodes.length} times: ${first?.html} ${first?.failureSummary ?? ''}`
  })
}

/** Resolves once nothing on a page is awaited. */
export async function settled(page: Page): Promise<void> {
  await page.locator('.shell:not(:has(.loading, .stale, [aria-busy="true"]))').waitFor()
}

/** How many pixels a page is wider than its window. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate<number>(OVERFLOW)
}
