import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settled, shareBrowser, visit } from '../support/console-browser.ts'
import { incidentIn } from '../support/kept-incidents.ts'
import { openEmbedded } from '../support/stores.ts'

shareBrowser()

test('Back finds a list as it was left: its older pages, and how far it was scrolled', async (context) => {
  const { page, faults } = await visit(await openEmbedded(context), context)
  await page.goto('/events?last=7d')
  await settled(page)
  const rows = page.locator('tr[data-row]')
  const first = await rows.count()
  await page.getByRole('button', { name: 'Show older ones' }).click()
  await rows.nth(first).waitFor()
  const all = await rows.count()
  await rows.nth(first).scrollIntoViewIfNeeded()
  const before = await page.evaluate<number>('scrollY')
  assert.ok(before > 500)
  await page.locator('tr[data-row]').nth(first).locator('.of-kind a, .fold').first().waitFor()
  await page.keyboard.press('g')
  await page.keyboard.press('h')
  await page.getByRole('heading', { name: 'hosts are well' }).waitFor()
  assert.equal(await page.evaluate('scrollY'), 0)
  await page.goBack()
  await rows.nth(all - 1).waitFor()
  await page.waitForFunction(`Math.abs(scrollY - ${before}) < 2`)
  assert.deepEqual(faults, [])
})

test('Back from an incident finds its list as it was left, with the focus where it was', async (context) => {
  const store = await openEmbedded(context)
  const { page, faults } = await visit(store, context)
  for (let index = 0; index < 110; index += 1)
    await incidentIn(store, { incident: { subject: `m${index}@example.com` } })
  await page.goto('/incidents?order=severity')
  const rows = page.locator('.listed')
  for (const length of [50, 100]) {
    await rows.nth(length - 1).waitFor()
    await page.getByRole('button', { name: 'Show more' }).click()
  }
  await page.getByText('There are no more.').waitFor()
  const all = await rows.count()
  assert.ok(all > 110)
  const link = rows.nth(105).locator('.listed-open')
  const name = await link.innerText()
  await link.focus()
  const before = await page.evaluate<number>('scrollY')
  assert.ok(before > 1000)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/incidents\/\d+/)
  await page.getByRole('heading', { name: 'What happened' }).waitFor()
  assert.equal(await page.evaluate('scrollY'), 0)
  await page.goBack()
  await rows.nth(all - 1).waitFor()
  await page.waitForFunction(`Math.abs(scrollY - ${before}) < 2 && document.activeElement.matches('.listed-open')`)
  assert.equal(await page.locator('.listed-open:focus').innerText(), name)
  assert.equal(await rows.count(), all)
  assert.deepEqual(faults, [])
})
