import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { kindNumber } from '../../hub/store/number-words.ts'
import type { Store } from '../../hub/store/store.ts'
import { present, settled, shareBrowser, visit } from '../support/console-browser.ts'
import { TAKEN } from '../support/console-scene.ts'
import { agentIn, arrivalOf, eventOf } from '../support/kept-events.ts'
import { openEmbedded } from '../support/stores.ts'

shareBrowser()

const OPENED = { kind: kindNumber('whm_terminal_opened') }

/** Opens a page, and resolves once its stream tells events. */
async function follow(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await settled(page)
  await page.locator('.live[title="New events are told as they come"]').waitFor()
}

/** Two events that came just now: `of` somebody, and an hour ago `of` nobody. */
async function twoCome(store: Store, agent: number, of: string): Promise<void> {
  const [now, before] = [present(), present() - 3600]
  await store.keep(
    arrivalOf(agent, [
      eventOf(agent, `now-${now}-${of}`, { ...OPENED, time: now, mailbox: TAKEN.mailbox, ip: TAKEN.ip }),
      eventOf(agent, `before-${now}-${of}`, { ...OPENED, time: before, mailbox: 'nobody@example.com', ip: null }),
    ]),
  )
}

test('only what the table would show is counted as new, by text and by time', async (context) => {
  const store = await openEmbedded(context)
  const { page, faults } = await visit(store, context)
  const agent = await agentIn(store, 'new.example.net')
  const past = `from=${present() - 5400}&until=${present() - 1800}`
  for (const query of [`q=${TAKEN.mailbox}`, past]) {
    await follow(page, `/events?${query}`)
    await twoCome(store, agent, query.charAt(0))
    await page.getByRole('button', { name: '1 new event' }).waitFor()
    await page.keyboard.press('n')
    await page.getByText('Root terminal opened').first().waitFor()
  }
  assert.deepEqual(faults, [])
})

test('a mailbox and an address follow their events: what is new waits behind a bar', async (context) => {
  const store = await openEmbedded(context)
  const { page, faults } = await visit(store, context)
  const agent = await agentIn(store, 'new.example.net')
  for (const path of [`/mailbox/${TAKEN.mailbox}`, `/address/${TAKEN.ip}`]) {
    await follow(page, path)
    const rows = await page.locator('.timeline td.of-kind').count()
    await twoCome(store, agent, path.charAt(1))
    await page.getByRole('button', { name: '1 new event' }).waitFor()
    assert.equal(await page.locator('.timeline td.of-kind').count(), rows)
    await page.keyboard.press('n')
    await page.locator('.timeline tr', { hasText: 'new.example.net' }).first().waitFor()
    await page.getByRole('button', { name: '1 new event' }).waitFor({ state: 'detached' })
  }
  await page.goto('/settings')
  await page.locator('.live[title$="this page does not follow new events"]').waitFor()
  assert.deepEqual(faults, [])
})
