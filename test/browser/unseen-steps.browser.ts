import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settled, shareBrowser, visit } from '../support/console-browser.ts'
import { incidentIn } from '../support/kept-incidents.ts'
import { openEmbedded } from '../support/stores.ts'

shareBrowser()

test('where no host told a step, nobody is said to be unable to tell', async (context) => {
  const store = await openEmbedded(context)
  const { page, faults } = await visit(store, context)
  const id = await incidentIn(store, {
    incident: { subject: 'lone@example.com', sentence: 'lone@example.com was taken over, as it seems.' },
    steps: [{ event_id: 'concluded' }],
    subjects: [{ name: 'lone@example.com' }],
  })
  await page.goto(`/incidents/${id}`)
  await settled(page)
  await page
    .getByText('Whether the password was changed. No host told any step of this, so there is none to ask.')
    .waitFor()
  await page.goto('/incidents')
  const row = page.locator('.listed', { hasText: 'lone@example.com' })
  await row.getByTitle('password: cannot know, as no host told any step of this').waitFor()
  assert.deepEqual(faults, [])
})
