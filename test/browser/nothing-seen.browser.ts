import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { systemClock } from '../../lib/system/clock.ts'
import { present, shareBrowser, visit, visitHub } from '../support/console-browser.ts'
import { PASSWORD } from '../support/console-scene.ts'
import { personIn } from '../support/people.ts'
import { runHub } from '../support/running-hub.ts'
import { openEmbedded } from '../support/stores.ts'

shareBrowser()

/** The state of a page that says that nobody can know. */
function doubt(page: Page, text: string): Locator {
  return page.locator('.state.cannotKnow', { hasText: text })
}

test('that none was seen is never said as none where nobody could look', async (context) => {
  const { page, faults } = await visit(await openEmbedded(context), context)
  const day = 86_400
  for (const [path, text] of [
    ['/events?host=srv07.example.net&kind=whm_terminal_opened', 'srv07.example.net is not set up to tell this.'],
    ['/events?host=srv21.example.net&q=nothing-has-this', 'srv21.example.net cannot read every log.'],
    ['/events?host=srv31.example.net&q=nothing-has-this', 'srv31.example.net does not say what it can tell.'],
    ['/events?q=nothing-has-this', 'srv19.example.net is silent.'],
    ['/mailbox/nobody@example.com', 'srv19.example.net is silent.'],
    ['/address/198.51.100.99', 'srv19.example.net is silent.'],
  ] as const) {
    await page.goto(path)
    await doubt(page, text).waitFor()
  }
  await page.goto(
    `/events?host=srv19.example.net&from=${present() - 9 * day}&until=${present() - 8 * day}&q=nothing-has`,
  )
  await page.getByText('Nothing matches these filters.').waitFor()
  await page.route('**/api/v1/coverage?*', (route) =>
    route.fulfill({ status: 503, json: { code: 50301, error: 'The store is away.' } }),
  )
  await page.goto('/events?host=srv07.example.net&q=nothing-has-this')
  await page.locator('.middle').getByText('The store is away.').waitFor()
  assert.deepEqual(faults, [])
})

test('where filters leave nothing, no other thing is said, and only what helps is offered to be dropped', async (context) => {
  const { page, faults } = await visit(await openEmbedded(context), context)
  await page.goto('/incidents?host=srv12.example.net&kind=misuse')
  await page.getByText('Without the filter “host is srv12.example.net”: 0.').waitFor()
  await page.getByText('Without the filter “kind is Misuse”: 1.').waitFor()
  await page.getByRole('heading', { name: 'Incidents', level: 1 }).waitFor()
  assert.deepEqual(await page.getByRole('link', { name: 'Drop' }).allInnerTexts(), ['Drop “kind is Misuse”'])
  await page.getByRole('link', { name: 'Drop' }).click()
  await page.locator('.listed').first().waitFor()
  assert.equal(new URL(page.url()).search, '?host=srv12.example.net')
  await page.goto('/incidents?label=none&since=24h')
  await page.getByText(/^Without the filter “since is Within 24 hours”: /).waitFor()
  assert.equal(await page.getByText('No incident is open.').count(), 0)
  assert.deepEqual(faults, [])
})

test('a hub without hosts does not say that it looked', async (context) => {
  const store = await openEmbedded(context)
  await personIn(store, 'kaja', 'admin', PASSWORD)
  const { page, faults } = await visitHub(await runHub(store, context, { clock: systemClock }), context)
  await page.goto('/events')
  await doubt(page, 'No host has enrolled, so nothing can be told.').waitFor()
  await page.goto('/incidents')
  await doubt(page, 'No host has enrolled, so nothing can be told.').waitFor()
  await page.getByRole('link', { name: 'Enrol a host.' }).click()
  await page.waitForURL('**/first-host')
  assert.deepEqual(faults, [])
})
