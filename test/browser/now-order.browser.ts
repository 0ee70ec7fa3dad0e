import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shareBrowser, visit } from '../support/console-browser.ts'
import { TAKEN } from '../support/console-scene.ts'
import { openEmbedded } from '../support/stores.ts'

shareBrowser()

/** Notes the rows that are shown at first, before anything else comes. */
const FIRST_ROWS = `new MutationObserver((_, observer) => {
  const rows = [...document.querySelectorAll('.now-row')]
  if (rows.length === 0) return
  window.firstRows = rows.map((row) => row.dataset.incident)
  observer.disconnect()
}).observe(document, { childList: true, subtree: true })`

test('what can wait is not shown before what is urgent, which would push it down', async (context) => {
  const { page, faults } = await visit(await openEmbedded(context), context)
  await page.addInitScript(FIRST_ROWS)
  const rest = page.waitForResponse((response) => response.url().endsWith('state=open&limit=100'))
  await page.route('**/incidents?state=open&min_severity=high*', async (route) => {
    await (await rest).finished()
    await route.continue()
  })
  await page.goto('/')
  await page.locator('.now-row', { hasText: TAKEN.mailbox }).waitFor()
  const [worst] = await page.evaluate<readonly string[]>('window.firstRows')
  assert.equal(worst, await page.locator('.now-row').first().getAttribute('data-incident'))
  assert.deepEqual(faults, [])
})
