import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { kindNumber, severityNumber } from '../../hub/store/number-words.ts'
import type { Store } from '../../hub/store/store.ts'
import { present, settled, shareBrowser, visit } from '../support/console-browser.ts'
import { agentIn, arrivalOf, eventOf } from '../support/kept-events.ts'
import { incidentIn } from '../support/kept-incidents.ts'
import { openEmbedded } from '../support/stores.ts'

shareBrowser()

/** What has the focus: its text. */
function focused(page: Page): Promise<string> {
  return page.evaluate<string>(
    'document.activeElement === document.body ? "nothing" : document.activeElement.innerText',
  )
}

/** Keeps one event of a kind, as of now. */
async function keepOne(store: Store, kind: Parameters<typeof kindNumber>[0]): Promise<void> {
  const agent = await agentIn(store, 'new.example.net')
  const [number, severity] = [kindNumber(kind), severityNumber('high')]
  const event = eventOf(agent, `fresh-${kind}`, { time: present(), kind: number, severity })
  await store.keep(arrivalOf(agent, [event], { received: present() }))
}

test('the row that has the focus keeps it when new rows come above it', async (context) => {
  const store = await openEmbedded(context)
  const { page, faults } = await visit(store, context)
  await page.goto('/events?min_severity=low&last=7d')
  await settled(page)
  await page.getByText('Live', { exact: true }).waitFor()
  await page.keyboard.press('j')
  const row = await focused(page)
  await page.evaluate('document.activeElement.dataset.same = "yes"')
  await keepOne(store, 'whm_terminal_opened')
  await page.getByText('1 new event').waitFor()
  await page.keyboard.press('n')
  await page.locator('[data-row="0"]', { hasText: 'Root terminal opened' }).waitFor()
  assert.equal(await focused(page), row)
  assert.equal(await page.evaluate('document.activeElement.dataset.same'), 'yes')
  assert.deepEqual(faults, [])
})

test('by keys: into the record, to what is around it and back to its row; to views, time range and export', async (context) => {
  const { page, faults } = await visit(await openEmbedded(context), context)
  await page.goto('/events?min_severity=low&last=7d')
  await settled(page)
  for (const key of ['j', 'j', 'Enter']) await page.keyboard.press(key)
  await page.getByText('Around it').waitFor()
  assert.equal(await page.evaluate('document.activeElement.className'), 'record')
  await page.keyboard.press('Tab')
  assert.match(await focused(page), /close/)
  await page.keyboard.press('a')
  const way = await focused(page)
  await page.keyboard.press('a')
  await page.waitForURL((url) => url.searchParams.has('by'))
  assert.notEqual(await focused(page), way)
  await settled(page)
  await page.locator('.neighbour a').first().focus()
  await page.keyboard.press('Enter')
  await settled(page)
  assert.equal(await page.evaluate('document.activeElement.className'), 'record')
  await page.goBack()
  await settled(page)
  await page.keyboard.press('Escape')
  await page.locator('.record').waitFor({ state: 'detached' })
  assert.equal(await page.evaluate("document.activeElement.closest('tr')?.dataset.row"), '1')
  await page.keyboard.press('v')
  assert.equal(await page.evaluate("document.activeElement.closest('nav').ariaLabel"), 'Views')
  await page.keyboard.press('e')
  assert.match(await focused(page), /CSV/)
  await page.keyboard.press('Escape')
  await page.keyboard.press('t')
  assert.match(await named(page), /^INPUT /)
  assert.deepEqual(faults, [])
})

test('who closes a record by its button, or opens it by mouse, has the focus at its row', async (context) => {
  const { page } = await visit(await openEmbedded(context), context)
  await page.goto('/events?min_severity=low&last=7d')
  await settled(page)
  await page.locator('[data-row="1"] .of-host').click()
  await page.getByText('Around it').waitFor()
  await page.getByRole('button', { name: 'close' }).click()
  await page.locator('.record').waitFor({ state: 'detached' })
  assert.equal(await page.evaluate("document.activeElement.closest('tr')?.dataset.row"), '1')
})

/** What has the focus, named: by its label, or its text. */
function named(page: Page): Promise<string> {
  return page.evaluate<string>(`(({ tagName, ariaLabel, innerText }) =>
    tagName + ' ' + (ariaLabel ?? (tagName === 'MAIN' ? '' : innerText)))(document.activeElement)`)
}

/** Presses what is found as keys do. */
async function pressed(page: Page, name: RegExp | string, key = 'Enter'): Promise<void> {
  await page.getByRole('button', { name }).first().focus()
  await page.keyboard.press(key)
}

test('the focus goes to what is next when what had it is gone: filters, views and rows', async (context) => {
  const { page, faults } = await visit(await openEmbedded(context), context)
  await page.goto('/events?min_severity=low&last=7d&host=srv07.example.net')
  await settled(page)
  await pressed(page, /^Remove the filter Host/)
  await page.waitForURL((url) => !url.searchParams.has('host'))
  assert.match(await named(page), /^BUTTON Remove the filter Severity/)
  await settled(page)
  await page.locator('.facet-value', { hasText: 'Login failed' }).locator('.facet-name').focus()
  await page.keyboard.press('x')
  await page.locator('.facet-value.out, .facet-value', { hasText: 'Login failed' }).getByText('out').waitFor()
  await settled(page)
  assert.match(await named(page), /^BUTTON /)
  await pressed(page, '+ Save this view')
  await page.keyboard.press('Escape')
  assert.match(await named(page), /^BUTTON \+ Save/)
  await page.keyboard.press('Enter')
  await page.keyboard.type('Mine')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: /Mine/ }).waitFor()
  assert.notEqual(await named(page), 'BODY ')
  await pressed(page, /Mine/)
  await page.getByRole('button', { name: /Mine/ }).waitFor({ state: 'detached' })
  assert.match(await named(page), /^BUTTON Undo/)
  await page.goto('/events?min_severity=low&last=7d')
  await settled(page)
  await page.locator('.fold').first().focus()
  await page.keyboard.press('z')
  await page.locator('.fold').first().waitFor({ state: 'detached' })
  assert.equal(await page.evaluate("'row' in (document.activeElement.closest('tr')?.dataset ?? {})"), true)
  assert.deepEqual(faults, [])
})

test('after a jump by find, a choice among alerts, and a deed with its undo, the focus is in the page', async (context) => {
  const store = await openEmbedded(context)
  const { page, faults } = await visit(store, context)
  const id = await incidentIn(store)
  await page.goto('/incidents')
  await settled(page)
  await page.locator('.listed-open').first().focus()
  await page.keyboard.press('/')
  await page.keyboard.type('Alerts')
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.pathname === '/alerts')
  await settled(page)
  assert.equal(await named(page), 'MAIN ')
  for (const key of ['2', '4', '1']) {
    await page.keyboard.press(key)
    await settled(page)
    assert.notEqual(await named(page), 'BODY ')
  }
  await page.goto(`/incidents/${id}`)
  await page.getByRole('button', { name: 'Claim it' }).waitFor()
  await pressed(page, /^Claim it/)
  await pressed(page, 'Undo')
  await page.getByRole('button', { name: 'Claim it' }).waitFor()
  await settled(page)
  assert.match(await named(page), /^BUTTON Claim it/)
  await pressed(page, 'Resolve…')
  await page.locator('.end-dialog textarea:focus').waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Reopen' }).waitFor()
  assert.match(await named(page), /^BUTTON Reopen/)
  assert.deepEqual(faults, [])
})
