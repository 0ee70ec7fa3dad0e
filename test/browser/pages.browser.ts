import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { barriers, overflow, settled, shareBrowser, visit } from '../support/console-browser.ts'
import { PASSWORD, TAKEN } from '../support/console-scene.ts'
import { openEmbedded } from '../support/stores.ts'

shareBrowser()

/** Makes a token in a section that has these. */
async function makeToken(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Make a token' }).click()
  await page.getByRole('button', { name: 'Make it' }).click()
}

/** Signs in once more, so that there are two sessions. */
async function signInElsewhere(page: Page): Promise<void> {
  const elsewhere = await page.context().browser()?.newContext({ baseURL: page.url() })
  await elsewhere?.request.post('/api/v1/login', { data: { name: 'kaja', password: PASSWORD } })
  await elsewhere?.close()
  await page.reload()
}

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
  'one more host': ['/first-host', 'Enrol a host.'],
  you: ['/settings', 'Sign out everywhere else', signInElsewhere],
  'one-time codes': [
    '/settings',
    'First code of the app',
    (page) => page.getByRole('button', { name: 'Begin one-time codes' }).click(),
  ],
  people: ['/settings/people', 'Make one up', (page) => page.getByRole('button', { name: 'Add a person' }).click()],
  'a person': ['/settings/people?person=vic', 'vic is a viewer.'],
  'an unknown person': ['/settings/people?person=nobody', 'There is no person called nobody.'],
  'an API token': ['/settings/tokens', 'It is sent as a header:', makeToken],
  'an enrolment token': ['/settings/enrolment', 'On each server, as root.', makeToken],
  retention: ['/settings/retention', 'Nothing is in quarantine.'],
  'the audit log': ['/settings/audit', 'root on the command line'],
  about: ['/settings/about', 'spoor is under the MIT licence.'],
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

const WIDTHS = [320, 390, 768, 1024, 1200, 1440, 2560]

test('every page and state is there, without barriers, in light and dark', async (context) => {
  const { page, faults } = await visit(await openEmbedded(context), context)
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
  const { page, faults } = await visit(await openEmbedded(context), context)
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
