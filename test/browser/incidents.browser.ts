import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { incidentNumbered } from '../../hub/store/ask/incident-numbered.ts'
import { kindNumber } from '../../hub/store/number-words.ts'
import { present, settled, shareBrowser, visit, visitHub } from '../support/console-browser.ts'
import { incidentIn } from '../support/kept-incidents.ts'
import { openEmbedded, testOnStores } from '../support/stores.ts'

shareBrowser()

function rows(page: Page, hasText?: string): ReturnType<Page['locator']> {
  return page.locator('.listed', hasText === undefined ? {} : { hasText })
}

/** The numbers of the incidents that are shown, in their order. */
async function shownIds(page: Page): Promise<readonly number[]> {
  return (await rows(page).locator('.listed-open').allInnerTexts()).map((text) => Number(text.slice(1)))
}

testOnStores('filters stand in the address, and a pasted link shows the same', async (store, context) => {
  const { page, faults } = await visit(store, context)
  await page.goto('/incidents')
  await rows(page).first().waitFor()
  assert.equal(await rows(page, 'Nothing came of it').count(), 0)
  await page.getByLabel('Kind').selectOption('attack')
  await page.waitForURL((url) => url.searchParams.get('kind') === 'attack')
  await rows(page, 'was probably taken over').first().waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'All', exact: true }).click()
  await rows(page, '198.51.100.9 tries passwords').waitFor()
  const shared = await shownIds(page)
  await page.goto(page.url())
  await rows(page).first().waitFor()
  assert.deepEqual(await shownIds(page), shared)
  await page.getByLabel('Mailbox, address or host', { exact: true }).fill('srv03.example.net')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Remove the filter Host is srv03.example.net' }).waitFor()
  await page.getByLabel('Kind').selectOption('misuse')
  await page.getByText('Nothing matches these filters.').waitFor()
  await page.getByText('Without the filter “kind is Misuse”: 1.').waitFor()
  await page.keyboard.press('Escape')
  await page.locator('h1').click()
  await page.keyboard.press('Backspace')
  await page.waitForURL((url) => !url.searchParams.has('host'))
  assert.deepEqual(faults, [])
})

test('the worst first is by how much it matters, and pages follow without a gap', async (context) => {
  const store = await openEmbedded(context)
  const { page } = await visit(store, context)
  for (let index = 0; index < 60; index += 1)
    await incidentIn(store, { incident: { subject: `m${index}@example.com`, severity: index % 5 } })
  await page.goto('/incidents?order=severity')
  await rows(page).nth(49).waitFor()
  await page.getByRole('button', { name: 'Show more' }).click()
  await page.getByText('There are no more.').waitFor()
  const ids = await shownIds(page)
  assert.equal(new Set(ids).size, ids.length)
  const severities = await rows(page).locator('.severity').allInnerTexts()
  const order = ['Critical', 'High', 'Medium', 'Low', 'Routine']
  const ranks = severities.map((word) => order.indexOf(word))
  assert.deepEqual(
    ranks,
    ranks.toSorted((one, other) => one - other),
  )
  assert.ok(new Set(ranks).size === 5 && ids.length > 60)
})

testOnStores('what is done with many says of how many, and never touches what is not shown', async (store, context) => {
  const { page, hub } = await visit(store, context)
  const [taken, free, hidden] = [
    await incidentIn(store, { incident: { subject: 'a@example.com', sentence: 'One.', assignee: 'mira' } }),
    await incidentIn(store, { incident: { subject: 'b@example.com', sentence: 'Two.' } }),
    await incidentIn(store, { incident: { subject: 'c@example.com', sentence: 'Three.', kind: 'misuse' } }),
  ]
  await page.goto('/incidents')
  await rows(page, 'Three.').getByRole('checkbox').check()
  await rows(page, 'Two.').getByRole('checkbox').check()
  // A filter hides one of them: what is selected is what is seen.
  await page.getByLabel('Kind').selectOption('compromise')
  await rows(page, 'Three.').waitFor({ state: 'detached' })
  await settled(page)
  await rows(page, 'One.').getByRole('checkbox').check()
  if (!(await rows(page, 'Two.').getByRole('checkbox').isChecked()))
    await rows(page, 'Two.').getByRole('checkbox').check()
  await page.getByText('2 selected').waitFor()
  await page.locator('.bulk-bar').getByRole('button', { name: 'Claim' }).click()
  await page.getByText('Claim: 1 of 2 done.').first().waitFor()
  await page.getByText(`#${taken}: Not done. mira has it.`).first().waitFor()
  assert.equal((await store.ask(incidentNumbered, free))?.assignee, 'kaja')
  assert.equal((await store.ask(incidentNumbered, hidden))?.assignee, null)
  // Somebody else dismisses one of them meanwhile; the rest is resolved.
  await rows(page, 'Two.').getByRole('checkbox').check()
  const { page: other } = await visitHub(hub, context, { who: 'mira' })
  await page.route(/api\/v1\/stream/, (route) => route.abort())
  await page.locator('.bulk-bar').getByRole('button', { name: 'Resolve…' }).click()
  await other.request.patch(`/api/v1/incidents/${taken}`, {
    data: { state: 'contained' },
    headers: { origin: hub.url },
  })
  await page.getByText('2 incidents are selected.').waitFor()
  await page.getByLabel('Reason').fill('both looked after')
  await page.getByRole('button', { name: 'Resolve', exact: true }).click()
  await page
    .getByText(/Resolve: [12] of 2 done\./)
    .first()
    .waitFor()
  assert.equal((await store.ask(incidentNumbered, free))?.state, 'resolved')
  assert.equal((await store.ask(incidentNumbered, hidden))?.state, 'open')
})

test('by keyboard alone: rows, selecting, claiming, opening, and back to the same list', async (context) => {
  const store = await openEmbedded(context)
  const { page, faults } = await visit(store, context)
  await page.goto('/incidents?min_severity=critical')
  await rows(page).first().waitFor()
  const [first = 0, second] = await shownIds(page)
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await page.getByText('1 selected').waitFor()
  await page.keyboard.press('a')
  await page.getByText('Select all that are shown').waitFor()
  const free = (await store.ask(incidentNumbered, first))?.assignee === null ? first : (second ?? 0)
  if (free !== first) await page.keyboard.press('j')
  await page.keyboard.press('c')
  await page.getByRole('button', { name: 'Yours now' }).waitFor()
  assert.equal((await store.ask(incidentNumbered, free))?.assignee, 'kaja')
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.pathname === `/incidents/${free}`)
  assert.equal(new URL(page.url()).searchParams.get('min_severity'), 'critical')
  await page.getByRole('link', { name: 'Incidents', exact: true }).first().click()
  await page.keyboard.press('g')
  await page.keyboard.press('i')
  await page.waitForURL((url) => url.pathname === '/incidents')
  assert.deepEqual(faults, [])
})

test('a new incident waits behind a bar, and rows change in their place', async (context) => {
  const store = await openEmbedded(context)
  const { page, hub } = await visit(store, context)
  await page.goto('/incidents')
  await page.getByText('Live', { exact: true }).waitFor()
  await settled(page)
  const before = await shownIds(page)
  const { page: other } = await visitHub(hub, context, { who: 'mira' })
  await other.goto('/incidents/1')
  await other.getByRole('button', { name: 'Claim it' }).click()
  await rows(page, '#1').getByText('mira').waitFor()
  const fresh = await incidentIn(store, {
    incident: { subject: 'new@example.com', opened: present(), updated: present() },
    steps: [{ kind: kindNumber('login_after_burst') }],
  })
  await page.getByRole('button', { name: '1 new' }).waitFor()
  assert.deepEqual(await shownIds(page), before)
  await page.keyboard.press('n')
  await rows(page, `#${fresh}`).waitFor()
})

test('that nothing is open is only said where somebody could look', async (context) => {
  const store = await openEmbedded(context)
  const { page } = await visit(store, context)
  await page.route(/api\/v1\/incidents\?/, (route) => route.fulfill({ json: { incidents: [], next: null } }))
  await page.goto('/incidents')
  await page.locator('.state.cannotKnow', { hasText: 'srv19.example.net' }).waitFor()
  await page.unroute(/api\/v1\/incidents\?/)
  await page.route(/api\/v1\/incidents\?/, (route) =>
    route.fulfill({ status: 503, json: { code: 50301, error: 'The store is away.', link: '' } }),
  )
  await page.goto('/incidents?kind=attack')
  await page.locator('.state.error', { hasText: 'The store is away.' }).waitFor()
})

test('a part of a name finds the incidents of a host, a number opens one, and what means nothing is said', async (context) => {
  const store = await openEmbedded(context)
  const { page, faults } = await visit(store, context)
  const network = '2001:db8:5::/48'
  const id = await incidentIn(store, { incident: { subject: network, subject_type: 'network' } })
  await page.goto('/incidents')
  const field = page.getByLabel('Mailbox, address or host', { exact: true })
  await field.fill('srv0')
  await page.keyboard.press('Enter')
  await page.getByText('Several are called so: srv').waitFor()
  await field.fill('srv99')
  await page.keyboard.press('Enter')
  await page.getByText('Nothing is called “srv99”.').waitFor()
  assert.equal(await field.inputValue(), 'srv99')
  await field.fill('srv03')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Remove the filter Host is srv03.example.net' }).click()
  await field.fill(network)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: `Remove the filter Subject is ${network}` }).waitFor()
  await rows(page).nth(1).waitFor({ state: 'detached' })
  assert.deepEqual(await shownIds(page), [id])
  await field.fill(String(id))
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.pathname === `/incidents/${id}`)
  assert.deepEqual(faults, [])
})
