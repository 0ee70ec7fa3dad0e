import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { present, settled, shareBrowser, visit } from '../support/console-browser.ts'
import { openEmbedded } from '../support/stores.ts'

shareBrowser()

/** Saves what is shown as a view. */
async function save(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Save this view' }).click()
  await page.getByLabel('Name of the view').fill(name)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: `Forget the view ${name}` }).waitFor()
}

test('a saved view keeps its time range, and of two of one name one is forgotten, which can be undone', async (context) => {
  const { page, faults } = await visit(await openEmbedded(context), context)
  const [from, until] = [present() - 7200, present() - 3600]
  await page.goto(`/events?from=${from}&until=${until}`)
  await settled(page)
  assert.equal(await page.locator('.tabs a[aria-current]').count(), 0)
  await save(page, 'Mine')
  await page.goto('/events?kind=login')
  await settled(page)
  await save(page, 'Mine')
  const mine = page.locator('.tabs').getByRole('link', { name: 'Mine' })
  await mine.first().click()
  await page.waitForURL((url) => url.searchParams.get('from') === String(from))
  assert.equal(new URL(page.url()).search, `?from=${from}&until=${until}`)
  await page.getByRole('button', { name: 'Forget the view Mine' }).click()
  assert.equal(await mine.count(), 1)
  await page.getByText('Mine is forgotten.').first().waitFor()
  await page.keyboard.press('Enter')
  assert.equal(await mine.count(), 2)
  assert.match((await mine.first().getAttribute('href')) ?? '', new RegExp(`from=${from}`))
  assert.equal(await page.locator('.tabs').getByText('Mine is forgotten.').count(), 0)
  assert.deepEqual(faults, [])
})
