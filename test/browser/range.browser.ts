import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { barriers, overflow, present, settled, shareBrowser, visit } from '../support/console-browser.ts'
import { openEmbedded } from '../support/stores.ts'

shareBrowser()

/** 28 November 2026, 8:00 and 9:30 in Berlin. */
const [EIGHT, HALF_PAST_NINE] = [Date.UTC(2026, 10, 28, 7) / 1000, Date.UTC(2026, 10, 28, 8, 30) / 1000]

/** The time range in the address of a page. */
function rangeIn(page: Page): readonly (string | null)[] {
  const { searchParams: query } = new URL(page.url())
  return ['from', 'until', 'last'].map((name) => query.get(name))
}

test('by keyboard alone any time range is typed, in the time zone of the person', async (context) => {
  const { page, faults } = await visit(await openEmbedded(context), context)
  await page.goto('/events?last=7d&kind=login')
  await settled(page)
  await page.keyboard.press('t')
  // As the browser asks for them: month, day, year, hour, minute, second, AM or PM.
  await page.keyboard.type('11282026080000AM')
  await page.getByLabel('Until').fill('2026-11-28T07:00')
  // What the open menu lies over is no target for as long as it is open.
  assert.deepEqual(
    (await barriers(page)).filter((found) => !found.includes('partially obscured')),
    [],
  )
  await page.keyboard.press('Enter')
  await page.getByText('This ends before it begins.').waitFor()
  await page.getByLabel('Until').fill('2026-11-28T09:30')
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.searchParams.has('until'))
  assert.deepEqual(rangeIn(page), [String(EIGHT), String(HALF_PAST_NINE), null])
  assert.equal(new URL(page.url()).searchParams.get('kind'), 'login')
  assert.equal(await page.evaluate('document.activeElement.textContent'), 'From … until')
  assert.equal(
    await page.getByLabel('Time range').locator('option:checked').innerText(),
    '2026-11-28 08:00:00 Europe/Berlin to 2026-11-28 09:30:00 Europe/Berlin',
  )
  await page.evaluate("document.documentElement.style.fontSize = '200%'")
  assert.equal(await overflow(page), 0)
  await page.evaluate("document.documentElement.style.fontSize = ''")
  for (const width of [320, 768]) {
    await page.setViewportSize({ width, height: 800 })
    await page.keyboard.press('t')
    assert.equal(await overflow(page), 0)
    assert.ok((await page.getByLabel('From', { exact: true }).boundingBox())!.x >= 0)
    await page.keyboard.press('Escape')
  }
  await page.keyboard.press('t')
  await page.getByLabel('From', { exact: true }).fill('')
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => !url.searchParams.has('from'))
  assert.deepEqual(rangeIn(page), [null, String(HALF_PAST_NINE), null])
  assert.deepEqual(faults, [])
})

test('who reads UTC types UTC, and an end that was not changed stays the second it was', async (context) => {
  const { page } = await visit(await openEmbedded(context), context)
  // 2:05 in Berlin for the second time that night.
  const winter = Date.UTC(2026, 9, 25, 1, 5) / 1000
  await page.goto(`/events?from=${winter}`)
  await settled(page)
  await page.keyboard.press('t')
  assert.equal(await page.getByLabel('From', { exact: true }).inputValue(), '2026-10-25T02:05')
  await page.getByLabel('Until').fill('2026-11-28T08:00')
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.searchParams.has('until'))
  assert.deepEqual(rangeIn(page), [String(winter), String(EIGHT), null])
  await page.locator('summary.who').click()
  await page.getByRole('button', { name: 'UTC' }).click()
  await page.keyboard.press('Escape')
  await page.keyboard.press('t')
  await page.getByLabel('Until').fill('2026-11-28T08:00')
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.searchParams.get('until') === String(EIGHT + 3600))
})

test('a click on a bar shows that bar alone, and a drag the bars that it is over', async (context) => {
  const { page, faults } = await visit(await openEmbedded(context), context)
  await page.goto('/events')
  const over = page.locator('.histogram .u-over')
  await over.waitFor()
  await settled(page)
  const { width } = (await over.boundingBox()) ?? { width: 0 }
  await over.click({ position: { x: width - 2, y: 20 } })
  await page.waitForURL((url) => url.searchParams.has('from'))
  const [from, until] = rangeIn(page).map(Number)
  assert.equal((until ?? 0) - (from ?? 0), 900)
  assert.ok((from ?? 0) <= present() && present() - (from ?? 0) < 1800)
  await page.goto('/events')
  await over.waitFor()
  await settled(page)
  const { x, y } = (await over.boundingBox()) ?? { x: 0, y: 0 }
  await page.mouse.move(x + 100, y + 20)
  await page.mouse.down()
  await page.mouse.move(x + 300, y + 20, { steps: 5 })
  await page.mouse.up()
  await page.waitForURL((url) => url.searchParams.has('from'))
  const [first, last] = rangeIn(page).map(Number)
  assert.ok((last ?? 0) - (first ?? 0) > 3 * 3600)
  assert.deepEqual(faults, [])
})
