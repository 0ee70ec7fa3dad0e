import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { settled, shareBrowser, visit } from '../support/console-browser.ts'
import { openEmbedded } from '../support/stores.ts'

shareBrowser()

/** Types a text into find. */
async function find(page: Page, text: string): Promise<void> {
  await page.keyboard.press('/')
  await page.keyboard.type(text)
}

test('Enter goes to what has the name: pages, their parts, an incident by its number, and choices', async (context) => {
  const { page, faults } = await visit(await openEmbedded(context), context)
  await page.goto('/')
  await settled(page)
  for (const [text, path] of [
    ['hosts', '/hosts'],
    ['people', '/settings/people'],
    ['audit', '/settings/audit'],
    ['channels', '/alerts?show=channels'],
    ['add a host', '/first-host'],
    ['#9', '/incidents/9'],
    ['incident 8', '/incidents/8'],
  ] as const) {
    await find(page, text)
    await page.keyboard.press('Enter')
    await page.waitForURL((url) => `${url.pathname}${url.search}` === path)
  }
  await find(page, 'dark')
  await page.keyboard.press('Enter')
  await page.locator('html[data-theme=dark]').waitFor()
  await find(page, '113.7')
  await page.getByRole('option', { name: '203.0.113.7' }).click()
  await page.waitForURL((url) => url.pathname === '/address/203.0.113.7')
  assert.deepEqual(faults, [])
})

test('nobody is led to what only admins see', async (context) => {
  const { page } = await visit(await openEmbedded(context), context, { who: 'mira' })
  await page.goto('/')
  await settled(page)
  await find(page, 'people')
  await page.getByRole('option', { name: 'Events with “people”' }).waitFor()
  assert.equal(await page.getByRole('option').count(), 1)
})

test('on each page that can export find offers it, by key and by mouse', async (context) => {
  const { page, faults } = await visit(await openEmbedded(context), context)
  for (const [path, exported] of [
    ['/events', '/api/v1/export'],
    ['/incidents', '/api/v1/export/incidents'],
    ['/hosts', '/api/v1/export/hosts'],
    ['/alerts', '/api/v1/export/alerts'],
    ['/settings/audit', '/api/v1/audit/export'],
  ] as const) {
    await page.goto(path)
    await settled(page)
    const link = page.locator(`a[download][href^="${exported}?"]`).first()
    await link.waitFor({ state: 'attached' })
    await find(page, 'export')
    await page.getByRole('option', { name: /^export/ }).click()
    await link.waitFor()
    await page.waitForFunction("document.activeElement.matches('a[download]')")
    await page.keyboard.press('Escape')
    await link.waitFor({ state: 'hidden' })
    await page.keyboard.press('e')
    await link.waitFor()
  }
  await page.goto('/settings')
  await settled(page)
  await find(page, 'export')
  await page.getByRole('option', { name: 'Events with “export”' }).waitFor()
  assert.equal(await page.getByRole('option', { name: /^export/ }).count(), 0)
  assert.deepEqual(faults, [])
})
