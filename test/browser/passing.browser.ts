import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settled, shareBrowser, visit } from '../support/console-browser.ts'
import { incidentIn } from '../support/kept-incidents.ts'
import { openEmbedded } from '../support/stores.ts'

shareBrowser()

test('what was done, taken back or copied is said for a while, and then the page is as it was', async (context) => {
  const store = await openEmbedded(context)
  const { page, faults, context: pages } = await visit(store, context)
  const id = await incidentIn(store)
  await pages.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.clock.install()
  await page.goto(`/incidents/${id}`)
  await page.getByRole('button', { name: 'Claim it' }).click()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.locator('.deed', { hasText: 'Taken back.' }).waitFor()
  const share = page.locator('button.share')
  const before = await share.innerText()
  await share.click()
  await page.locator('button.share', { hasNotText: before.slice(0, 5) }).waitFor()
  await page.clock.fastForward(31_000)
  await page.locator('.deed', { hasText: 'Taken back.' }).waitFor({ state: 'detached' })
  assert.equal(await share.innerText(), before)
  assert.deepEqual(faults, [])
})

test('who gives up a snooze that was refused is not told of it any longer', async (context) => {
  const { page } = await visit(await openEmbedded(context), context)
  await page.goto('/alerts?show=snoozes')
  await settled(page)
  await page.route('**/api/v1/snoozes', (route) =>
    route.request().method() === 'GET'
      ? route.continue()
      : route.fulfill({ status: 503, json: { code: 50301, error: 'Busy.' } }),
  )
  await page.getByRole('button', { name: 'Snooze something' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('input').first().fill('srv07.example.net')
  await dialog.locator('button.first').click()
  await page.getByText('Not done. Busy.').first().waitFor()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await dialog.waitFor({ state: 'detached' })
  assert.equal(await page.locator('.act-words').count(), 0)
})
