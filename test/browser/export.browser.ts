import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { shareBrowser, visit } from '../support/console-browser.ts'
import { openEmbedded } from '../support/stores.ts'

shareBrowser()

/** The lines of the CSV that the menu of a page exports, with that of the heads. */
async function exported(page: Page): Promise<readonly string[]> {
  await page.getByText('Export', { exact: true }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'CSV' }).click()
  const chunks = []
  for await (const chunk of await (await download).createReadStream()) chunks.push(chunk)
  return Buffer.concat(chunks).toString().trimEnd().split('\n')
}

test('incidents, hosts and messages are exported as they are filtered', async (context) => {
  const { page, faults } = await visit(await openEmbedded(context), context)
  await page.goto('/incidents?kind=attack&state=all')
  await page.locator('.listed').first().waitFor()
  const attacks = await exported(page)
  assert.equal(attacks.length, (await page.locator('.listed').count()) + 1)
  assert.ok(attacks.slice(1).every((line) => /^\d+,attack,/.test(line)))
  await page.goto('/hosts?q=srv07')
  await page.locator('tr[data-host]').first().waitFor()
  const hosts = await exported(page)
  assert.equal(hosts.length, 2)
  assert.match(hosts[1] ?? '', /^srv07\.example\.net,/)
  await page.goto('/alerts?state=delivered')
  await page.locator('h1').waitFor()
  assert.match((await exported(page)).join('\n'), /^id,made,rule,/)
  assert.deepEqual(faults, [])
})
