import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { kindNumber } from '../../hub/store/number-words.ts'
import { present, settled, shareBrowser, visit } from '../support/console-browser.ts'
import { TAKEN } from '../support/console-scene.ts'
import { agentIn, arrivalOf, eventOf } from '../support/kept-events.ts'
import { openEmbedded, testOnStores } from '../support/stores.ts'

shareBrowser()

const WAYS = { name: 'Way in' } as const

/** A value of the facet of ways in. */
function way(page: Page, hasText: string): Locator {
  return page.getByRole('region', WAYS).locator('.facet-value', { hasText })
}

function queryOf(page: Page): Record<string, string> {
  return Object.fromEntries(new URL(page.url()).searchParams)
}

/** How many events the chart counts. */
async function counted(page: Page): Promise<number> {
  const { total } = await (await page.request.get(`/api/v1/facets${new URL(page.url()).search}`)).json()
  return total
}

testOnStores(
  'by mouse: ways in are counted, filtered for and out, kept as a view and exported',
  async (store, context) => {
    const { page, faults } = await visit(store, context)
    await page.goto('/events?from=1')
    await settled(page)
    const all = await counted(page)
    const names = await page.getByRole('region', WAYS).locator('.facet-name').allInnerTexts()
    assert.deepEqual(names.toSorted(), ['IMAP', 'SMTP', 'Webmail'])
    const shown = Number((await way(page, 'SMTP').locator('.facet-count').innerText()).replaceAll(',', ''))
    await way(page, 'SMTP').locator('.facet-name').click()
    await page.waitForURL((url) => url.searchParams.get('service') === 'smtp')
    await settled(page)
    assert.equal(await counted(page), shown)
    assert.deepEqual(await page.getByRole('region', WAYS).locator('.facet-name').allInnerTexts(), ['SMTP'])
    await page.getByText('Export', { exact: true }).click()
    assert.match((await page.getByRole('link', { name: 'CSV' }).getAttribute('href')) ?? '', /[?&]service=smtp/)
    await page.getByRole('button', { name: 'Save this view' }).click()
    await page.keyboard.type('Mail out')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Forget the view Mail out' }).waitFor()
    await way(page, 'SMTP').hover()
    await way(page, 'SMTP').getByRole('button', { name: 'Filter out SMTP' }).click()
    await page.waitForURL((url) => url.searchParams.get('not_service') === 'smtp')
    await way(page, 'SMTP').getByText('out').waitFor()
    await settled(page)
    assert.equal(await counted(page), all - shown)
    await way(page, 'IMAP').hover()
    await way(page, 'IMAP').getByRole('button', { name: 'Filter out IMAP' }).click()
    await page.getByRole('button', { name: 'Remove the filter Way in not IMAP' }).click()
    await page.waitForURL((url) => url.searchParams.get('not_service') === 'smtp')
    await page.locator('.tabs').getByRole('link', { name: 'Mail out' }).click()
    await page.waitForURL((url) => url.searchParams.get('service') === 'smtp')
    assert.equal(queryOf(page)['from'], '1')
    assert.deepEqual(faults, [])
  },
)

testOnStores('by key: ways in of the facet and of a column are filtered for and out', async (store, context) => {
  const { page, faults } = await visit(store, context)
  await page.goto('/events?last=7d')
  await way(page, 'Webmail').locator('.facet-name').focus()
  await page.keyboard.press('x')
  await page.waitForURL((url) => url.searchParams.get('not_service') === 'webmail')
  await way(page, 'IMAP').locator('.facet-name').focus()
  await page.keyboard.press('f')
  await page.waitForURL((url) => url.searchParams.get('service') === 'imap')
  await page.keyboard.press('Backspace')
  await page.waitForURL((url) => !url.searchParams.has('not_service'))
  await page.getByText('Columns', { exact: true }).click()
  await page.getByRole('checkbox', WAYS).check()
  await page.keyboard.press('Escape')
  await page.locator('td.of-service').first().waitFor()
  await settled(page)
  for (const text of await page.locator('td.of-service').allInnerTexts()) assert.match(text, /^IMAP/)
  await page.locator('[data-row="0"] .of-kind :is(a, button)').focus()
  for (const key of ['l', 'l', 'l', 'l', 'x']) await page.keyboard.press(key)
  await page.waitForURL((url) => url.searchParams.get('not_service') === 'imap')
  assert.deepEqual(faults, [])
})

testOnStores('a record filters by way in, network and recipient', async (store, context) => {
  const { page, faults } = await visit(store, context)
  const forward = `/events?kind=forward_added&mailbox=${TAKEN.mailbox}`
  for (const [name, value, query] of [
    ['Way in', 'Webmail', { service: 'webmail' }],
    ['Network', '203.0.113.0/24', { network: '203.0.113.0/24' }],
    ['Recipient', TAKEN.recipient, { recipient: TAKEN.recipient }],
  ] as const) {
    await page.goto(forward)
    await page.locator('td.of-kind a').first().click()
    const row = page.locator('.record .value').filter({ has: page.getByText(name, { exact: true }) })
    await row.hover()
    await row.getByRole('button', { name: `Filter for ${value}` }).click()
    await page.waitForURL((url) => !url.searchParams.has('event'))
    assert.deepEqual(queryOf(page), { kind: 'forward_added', mailbox: TAKEN.mailbox, ...query })
    await page.locator('td.of-kind', { hasText: 'Forward added' }).waitFor()
    await page.getByRole('button', { name: `Remove the filter ${name} is ${value}` }).waitFor()
    await page.locator('td.of-kind a').first().click()
    await row.hover()
    await row.getByRole('button', { name: `Filter out ${value}` }).click()
    await page.getByRole('button', { name: `Remove the filter ${name} not ${value}` }).waitFor()
    await page.locator('.state').waitFor()
  }
  assert.deepEqual(faults, [])
})

test('new events wait behind the bar only if they came in by the way that is filtered for', async (context) => {
  const store = await openEmbedded(context)
  const { page } = await visit(store, context)
  await page.goto('/events?service=ftp')
  await page.getByText('Live', { exact: true }).waitFor()
  const agent = await agentIn(store, 'new.example.net')
  const kind = kindNumber('login')
  const of = (id: string, service: string): ReturnType<typeof eventOf> =>
    eventOf(agent, id, { time: present(), kind, fields: JSON.stringify({ service }) })
  const events = [of('a', 'ssh'), of('b', 'ftp'), of('c', 'imap'), of('d', 'ftp')]
  await store.keep(arrivalOf(agent, events, { received: present() }))
  await page.getByText('2 new events').waitFor()
})
