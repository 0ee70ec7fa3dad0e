import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Change } from '../../hub/store/store.ts'
import { present, shareBrowser, visit } from '../support/console-browser.ts'
import { incidentIn, stepsIn } from '../support/kept-incidents.ts'
import { openEmbedded } from '../support/stores.ts'

shareBrowser()

/** So many steps, of which the page of an incident begins with 100. */
const MANY = 250

const count: Change<{ readonly id: number; readonly steps: number }, null> = {
  name: 'count-steps',
  run: async (db, { id, steps }) => {
    await db.updateTable('incident').set({ steps }).where('id', '=', id).execute()
    return null
  },
}

test('of many steps each is shown once, however impatiently they are asked for, and a new one can be had', async (context) => {
  const store = await openEmbedded(context)
  const { page, faults } = await visit(store, context)
  const now = present()
  const steps = Array.from({ length: MANY }, (_, index) => ({ event_time: now - MANY + index }))
  const times = { opened: now, first_step: now - MANY, last_step: now, updated: now }
  const id = await incidentIn(store, { incident: { ...times, steps: MANY }, steps })
  await page.goto(`/incidents/${id}`)
  const [shown, more] = [page.locator('.steps .story-step:not(.hollow-step)'), /^Show/]
  await shown.nth(99).waitFor()
  const held = Promise.withResolvers<void>()
  await page.route('**/steps?*', async (route) => {
    await held.promise
    await route.continue()
  })
  await page.getByRole('button', { name: more }).dblclick()
  held.resolve()
  await shown.nth(199).waitFor()
  await page.getByRole('button', { name: more }).click()
  await page.getByRole('button', { name: more }).waitFor({ state: 'detached' })
  assert.equal(await shown.count(), MANY)
  await stepsIn(store, id, [{ event_id: 'later', event_time: now }])
  await store.change(count, { id, steps: MANY + 1 })
  await page.keyboard.press('c')
  await page.getByRole('button', { name: more }).click()
  await shown.nth(MANY).waitFor()
  assert.equal(await shown.count(), MANY + 1)
  assert.deepEqual(faults, [])
})
