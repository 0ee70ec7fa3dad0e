import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { kindNumber, severityNumber } from '../../hub/store/number-words.ts'
import type { Store } from '../../hub/store/store.ts'
import { overflow, present, settled, shareBrowser, visit } from '../support/console-browser.ts'
import { agentIn, arrivalOf, eventOf } from '../support/kept-events.ts'
import { openEmbedded, testOnStores } from '../support/stores.ts'

shareBrowser()

const HOST = 'guessed.example.net'

/** Twelve failed logins at six mailboxes, and a login before and after them, on a host of their own. */
async function guesses(store: Store): Promise<void> {
  const agent = await agentIn(store, HOST)
  const now = present() - 60
  const login = (id: string, time: number): ReturnType<typeof eventOf> =>
    eventOf(agent, id, { time, received: time + 1, mailbox: 'bob@example.com', ip: '192.0.2.9' })
  const failed = Array.from({ length: 12 }, (_, index) =>
    eventOf(agent, `guess-${index}`, {
      time: now - 20 + index,
      received: now,
      kind: kindNumber('login_failed'),
      severity: severityNumber('low'),
      mailbox: `m${index % 6}@example.com`,
      ip: '203.0.113.7',
    }),
  )
  const events = [login('first', now - 30), ...failed, login('last', now)]
  await store.keep(arrivalOf(agent, events, { received: present() }))
}

function rows(page: Page): Promise<readonly string[]> {
  return page.locator('tr[data-row] td.of-kind').allInnerTexts()
}

const FOLD = 'Login failed, 12 times'

testOnStores('what repeats is one row that opens and shuts, by mouse and by keys', async (store, context) => {
  const { page, faults } = await visit(store, context)
  await guesses(store)
  await page.goto(`/events?host=${HOST}`)
  const fold = page.getByRole('button', { name: FOLD })
  await fold.waitFor()
  assert.deepEqual(await rows(page), ['Login', FOLD, 'Login'])
  assert.equal(await page.locator('tr.shut td.of-mailbox').innerText(), '6 mailboxes')
  assert.equal(await page.locator('tr.shut td.of-ip').innerText(), '203.0.113.7')
  await page.locator('tr.shut td.of-host').click()
  await page.locator('tr.inner').nth(11).waitFor()
  assert.equal((await rows(page)).length, 15)
  await fold.click()
  await page.locator('tr.inner').first().waitFor({ state: 'detached' })
  // The letters act on what the keys chose: the cursor stays with its event while the fold opens above it.
  await page.mouse.move(0, 0)
  for (const key of ['k', 'k', 'j', 'Enter']) await page.keyboard.press(key)
  await page.locator('tr.inner').nth(11).waitFor()
  assert.equal(await fold.getAttribute('aria-expanded'), 'true')
  for (let down = 0; down < 13; down += 1) await page.keyboard.press('j')
  assert.equal(await page.evaluate("document.activeElement.closest('tr').dataset.row"), '14')
  await fold.dispatchEvent('click')
  await page.locator('tr.inner').first().waitFor({ state: 'detached' })
  await page.keyboard.press('k')
  assert.equal(await page.evaluate('document.activeElement.className'), 'fold')
  // Several values are none to filter by; the one that all have is.
  for (const key of ['l', 'l', 'x']) await page.keyboard.press(key)
  assert.equal(new URL(page.url()).searchParams.has('not_mailbox'), false)
  for (const key of ['l', 'f']) await page.keyboard.press(key)
  await page.waitForURL((url) => url.searchParams.get('ip') === '203.0.113.7')
  assert.deepEqual(faults, [])
})

test('who wants every event has every event, and it stays so', async (context) => {
  const store = await openEmbedded(context)
  const { page } = await visit(store, context)
  await guesses(store)
  await page.goto(`/events?host=${HOST}`)
  await page.getByRole('button', { name: FOLD }).waitFor()
  await page.keyboard.press('z')
  await page.getByRole('button', { name: FOLD }).waitFor({ state: 'detached' })
  assert.equal((await rows(page)).length, 14)
  await page.reload()
  await page.locator('td.of-kind').nth(13).waitFor()
  assert.equal(await page.getByRole('button', { name: FOLD }).count(), 0)
  await page.getByText('Columns', { exact: true }).click()
  await page.getByLabel('Fold what repeats').check()
  await page.getByRole('button', { name: FOLD }).waitFor()
})

test('an event in a shut fold is opened by its address, and marks the fold', async (context) => {
  const store = await openEmbedded(context)
  const { page } = await visit(store, context, { options: { viewport: { width: 320, height: 700 } } })
  await guesses(store)
  await page.goto(`/events?host=${HOST}`)
  await page.getByRole('button', { name: FOLD }).click()
  await page.locator('tr.inner a').nth(3).click()
  await page.getByText('Around it').waitFor()
  assert.equal(await overflow(page), 0)
  await page.reload()
  await page.getByText('Around it').waitFor()
  await page.locator('tr.shut.chosen').waitFor()
  // The record is a dialog of full height; Escape shuts it.
  const box = await page.locator('dialog.drawer').boundingBox()
  assert.deepEqual([box?.width, box?.height], [320, 700])
  await page.keyboard.press('Escape')
  await page.locator('dialog.drawer').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Filters' }).click()
  const facets = await page.locator('dialog.drawer').boundingBox()
  assert.deepEqual([facets?.width, facets?.height], [320, 700])
})

/** An attack that fills whole pages, and one login before it. */
async function longAttack(store: Store): Promise<void> {
  const agent = await agentIn(store, HOST)
  const now = present() - 60
  const failed = Array.from({ length: 500 }, (_, index) =>
    eventOf(agent, `try-${index}`, {
      time: now - index,
      received: now,
      kind: kindNumber('login_failed'),
      severity: severityNumber('low'),
      ip: '203.0.113.70',
    }),
  )
  const before = eventOf(agent, 'before', {
    time: now - 1000,
    received: now,
    mailbox: 'bob@example.com',
    ip: '203.0.113.70',
  })
  await store.keep(arrivalOf(agent, [...failed, before], { received: present() }))
}

test('an attack that fills whole pages hides nothing before it: older ones come until there are rows', async (context) => {
  const store = await openEmbedded(context)
  const { page, faults } = await visit(store, context)
  await longAttack(store)
  await page.goto(`/events?host=${HOST}&last=all`)
  await page.locator('td.of-mailbox', { hasText: 'bob@example.com' }).waitFor()
  const [first = '', ...others] = await rows(page)
  assert.match(first, /^Login failed, \d+ times$/)
  assert.ok(others.length <= 2 && others.at(-1) === 'Login', others.join())
  await page.getByText('There are no more.').waitFor()
  await page.goto('/address/203.0.113.70')
  await page.getByRole('link', { name: 'bob@example.com' }).first().waitFor()
  await page.locator('.timeline').getByText('bob@example.com').waitFor()
  assert.deepEqual(faults, [])
})

test('who filters step by step waits for no older pages: these come after a rest, and are given up', async (context) => {
  const store = await openEmbedded(context)
  const { page, faults } = await visit(store, context)
  await longAttack(store)
  const older = /\/api\/v1\/events\?.*before=/
  let asked = 0
  page.on('request', (request) => (asked += older.test(request.url()) ? 1 : 0))
  await page.route(older, () => undefined)
  await page.clock.install()
  await page.goto(`/events?host=${HOST}&last=all`)
  await page.locator('.fold').waitFor()
  await settled(page)
  assert.equal(asked, 0)
  const begun = page.waitForRequest(older)
  await page.clock.fastForward(1000)
  await begun
  const given = page.waitForEvent('requestfailed', (request) => older.test(request.url()))
  await page.locator('.facet-name', { hasText: 'Login failed' }).click()
  assert.match((await given).failure()?.errorText ?? '', /ABORTED/)
  assert.deepEqual(faults, [])
})
