import assert from 'node:assert/strict'
import { test } from 'node:test'
import { barriers, shareBrowser, visit } from '../support/console-browser.ts'
import { openEmbedded } from '../support/stores.ts'

shareBrowser()

test('an address that is broken or leads nowhere says so, and leads back', async (context) => {
  const { page, faults } = await visit(await openEmbedded(context), context)
  for (const [path, status] of [
    ['/mailbox/%', 400],
    ['/hosts/%E4', 400],
    ['/settings/%00', 400],
    ['/nothing/here', 404],
    ['/settings/nothing', 200],
  ] as const) {
    assert.equal((await page.goto(path))?.status(), status, path)
    await page.getByRole('heading', { name: 'There is no page here.' }).last().waitFor()
    assert.deepEqual(await barriers(page), [], path)
    await page.getByRole('link', { name: 'Go to Now' }).click()
    await page.locator('.listed, .now').first().waitFor()
    assert.equal(new URL(page.url()).pathname, '/')
  }
  assert.equal((await page.goto('/events?q=%00'))?.status(), 400)
  await page.getByRole('heading', { name: 'The request cannot be understood.' }).first().waitFor()
  assert.deepEqual(faults, [])
})

test('a host or an incident that the hub does not know is no error', async (context) => {
  const { page, faults } = await visit(await openEmbedded(context), context)
  for (const [path, words] of [
    ['/hosts/nowhere.example.net', 'There is no such host.'],
    ['/incidents/4711', 'There is no such incident.'],
  ] as const) {
    await page.goto(path)
    await page.locator('.state.empty').getByRole('heading', { name: words }).waitFor()
    assert.equal(await page.locator('.state.error').count(), 0, path)
    assert.deepEqual(await barriers(page), [], path)
  }
  assert.deepEqual(faults, [])
})
