import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settled, shareBrowser, visit } from '../support/console-browser.ts'
import { openEmbedded } from '../support/stores.ts'

shareBrowser()

test('Back finds a list as it was left: its older pages, and how far it was scrolled', async (context) => {
  const { page, faults } = await visit(await openEmbedded(context), context)
  await page.goto('/events?last=7d')
  await settled(page)
  const rows = page.locator('tr[data-row]')
  const first = await rows.count()
  await page.getByRole('button', { name: 'Show older ones' }).click()
  await rows.nth(first).waitFor()
  const all = await rows.count()
  await rows.nth(first).scrollIntoViewIfNeeded()
  const before = await page.evaluate<number>('scrollY')
  assert.ok(before > 500)
  await page.locator('tr[data-row]').nth(first).locator('.of-kind a, .fold').first().waitFor()
  await page.keyboard.press('g')
  await page.keyboard.press('h')
  await page.getByRole('heading', { name: 'hosts are well' }).waitFor()
  assert.equal(await page.evaluate('scrollY'), 0)
  await page.goBack()
  await rows.nth(all - 1).waitFor()
  await page.waitForFunction(`Math.abs(scrollY - ${before}) < 2`)
  assert.deepEqual(faults, [])
})
