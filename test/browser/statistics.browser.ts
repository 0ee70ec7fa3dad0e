import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { type TestContext, test } from 'node:test'
import type { Page } from 'playwright-core'
import type { Store } from '../../hub/store/store.ts'
import { type ConsoleVisit, present, settled, shareBrowser, visit } from '../support/console-browser.ts'
import { openEmbedded, testOnStores } from '../support/stores.ts'
import { totalsScene } from '../support/totals-scene.ts'

shareBrowser()

const HOUR = 3600

/** A hub with hosts that count. */
async function visitCounted(store: Store, context: TestContext): Promise<ConsoleVisit> {
  const visiting = await visit(store, context)
  await totalsScene(store, present())
  return visiting
}

function queryOf(page: Page): Record<string, string> {
  return Object.fromEntries(new URL(page.url()).searchParams)
}

/** The names of a table, in its order. */
function names(page: Page, of: 'key' | 'host'): Promise<readonly string[]> {
  return page.locator(`[aria-labelledby="totals-of-${of}"] tbody td:first-child`).allInnerTexts()
}

testOnStores('by mouse: who had the most, of one web site, in another measure, and back', async (store, context) => {
  const { page, faults } = await visitCounted(store, context)
  await page.goto('/statistics')
  await page.getByRole('heading', { level: 1, name: /^[\d,]+ requests in the last 24 hours\.$/ }).waitFor()
  assert.deepEqual((await names(page, 'key')).slice(0, 2), ['shop.example', 'www.example.com'])
  assert.equal((await names(page, 'key')).at(-1), 'all others together')
  assert.equal((await names(page, 'host')).length, 5)
  // More errors than the day before are marked, as many requests are not.
  const marked = await page.locator('.lead .differs').allInnerTexts()
  assert.equal(marked.length, 1)
  assert.match(marked[0] ?? '', /^[\d.]+ % of the answers had status 5xx\.$/)
  await page.getByRole('link', { name: 'shop.example' }).click()
  await page.getByRole('heading', { level: 1, name: /requests to shop\.example in the last 24 hours/ }).waitFor()
  await page.getByRole('button', { name: 'bytes' }).click()
  await page.getByRole('img', { name: /^Bytes sent: 1 h a bar/ }).waitFor()
  assert.deepEqual(queryOf(page), { key: 'shop.example', by: 'bytes' })
  await page.getByRole('button', { name: 'Remove the filter Virtual host is shop.example' }).click()
  await page.getByRole('link', { name: 'www.example.com' }).waitFor()
  await page.getByRole('link', { name: 'srv07.example.net' }).click()
  await page.getByRole('link', { name: 'The host' }).click()
  await page.getByRole('link', { name: 'Statistics of this host' }).click()
  await page.getByRole('heading', { level: 1, name: /on srv07\.example\.net in the last 24 hours/ }).waitFor()
  assert.deepEqual(faults, [])
})

test('by keyboard alone: pages, rows, measure, filters', async (context) => {
  const { page, faults } = await visitCounted(await openEmbedded(context), context)
  await page.goto('/')
  await settled(page)
  for (const key of ['g', 't']) await page.keyboard.press(key)
  await page.getByRole('link', { name: 'shop.example' }).waitFor()
  for (const key of ['j', 'j', 'Enter']) await page.keyboard.press(key)
  await page.getByRole('heading', { level: 1, name: /requests to www\.example\.com/ }).waitFor()
  await page.keyboard.press('b')
  await page.getByRole('img', { name: /^Bytes sent/ }).waitFor()
  await page.keyboard.press('Backspace')
  await page.getByRole('link', { name: 'shop.example' }).waitFor()
  await page.keyboard.press('3')
  await page.getByRole('heading', { level: 1, name: /went in and out in the last 30 days/ }).waitFor()
  await page.keyboard.press('2')
  await page.getByRole('heading', { level: 1, name: /^Most mail is from shop:/ }).waitFor()
  await page.keyboard.press('?')
  await page.getByRole('dialog').getByText('other bars').waitFor()
  assert.deepEqual(faults, [])
})

testOnStores('who sent: the most recipients first, beside what is usual', async (store, context) => {
  const { page, faults } = await visitCounted(store, context)
  await page.goto('/statistics?show=mail')
  await page
    .getByRole('heading', { level: 1, name: /^Most mail is from shop: [\d,]+ messages to [\d,]+ recip/ })
    .waitFor()
  const usual = page.locator('.lead .differs', { hasText: /^Usually [\d,]+ recipients\.$/ })
  await usual.waitFor()
  assert.deepEqual(await names(page, 'key'), ['shop', 'hofmann', 'example'])
  await page.getByText('spoor-agent mail --by mailbox --since 24h').waitFor()
  // A bar leads to its hour, in which the same table says who sent then.
  const chart = page.locator('.totals-drawing').first().locator('.u-over')
  const { width = 0 } = (await chart.boundingBox()) ?? {}
  await chart.click({ position: { x: width * 0.9, y: 60 } })
  await page.waitForURL(/from=\d+&until=\d+/)
  const { from, until } = queryOf(page)
  assert.equal(Number(until) - Number(from), HOUR)
  await page.getByRole('link', { name: 'shop', exact: true }).waitFor()
  assert.deepEqual(faults, [])
})

test('what nobody tells is not known, and the page says how hosts tell it', async (context) => {
  const { page, faults } = await visitCounted(await openEmbedded(context), context)
  await page.goto('/statistics?show=mail&of=senders')
  await page.getByRole('heading', { level: 1, name: 'No host tells which mailboxes send.' }).waitFor()
  await page.getByText('So this is “not known”, not “none”.').waitFor()
  await page.getByText('send: [accounts, senders, bandwidth]').waitFor()
  assert.equal(await page.locator('.totals-chart').count(), 0)
  // Three of eight tell nothing, and are named.
  await page.goto('/statistics?show=mail')
  await page.getByText('srv19.example.net, srv21.example.net and srv31.example.net tell nothing of this').click()
  await page.getByText('send: [accounts, bandwidth]').waitFor()
  // Nobody told anything for an hour: the list says so, and has no 0 there.
  await page.getByText('As a list').first().click()
  const list = page.getByRole('region', { name: 'Recipients, newest first' })
  assert.equal(await list.getByText('nobody told').count(), 2)
  // A name that no host told is no match, which drops its filter.
  await page.goto('/statistics?key=nobody.example')
  await page.getByText('Nothing was counted to nobody.example in the last 24 hours.').waitFor()
  await page.getByRole('link', { name: 'Drop “virtual host nobody.example”' }).click()
  await page.getByRole('link', { name: 'shop.example' }).waitFor()
  await page.goto('/statistics?host=unknown.example.net')
  await page.getByText('The hub knows no host of this name.').waitFor()
  assert.deepEqual(faults, [])
})

test('the same in bytes by day, what the largest files were, and all of it as a file', async (context) => {
  const { page, faults } = await visitCounted(await openEmbedded(context), context)
  await page.goto('/statistics?show=bandwidth&last=7d&key=shop')
  await page.getByRole('heading', { level: 1, name: /went in and out of shop in the last 7 days/ }).waitFor()
  await page.getByText('spoor-agent traffic --largest /etc/apache2/logs/domlogs/shop/*').waitFor()
  await page.keyboard.press('e')
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByText('CSV, for a spreadsheet').click()])
  assert.equal(file.suggestedFilename(), 'spoor-bandwidth.csv')
  const [head = '', ...lines] = (await readFile(await file.path(), 'utf8')).trim().split('\n')
  assert.match(head, /^kind,row,name,http_in,http_out,/)
  assert.deepEqual(
    lines.filter((line) => line.startsWith('bandwidth,key,')).map((line) => line.split(',')[2]),
    ['shop'],
  )
  await page.keyboard.press('e')
  const [json] = await Promise.all([page.waitForEvent('download'), page.getByText('JSON, as the API').click()])
  assert.match(await readFile(await json.path(), 'utf8'), /^\{"kind":"bandwidth"/)
  assert.deepEqual(faults, [])
})

test('alerts are marked in the chart, and lead to the events that tell them', async (context) => {
  const { page, faults } = await visitCounted(await openEmbedded(context), context)
  const event = { host: 'srv07.example.net', mailbox_address: null, context: 'system', severity: 'low', ip: null }
  const at = present() - 3 * HOUR
  const events = [
    { ...event, id: 'high'.padEnd(22, '_'), type: 'traffic_high', time: at, fields: { measure: 'requests' } },
    {
      ...event,
      id: 'over'.padEnd(22, '_'),
      type: 'traffic_recovered',
      time: at + HOUR,
      fields: { measure: 'requests' },
    },
  ]
  await page.route('**/api/v1/events?kind=traffic_high*', (route) =>
    route.fulfill({ json: { events, next: null, later: 0 } }),
  )
  await page.goto('/statistics')
  const alert = page.getByRole('link', { name: /^alert of srv07\.example\.net, \d\d:\d\d to \d\d:\d\d$/ })
  await alert.waitFor()
  await page.unrouteAll()
  await page.route('**/api/v1/events?kind=traffic_high*', (route) => route.fulfill({ status: 503, json: BUSY }))
  await page.reload()
  await page.getByText('Alerts are not drawn').waitFor()
  assert.deepEqual(faults, [])
})

const BUSY = { code: 50_302, error: 'The store did not answer.', link: '/errors/50302' }

test('until what is asked is answered, the page stays as it was, with its own name', async (context) => {
  const { page, faults } = await visitCounted(await openEmbedded(context), context)
  await page.goto('/statistics')
  const title = page.getByRole('heading', { level: 1 })
  await page.getByRole('link', { name: 'shop.example' }).waitFor()
  const before = await title.innerText()
  const [asked, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  await page.route('**/api/v1/totals?*key=shop.example*', async (route) => {
    asked.resolve()
    await held.promise
    await route.continue()
  })
  await page.getByRole('link', { name: 'shop.example' }).click()
  await asked.promise
  await page.locator('.lead.stale').waitFor()
  assert.equal(await title.innerText(), before)
  held.resolve()
  await page.getByRole('heading', { level: 1, name: /requests to shop\.example/ }).waitFor()
  await page.locator('.stale').first().waitFor({ state: 'detached' })
  assert.deepEqual(faults, [])
})
