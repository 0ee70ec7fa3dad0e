import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { kindNumber } from '../../hub/store/number-words.ts'
import { present, settled, shareBrowser, visit } from '../support/console-browser.ts'
import { agentIn, arrivalOf, eventOf } from '../support/kept-events.ts'
import { openEmbedded, testOnStores } from '../support/stores.ts'

shareBrowser()

/** The query of the address that a page is at. */
function queryOf(page: Page): Record<string, string> {
  return Object.fromEntries(new URL(page.url()).searchParams)
}

/** The cells of a column with this text, or without it. */
function cells(page: Page, name: string, which: { hasText?: string; hasNotText?: string } = {}): Locator {
  return page.locator(`td.of-${name}`).filter(which)
}

/** Resolves once every row has a text in a column, and there is one. */
async function untilAll(page: Page, name: string, text: string): Promise<void> {
  await cells(page, name, { hasNotText: text }).first().waitFor({ state: 'detached' })
  await cells(page, name, { hasText: text }).first().waitFor()
}

/** Resolves once no row has a text in a column, and there are rows. */
async function untilNone(page: Page, name: string, text: string): Promise<void> {
  await cells(page, name, { hasText: text }).first().waitFor({ state: 'detached' })
  await cells(page, name).first().waitFor()
}

testOnStores(
  'by mouse: a value is filtered for and out, chips go, and a record opens and shuts',
  async (store, context) => {
    const { page, faults } = await visit(store, context)
    await page.goto('/events?last=7d')
    const cell = page.locator('td.of-host', { hasText: 'srv07' }).first()
    await cell.hover()
    await cell.getByRole('button', { name: 'Filter for srv07.example.net' }).click()
    assert.deepEqual(queryOf(page), { last: '7d', host: 'srv07.example.net' })
    await untilAll(page, 'host', 'srv07.example.net')
    const facet = page.locator('.facet-value', { hasText: 'Login failed' })
    await facet.hover()
    await facet.getByRole('button', { name: 'Filter out Login failed' }).click()
    await untilNone(page, 'kind', 'Login failed')
    assert.equal(queryOf(page)['not_kind'], 'login_failed')
    await page.getByRole('button', { name: 'Remove the filter Host is srv07.example.net' }).click()
    await cells(page, 'host', { hasNotText: 'srv07' }).first().waitFor()
    await page.locator('td.of-mailbox').first().click()
    await page.getByText('Around it').waitFor()
    const shared = page.url()
    await page.getByRole('button', { name: 'close' }).click()
    await page.getByText('Around it').waitFor({ state: 'detached' })
    // What is in the address is what is seen, also by whom it was pasted to.
    await page.goto(shared)
    await page.getByText('Around it').waitFor()
    await page.goBack()
    assert.equal(queryOf(page)['event'], undefined)
    assert.deepEqual(faults, [])
  },
)

testOnStores(
  'by keyboard alone: rows, values, filters, the record, the palette, and every key in the list',
  async (store, context) => {
    const { page, faults } = await visit(store, context)
    await page.goto('/events?last=7d&min_severity=low')
    await cells(page, 'kind').first().waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('k')
    assert.equal(await page.evaluate("document.activeElement.closest('tr').dataset.row"), '0')
    const kind = await page.locator('[data-row="0"] .of-kind a').innerText()
    await page.keyboard.press('l')
    await page.keyboard.press('x')
    await untilNone(page, 'kind', kind)
    await page.keyboard.press('Backspace')
    await page.waitForURL((url) => !url.searchParams.has('not_kind'))
    await cells(page, 'kind').first().waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.getByText('Around it').waitFor()
    await page.keyboard.press('Escape')
    await page.getByText('Around it').waitFor({ state: 'detached' })
    await page.keyboard.press('?')
    for (const key of ['next row', 'filter out', 'show new', 'go to Hosts']) await page.getByText(key).first().waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('g')
    await page.keyboard.press('h')
    await page.getByRole('heading', { name: 'hosts are well' }).waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('anna.berg')
    await page.getByRole('option', { name: 'anna.berg@example.com' }).first().waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'anna.berg@example.com' }).waitFor()
    // Letters are letters where somebody types.
    await page.goto('/events')
    await cells(page, 'kind').first().waitFor()
    await page.getByLabel('Find text in these events').fill('f x n j')
    assert.equal(new URL(page.url()).search, '')
    assert.deepEqual(faults, [])
  },
)

testOnStores('what is new waits behind a bar, and moves nothing until it is asked for', async (store, context) => {
  const { page } = await visit(store, context)
  await page.goto('/events')
  await cells(page, 'kind').first().waitFor()
  const before = await page.locator('tr[data-row] time').allInnerTexts()
  await page.getByText('Live', { exact: true }).waitFor()
  const agent = await agentIn(store, 'new.example.net')
  const events = Array.from({ length: 12 }, (_, index) =>
    eventOf(agent, `fresh-${index}`, { time: present(), kind: kindNumber('whm_terminal_opened') }),
  )
  await store.keep(arrivalOf(agent, events, { received: present() }))
  await page.getByText('12 new events').waitFor()
  assert.deepEqual(await page.locator('tr[data-row] time').allInnerTexts(), before)
  await page.keyboard.press('n')
  await page.getByText('Root terminal opened').first().waitFor()
  await page.getByRole('button', { name: 'Root terminal opened, 12 times' }).waitFor()
  await page.getByText('12 new events').waitFor({ state: 'detached' })
})

test('late answers are dropped: the table shows what was asked last', async (context) => {
  const { page } = await visit(await openEmbedded(context), context)
  await page.goto('/events?last=7d')
  await cells(page, 'kind').first().waitFor()
  let release = (): void => undefined
  const held = new Promise<void>((resolve) => (release = resolve))
  await page.route(/api\/v1\/events\?host=srv07/, async (route) => {
    await held
    await route.continue().catch(() => undefined)
  })
  await page.locator('.facet-name', { hasText: 'srv07' }).click()
  await page.locator('.stale.grey .table').waitFor()
  await page.goBack()
  await cells(page, 'host', { hasNotText: 'srv07' }).first().waitFor()
  await settled(page)
  release()
  await page.getByLabel('Time range').selectOption('30d')
  await settled(page)
  assert.ok((await cells(page, 'host', { hasNotText: 'srv07' }).count()) > 0)
})

test('what is exported is what is filtered', async (context) => {
  const { page } = await visit(await openEmbedded(context), context)
  await page.goto('/events?kind=forward_added&host=srv07.example.net&last=7d')
  await cells(page, 'kind').first().waitFor()
  await settled(page)
  const rows = await cells(page, 'kind').count()
  await page.getByText('Export', { exact: true }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'CSV' }).click()
  const chunks = []
  for await (const chunk of await (await download).createReadStream()) chunks.push(chunk)
  const lines = Buffer.concat(chunks).toString().trim().split(/\r?\n/)
  assert.equal(lines.length, rows + 1)
  assert.ok(lines.slice(1).every((line) => line.includes('forward_added') && line.includes('srv07')))
})

/** A script that makes a page think that its tab is hidden, or shown. */
function hide(isHidden: boolean): string {
  return `Object.defineProperty(document, 'hidden', { value: ${isHidden}, configurable: true })
document.dispatchEvent(new Event('visibilitychange'))`
}

test('two tabs: what is chosen in one counts in the other, and a hidden tab holds no stream', async (context) => {
  const { page, context: pages } = await visit(await openEmbedded(context), context)
  const other = await pages.newPage()
  await page.goto('/events')
  await other.goto('/hosts')
  await page.getByText('Live', { exact: true }).waitFor()
  await other.locator('summary.who').click()
  await other.getByRole('button', { name: 'Dark' }).click()
  await page.locator('html[data-theme=dark]').waitFor()
  await page.evaluate(hide(true))
  await page.getByText('Paused').waitFor()
  await page.evaluate(hide(false))
  await page.getByText('Live', { exact: true }).waitFor()
})

test('what cannot be counted is never shown as 0, and severities stand in their order', async (context) => {
  const { page } = await visit(await openEmbedded(context), context)
  await page.goto('/events?last=7d')
  const severities = page.getByRole('region', { name: 'Severity' }).locator('.facet-name')
  await severities.first().waitFor()
  assert.deepEqual(await severities.allInnerTexts(), ['Critical', 'High', 'Medium', 'Low', 'Routine'])
  await page.route('**/api/v1/facets?*', (route) =>
    route.fulfill({ status: 503, json: { code: 50302, error: 'The store does not answer.' } }),
  )
  await page.reload()
  await page.getByRole('alert').getByText('The store does not answer.').waitFor()
  await cells(page, 'kind').first().waitFor()
  await page.locator('.histogram').getByText('not counted').waitFor()
  assert.equal(await page.locator('.histogram .fill').count(), 0)
  assert.equal(await page.locator('.facet-count').count(), 0)
})

test('where nothing matches, the column of filters says so, and shows what is filtered for and out', async (context) => {
  const { page, faults } = await visit(await openEmbedded(context), context)
  await page.goto('/events?host=srv12.example.net&kind=mailbox_takeover&not_severity=high')
  await page.getByText('No event matches, so there is nothing to count here.').waitFor()
  const values = await page.locator('.facet-value').allInnerTexts()
  assert.deepEqual(
    values.map((value) => value.split(/\s*\n\s*/).slice(0, 2)),
    [
      ['High', 'out'],
      ['Mailbox taken over', '0'],
      ['srv12.example.net', '0'],
    ],
  )
  assert.deepEqual(faults, [])
})
