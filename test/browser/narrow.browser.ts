import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Locator } from 'playwright-core'
import { barriers, LARGE_TEXTS, overflow, shareBrowser, visit } from '../support/console-browser.ts'
import { openEmbedded } from '../support/stores.ts'

shareBrowser()

/** How wide an element is drawn, in pixels. */
async function widthOf(element: Locator): Promise<number> {
  return (await element.boundingBox())?.width ?? 0
}

test('a narrow window scrolls the plot of a mailbox, and makes none of its words smaller', async (context) => {
  const { page } = await visit(await openEmbedded(context), context)
  await page.goto('/mailbox/anna.berg%40example.com')
  const plot = page.locator('.plot svg')
  await plot.waitFor()
  const drawn = Number(await plot.getAttribute('width'))
  for (const width of [1440, 768, 390]) {
    await page.setViewportSize({ width, height: 800 })
    assert.ok((await widthOf(plot)) >= drawn, `${width}`)
    const wide = await page.evaluate<number>('document.documentElement.scrollWidth')
    assert.equal(wide, width, 'the page itself does not scroll sideways')
  }
})

test('what nobody signs in for fits into 320 pixels with texts twice as large', async (context) => {
  const { page } = await visit(await openEmbedded(context), context, { who: null })
  await page.setViewportSize({ width: 320, height: 800 })
  for (const path of ['/login', '/errors/50301', '/errors/40026']) {
    await page.goto(path)
    await page.locator('h1').waitFor()
    await page.evaluate(LARGE_TEXTS)
    assert.equal(await overflow(page), 0, path)
    assert.deepEqual(await barriers(page), [], path)
  }
})

test('where the table of hosts has no heads, each value has its name before it', async (context) => {
  const { page } = await visit(await openEmbedded(context), context)
  await page.setViewportSize({ width: 1120, height: 800 })
  await page.goto('/hosts')
  const row = page.locator('tr[data-host="srv07.example.net"]')
  await row.waitFor()
  const heads =
    await page.evaluate<string>(`[...document.querySelectorAll('[data-host="srv07.example.net"] [data-head]')]
    .map((cell) => getComputedStyle(cell, '::before').content).join()`)
  assert.equal(heads, '"Agent ","Waits "')
})

test('a value that its buttons stand beside is shortened, not covered', async (context) => {
  const { page } = await visit(await openEmbedded(context), context)
  await page.setViewportSize({ width: 1120, height: 800 })
  await page.goto('/events')
  const cell = page.locator('.table.events td.of-host').first()
  await cell.hover()
  const [value, buttons] = [await cell.boundingBox(), await cell.locator('.both').boundingBox()]
  const padding = Number.parseFloat(
    await page.evaluate<string>(`getComputedStyle(document.querySelector('td:has(.both)')).paddingRight`),
  )
  assert.ok(value !== null && buttons !== null && value.x + value.width - padding <= buttons.x + 1)
})

test('on a phone nothing offers keys', async (context) => {
  const { page } = await visit(await openEmbedded(context), context)
  await page.setViewportSize({ width: 390, height: 800 })
  await page.goto('/hosts')
  await page.locator('.tab-bar summary').click()
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
  assert.equal(await page.getByText('All keys').count(), 0)
  await page.keyboard.press('Escape')
  await page.keyboard.press('/')
  await page.locator('.find-field input').waitFor()
  assert.equal(await page.locator('dialog[open] kbd:visible').count(), 0)
})

test('a viewer is offered no key that does nothing, and no section that only admins see', async (context) => {
  const { page, faults } = await visit(await openEmbedded(context), context, { who: 'vic' })
  for (const [path, key] of [
    ['/hosts', 'add a host'],
    ['/alerts?show=snoozes', 'snooze something'],
  ] as const) {
    await page.goto(path)
    await page.locator('h1').waitFor()
    await page.locator('.key-bar').waitFor()
    assert.equal(await page.locator('.key-bar', { hasText: key }).count(), 0)
  }
  await page.goto('/settings')
  await page.locator('.sections a').first().waitFor()
  assert.equal(
    await page
      .locator('.sections')
      .getByRole('link', { name: /People|Enrolment|tokens|Audit/ })
      .count(),
    0,
  )
  assert.deepEqual(faults, [])
})
