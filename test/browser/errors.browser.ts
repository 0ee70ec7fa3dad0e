import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { barriers, overflow, settled, shareBrowser, visit } from '../support/console-browser.ts'
import { openEmbedded } from '../support/stores.ts'

shareBrowser()

const BUSY = { code: 50302, error: 'The store has too much to do: try again later.', link: '/errors/50302' }

/** Whatever a page asks fails, but for who is signed in. */
async function failAll(page: Page): Promise<void> {
  await page.route(/\/api\/v1\/(?!me$|preferences)/, (route) => route.fulfill({ status: 503, json: BUSY }))
}

/** What fails at once, by the pages on which it does. */
const PAGES = {
  '/': 6,
  '/events': 1,
  '/incidents': 0,
  '/incidents/9': 0,
  '/hosts': 0,
  '/hosts/srv21.example.net': 0,
  '/mailbox/anna.berg@example.com': 2,
  '/address/203.0.113.7': 2,
  '/services': 0,
  '/alerts': 0,
  '/settings/people': 0,
  '/settings/retention': 1,
} as const

test('an error is explained once on a page, what fails with it says so, and one key tries all again', async (context) => {
  const { page, faults } = await visit(await openEmbedded(context), context)
  await failAll(page)
  for (const [path, repeated] of Object.entries(PAGES)) {
    await page.goto(path)
    const whole = page.locator('.state.error:not(.repeated)')
    await whole.waitFor()
    await page.locator('.loading').first().waitFor({ state: 'detached' })
    assert.equal(await whole.count(), 1, path)
    assert.equal(await page.locator('.state.repeated').count(), repeated, path)
    assert.match(await whole.innerText(), /This is a fault of the hub, not yours[^]*Next try in/, path)
    assert.equal(await overflow(page), 0, path)
    assert.deepEqual(await barriers(page), [], path)
  }
  await page.goto('/')
  await page.locator('.state.repeated').nth(2).waitFor()
  await page.unrouteAll()
  await page.keyboard.press('r')
  await page.locator('.state.error').first().waitFor({ state: 'detached' })
  await settled(page)
  assert.deepEqual(faults, [])
})

test('a hub that cannot say who is there says why, and the page goes on by itself once it can', async (context) => {
  const { page, faults } = await visit(await openEmbedded(context), context)
  await page.route('**/api/v1/me', (route) => route.fulfill({ status: 503, json: BUSY }))
  await page.goto('/hosts')
  await page.getByText('Next try in').waitFor()
  assert.deepEqual(await barriers(page), [])
  await page.unrouteAll()
  await page.getByText('Three of eight hosts are well.').waitFor()
  assert.deepEqual(faults, [])
})

test('where the events and their counts fail, the table explains it, and the chart is hatched', async (context) => {
  const { page, faults } = await visit(await openEmbedded(context), context)
  await failAll(page)
  await page.goto('/events')
  await page.locator('.side .state.repeated').waitFor()
  await page.locator('.middle .state.error:not(.repeated)').waitFor()
  await page.locator('.uncounted').waitFor()
  assert.deepEqual(faults, [])
})

test('nothing is counted as none where nobody could count', async (context) => {
  const { page } = await visit(await openEmbedded(context), context)
  await failAll(page)
  await page.goto('/')
  await page.locator('.state.repeated').first().waitFor()
  assert.equal(await page.getByText('0', { exact: true }).count(), 0)
})

test('the sentence of an incident has the width of the list, for whoever may choose incidents and for viewers', async (context) => {
  for (const who of ['kaja', 'vic']) {
    const { page } = await visit(await openEmbedded(context), context, { who })
    for (const width of [320, 768, 1440]) {
      await page.setViewportSize({ width, height: 800 })
      await page.goto('/incidents')
      const box = await page.locator('.listed-what').first().boundingBox()
      assert.ok(box !== null && box.width > width / 2, `${who} at ${width}: ${box?.width} px`)
    }
  }
})

test('a viewer is not offered what only others may do', async (context) => {
  const { page, faults } = await visit(await openEmbedded(context), context, { who: 'vic' })
  await page.goto('/hosts')
  await page.getByRole('heading', { level: 1 }).waitFor()
  assert.equal(await page.getByText('Add a host').count(), 0)
  await page.goto('/alerts?show=snoozes')
  await page.getByText('To snooze takes the role analyst.').waitFor()
  assert.equal(await page.getByText('snooze something').count(), 0)
  await page.goto('/settings')
  await page.getByRole('heading', { level: 1 }).waitFor()
  const sections = await page.getByRole('navigation', { name: 'Settings' }).getByRole('link').allInnerTexts()
  assert.deepEqual(sections, ['You', 'Retention and privacy', 'About'])
  await page.goto('/settings/people')
  await page.getByText('Only admins see this, and your role is viewer.').waitFor()
  await page.goto('/settings/retention')
  await page.getByText('Nothing is in quarantine.').waitFor()
  assert.equal(await page.getByText('Erase one mailbox').count(), 0)
  assert.deepEqual(faults, [])
})

test('what the hub refuses for good offers no further try, and leads to no page that says the same again', async (context) => {
  const { page } = await visit(await openEmbedded(context), context)
  for (const path of ['/incidents?host=nowhere.example.net', '/events?host=nowhere.example.net']) {
    await page.goto(path)
    const box = page.locator('.state.error:not(.repeated)')
    await box.getByText('The hub knows no host of this name.').waitFor()
    await box.getByRole('button', { name: 'Copy for support' }).waitFor()
    assert.equal(await page.getByRole('button', { name: 'Try now' }).count(), 0)
    assert.equal(await page.locator('a[href^="/errors/"]').count(), 0)
  }
})
