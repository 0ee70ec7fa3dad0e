import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Page } from 'playwright-core'
import {
  barriers,
  type ConsoleVisit,
  overflow,
  present,
  settled,
  shareBrowser,
  visit,
} from '../support/console-browser.ts'
import { TAKEN } from '../support/console-scene.ts'
import { openEmbedded } from '../support/stores.ts'
import { TOLD_CONFIG, toldScene } from '../support/told-scene.ts'

shareBrowser()

/** Every page and state: where, what is done there, and what is then to be seen. */
const STATES: Readonly<Record<string, readonly [path: string, sees: string, act?: (page: Page) => Promise<void>]>> = {
  events: ['/events?min_severity=low', 'Login failed'],
  'a record': [
    '/events?kind=forward_added',
    'Around it',
    async (page) => {
      await page.locator('.of-kind a').first().click()
      await page.locator('.neighbour').first().waitFor()
    },
  ],
  'filters that leave nothing': [
    '/events?host=srv12.example.net&kind=mailbox_takeover',
    'Nothing matches these filters.',
  ],
  'a host that could not tell': ['/events?kind=whm_terminal_opened', 'None was seen, but one host could not tell.'],
  'an error': ['/events?host=unknown.example.net', 'The hub knows no host of this name.'],
  mailbox: [`/mailbox/${TAKEN.mailbox}`, 'Mailbox taken over'],
  'an unknown mailbox': ['/mailbox/nobody@example.com', 'Nothing is kept about nobody@example.com.'],
  address: [`/address/${TAKEN.ip}`, 'What it did'],
  hosts: ['/hosts', 'One is silent'],
  'a degraded host': ['/hosts/srv21.example.net', 'cannot be read: permission denied'],
  'a silent host': ['/hosts/srv19.example.net', 'It has said nothing for'],
  alerts: ['/alerts', 'could not be delivered to security.'],
  'a message': ['/alerts?state=refused&alert=3', 'As it was sent'],
  'messages that do not fit': ['/alerts?incident=999', 'Nothing matches these filters.'],
  'alert rules': ['/alerts?show=rules', 'compromises that are high or worse'],
  channels: ['/alerts?show=channels', 'Send a test'],
  snoozes: ['/alerts?show=snoozes&ended=yes', 'moves to a new machine'],
  'a new snooze': ['/alerts?show=snoozes', 'For how long', (page) => page.keyboard.press('s')],
  'why somebody was told': ['/alerts?show=why&of=1', 'It was told at'],
  'one more host': ['/first-host', 'Enrol a host.'],
  find: [
    '/hosts',
    'anna.berg@example.com',
    async (page) => {
      await page.keyboard.press('/')
      await page.keyboard.type('anna')
    },
  ],
  keys: ['/events?min_severity=low', 'next row', (page) => page.keyboard.press('?')],
  'the menu of the person': ['/hosts', 'Sign out', (page) => page.locator('summary.who').click()],
}

/** A hub in which each of them is there. */
async function visitAll(context: TestContext): Promise<ConsoleVisit> {
  const store = await openEmbedded(context)
  const visiting = await visit(store, context, { config: TOLD_CONFIG })
  await toldScene(store, present())
  return visiting
}

const WIDTHS = [320, 390, 768, 1024, 1200, 1440, 2560]

test('every page and state is there, without barriers, in light and dark', async (context) => {
  const { page, faults } = await visitAll(context)
  const found: Record<string, readonly string[]> = {}
  for (const [state, [path, sees, act]] of Object.entries(STATES)) {
    await page.goto(path)
    await settled(page)
    await act?.(page)
    await page.getByText(sees).first().waitFor()
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const hindering = await barriers(page)
      if (hindering.length > 0) found[`${state}, ${colorScheme}`] = hindering
    }
  }
  assert.deepEqual(found, {})
  assert.deepEqual(faults, [])
})

test('no page scrolls sideways, from 320 to 2560 pixels', async (context) => {
  const { page, faults } = await visitAll(context)
  const wide: Record<string, number> = {}
  for (const [state, [path, sees, act]] of Object.entries(STATES)) {
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.goto(path)
    await settled(page)
    await act?.(page)
    await page.getByText(sees).first().waitFor()
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 })
      const pixels = await overflow(page)
      if (pixels !== 0) wide[`${state} at ${width}`] = pixels
    }
  }
  assert.deepEqual(wide, {})
  assert.deepEqual(faults, [])
})
