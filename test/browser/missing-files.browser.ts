import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Page } from 'playwright-core'
import { barriers, settled, shareBrowser, visit } from '../support/console-browser.ts'
import { openEmbedded } from '../support/stores.ts'

shareBrowser()

/** The code of one page, and the page that names all of the console's files. */
const [FILE, CONSOLE] = ['**/assets/hosts-page-*', (url: URL) => url.pathname === '/']

/** The console at its first page, and how often it has been loaded since. */
async function openConsole(context: TestContext): Promise<{ page: Page; loads: () => number }> {
  const { page } = await visit(await openEmbedded(context), context)
  await page.goto('/')
  await settled(page)
  let count = 0
  page.on('domcontentloaded', () => void (count += 1))
  return { page, loads: () => count }
}

test('a page whose code did not come is had on a second try, whatever the browser remembers', async (context) => {
  const { page, loads } = await openConsole(context)
  await page.route(FILE, (route) => route.abort())
  await page.keyboard.press('g')
  await page.keyboard.press('h')
  await page.getByText('The hub is there, but a file of this page did not come.').waitFor()
  assert.deepEqual(await barriers(page), [])
  await page.route(CONSOLE, (route) => route.abort())
  await page.keyboard.press('r')
  await page.getByText('the network between you and the hub is down').waitFor()
  assert.equal(loads(), 0)
  await page.unrouteAll()
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('heading', { name: 'hosts are well' }).waitFor()
  assert.equal(new URL(page.url()).pathname, '/hosts')
})

test('what only the whole page can load anew is loaded with it, once a try', async (context) => {
  const { page, loads } = await openConsole(context)
  await page.route(FILE, (route) => route.fulfill({ status: 404 }))
  await page.getByRole('link', { name: 'Hosts' }).first().click()
  const again = page.getByRole('button', { name: 'Try again' })
  const loaded = page.waitForEvent('domcontentloaded')
  await again.click()
  await loaded
  await again.waitFor()
  assert.equal(loads(), 1)
  await page.unrouteAll()
  await again.click()
  await page.getByRole('heading', { name: 'hosts are well' }).waitFor()
})

test('after an update of the hub an open console loads itself anew, and never in circles', async (context) => {
  const { page, loads } = await openConsole(context)
  await page.route(FILE, (route) => route.fulfill({ status: 404 }))
  await page.route(CONSOLE, (route) => route.fulfill({ body: '<script src="/assets/main-OTHER.js"></script>' }))
  const loaded = page.waitForEvent('domcontentloaded')
  await page.getByRole('link', { name: 'Hosts' }).first().click()
  await loaded
  await page.getByText('The hub was updated while this tab was open').waitFor()
  assert.deepEqual(await barriers(page), [])
  assert.equal(loads(), 1)
  await page.unrouteAll()
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('heading', { name: 'hosts are well' }).waitFor()
})
