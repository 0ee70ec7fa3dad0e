import assert from 'node:assert/strict'
import { test } from 'node:test'
import { barriers, shareBrowser, visit } from '../support/console-browser.ts'
import { openEmbedded } from '../support/stores.ts'

shareBrowser()

/** What is refused, by the part of its path. */
const REFUSED = ['counts/incidents', 'stream', 'hosts']

test('what the hub refuses as too often is asked again when it told, whatever changes meanwhile', async (context) => {
  const { page, faults } = await visit(await openEmbedded(context), context)
  const asked: string[] = []
  await page.clock.install()
  await page.route(new RegExp(`/api/v1/(?:${REFUSED.join('|')})(?:\\?|$)`), (route) => {
    asked.push(new URL(route.request().url()).pathname.replace('/api/v1/', ''))
    return route.fulfill({
      status: 429,
      headers: { 'retry-after': '300' },
      json: { code: 42903, error: 'This comes too often: try again later.' },
    })
  })
  await page.goto('/hosts')
  await page.getByText('Next try in 5 min').first().waitFor()
  await page.getByText('Not live').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Try now' }).count(), 0)
  assert.deepEqual(await barriers(page), [])
  // Timers, a tab that is seen again, and a key ask nothing.
  await page.clock.fastForward(200_000)
  await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
  await page.keyboard.press('r')
  await page
    .getByText(/Next try in 1 min|Next try in 2 min/)
    .first()
    .waitFor()
  assert.deepEqual(asked.toSorted(), REFUSED.toSorted())
  await page.unrouteAll()
  await page.clock.fastForward(120_000)
  await page.getByRole('heading', { name: 'hosts are well' }).waitFor()
  await page.getByText('Live', { exact: true }).waitFor()
  assert.deepEqual(faults, [])
})
