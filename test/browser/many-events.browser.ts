import assert from 'node:assert/strict'
import type { Locator, Page } from 'playwright-core'
import { fill } from '../bench/filled-store.ts'
import { present, settled, shareBrowser, visit } from '../support/console-browser.ts'
import { agentIn, arrivalOf, eventOf } from '../support/kept-events.ts'
import { testOnStores } from '../support/stores.ts'

shareBrowser()

const [EVENTS, SERVERS, PAGE] = [200_000, 20, 100]
/** Streamed reports, and the events of each. */
const [REPORTS, OF_REPORT] = [50, 100]

/** How many elements the page has, and how many objects of JavaScript are alive. */
async function weightOf(page: Page): Promise<{ readonly elements: number; readonly objects: number }> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { result } = await session.send('Runtime.evaluate', { expression: 'Object.prototype' })
  const { objects } = await session.send('Runtime.queryObjects', { prototypeObjectId: result.objectId ?? '' })
  const { result: count } = await session.send('Runtime.callFunctionOn', {
    objectId: objects.objectId ?? '',
    functionDeclaration: 'function () { return this.length }',
    returnByValue: true,
  })
  await session.detach()
  return { elements: await page.locator('*').count(), objects: Number(count.value) }
}

function rows(page: Page): Locator {
  return page.locator('tr[data-row]')
}

/** Shows each event in a row of its own. */
async function unfold(page: Page): Promise<void> {
  await page.keyboard.press('z')
  await rows(page)
    .nth(PAGE - 1)
    .waitFor()
}

testOnStores(
  'of 200,000 events a filter shows its rows, and older ones are had page by page',
  async (store, context) => {
    await fill(store, EVENTS, present(), SERVERS)
    const { page, faults } = await visit(store, context)
    await page.goto('/events?last=all')
    await settled(page)
    await unfold(page)
    for (const [column, words] of [
      ['severity', 'Critical'],
      ['host', 'web0.example.com'],
      ['kind', 'Login failed'],
    ] as const) {
      await page.goto('/events?last=all')
      await page.locator('.facet-name', { hasText: words }).first().click()
      await page.locator(`td.of-${column}`).filter({ hasNotText: words }).first().waitFor({ state: 'detached' })
      await settled(page)
      assert.equal(await page.locator(`td.of-${column}`).filter({ hasText: words }).count(), await rows(page).count())
    }
    await page.getByRole('button', { name: 'Show older ones' }).click()
    await rows(page)
      .nth(2 * PAGE - 1)
      .waitFor()
    assert.equal(await rows(page).count(), 2 * PAGE)
    assert.deepEqual(faults, [])
  },
)

testOnStores('5,000 events that come leave a page as large as it was: it counts them', async (store, context) => {
  const { page, faults } = await visit(store, context)
  await page.goto('/events')
  await page.getByText('Live', { exact: true }).waitFor()
  await settled(page)
  await unfold(page)
  const agent = await agentIn(store, 'new.example.net')
  const tell = async (first: number): Promise<void> => {
    for (let report = first; report < first + REPORTS / 2; report += 1) {
      const events = Array.from({ length: OF_REPORT }, (_, index) =>
        eventOf(agent, `new-${report}-${index}`, { time: present(), mailbox: `user${report}-${index}@example.com` }),
      )
      await store.keep(arrivalOf(agent, events, { received: present() }))
    }
  }
  await tell(0)
  await page.getByText('2,500 new events').waitFor()
  const before = await weightOf(page)
  await tell(REPORTS / 2)
  await page.getByText('5,000 new events').waitFor()
  const after = await weightOf(page)
  assert.equal(after.elements, before.elements)
  assert.equal(await rows(page).count(), PAGE)
  assert.ok(after.objects < before.objects + 250, `${after.objects - before.objects} objects more for 2,500 events`)
  await page.keyboard.press('n')
  await page.getByText('user49-99@example.com').first().waitFor()
  await settled(page)
  assert.equal(await rows(page).count(), PAGE)
  assert.deepEqual(faults, [])
})

/** Notes how many rows there are each time their number changes. */
const NOTE_ROWS = `window.spoorRows = []
new MutationObserver(() => {
  const count = document.querySelectorAll('tr[data-row]').length
  if (count !== window.spoorRows.at(-1)) window.spoorRows.push(count)
}).observe(document, { childList: true, subtree: true })`

testOnStores('of a list that is long the rows in the window come first', async (store, context) => {
  await fill(store, 5000, present(), SERVERS)
  const { page, faults } = await visit(store, context)
  await page.addInitScript(NOTE_ROWS)
  await page.goto('/events?last=all&kind=login')
  await settled(page)
  await unfold(page)
  await page.evaluate('window.spoorRows.length = 0')
  await page.locator('.facet-name', { hasText: 'web0.example.com' }).click()
  await settled(page)
  const counts = await page.evaluate<number[]>('window.spoorRows')
  const fewest = Math.min(...counts)
  assert.ok(fewest >= 20 && fewest < PAGE / 2, `${fewest} rows came first`)
  assert.equal(counts.at(-1), PAGE)
  assert.deepEqual(faults, [])
})
