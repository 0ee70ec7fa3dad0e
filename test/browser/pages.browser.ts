import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { barriers, overflow, settled, shareBrowser, visit } from '../support/console-browser.ts'
import { TAKEN } from '../support/console-scene.ts'
import { openEmbedded } from '../support/stores.ts'

shareBrowser()

/** Every page and state: where, what is done there, and what is then to be seen. */
const STATES: Readonly<Record<string, readonly [path: string, sees: string, act?: (page: Page) => Promise<void>]>> = {
  now: ['/', 'tries passwords'],
  'a menu of an incident': ['/', '4 hours', (page) => page.locator('.snooze summary').first().click()],
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
  incidents: ['/incidents?state=all', 'tries passwords'],
  'selected incidents': [
    '/incidents',
    '2 incidents are selected.',
    async (page) => {
      for (const at of [0, 1]) await page.locator('.listed').nth(at).getByRole('checkbox').check()
      await page.getByRole('button', { name: 'Dismiss…' }).click()
    },
  ],
  'filters that leave no incident': ['/incidents?host=srv12.example.net&kind=misuse', 'Nothing matches these filters.'],
  'an incident': ['/incidents/1', 'What to do next', (page) => page.getByText('As root').first().click()],
  'an incident that cannot be known': ['/incidents/2', 'cannot know'],
  'an attack': ['/incidents/3', 'Block'],
  'the end of an incident': [
    '/incidents/1',
    'It was none.',
    (page) => page.getByRole('button', { name: 'Dismiss…' }).click(),
  ],
  'an unknown incident': ['/incidents/4711', 'There is no such incident.'],
  hosts: ['/hosts', 'One is silent'],
  'what a host says': ['/hosts?open=srv21.example.net', 'What to do'],
  'hosts of one word': ['/hosts?word=gap', 'srv09.example.net'],
  'no host fits': ['/hosts?q=nothing', 'No host fits.'],
  'a degraded host': ['/hosts/srv21.example.net', 'cannot be read: permission denied'],
  'a silent host': ['/hosts/srv19.example.net', 'It has said nothing for'],
  'the end of credentials': [
    '/hosts/srv12.example.net',
    'type its name: srv12.example.net',
    (page) => page.getByRole('button', { name: 'Revoke…' }).click(),
  ],
  'no page': ['/nothing/here', 'There is no page here.'],
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

/** A script that makes every text twice as large, as zooming texts does. */
const LARGE_TEXTS = "document.documentElement.style.fontSize = '200%'"

/** Controls and headings whose text is higher than they are, and hide what they cannot show. */
const CUT = `[...document.querySelectorAll(':is(button, .button, summary, input, select, h1, h2, th):not(.unseen)')].filter((element) => {
  const { overflowY, display } = getComputedStyle(element)
  const isShown = display !== 'none' && element.getClientRects().length > 0
  return isShown && overflowY !== 'visible' && element.scrollHeight > element.clientHeight + 1
}).map((element) => element.outerHTML.slice(0, 200))`

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

/**
 * What high contrast would hide: a mark that is not drawn in the colour of its text, a hatch without the dashed line
 * that stands for it.
 */
const HIDDEN = `[...document.querySelectorAll('.mark')].flatMap((mark) => {
  const { color } = getComputedStyle(mark.parentElement)
  const shapes = [...mark.querySelectorAll('.seen, .hollow, .dashed')]
  const isDrawn = (shape) => {
    const { fill, stroke } = getComputedStyle(shape)
    return fill === color || stroke === color
  }
  const cross = mark.querySelector('.cross')
  const isOpen = cross === null || getComputedStyle(cross).stroke !== color
  return shapes.every(isDrawn) && isOpen ? [] : [mark.outerHTML]
}).concat([...document.querySelectorAll('.cannotKnow, .swatch.hatched')].flatMap((hatched) => {
  const { borderTopStyle } = getComputedStyle(hatched)
  const { backgroundImage } = getComputedStyle(hatched, '::before')
  return borderTopStyle === 'dashed' && backgroundImage === 'none' ? [] : [hatched.className]
}))`

test('in high contrast every mark is drawn in the colour of its text, and what is hatched is dashed', async (context) => {
  const { page, faults } = await visit(await openEmbedded(context), context, { options: { forcedColors: 'active' } })
  const hidden: Record<string, readonly string[]> = {}
  for (const [state, [path, sees, act]] of Object.entries(STATES)) {
    await page.goto(path)
    await settled(page)
    await act?.(page)
    await page.getByText(sees).first().waitFor()
    const found = await page.evaluate<readonly string[]>(HIDDEN)
    if (found.length > 0) hidden[state] = found
  }
  assert.deepEqual(hidden, {})
  assert.deepEqual(faults, [])
})

test('with texts twice as large, or at 200 %, nothing is cut off and no page scrolls sideways', async (context) => {
  const { page, faults } = await visit(await openEmbedded(context), context)
  const cut: Record<string, unknown> = {}
  for (const [state, [path, sees, act]] of Object.entries(STATES)) {
    await page.setViewportSize({ width: 1280, height: 900 })
    await page.goto(path)
    await settled(page)
    await act?.(page)
    await page.getByText(sees).first().waitFor()
    // To zoom to 200 % is to halve the window.
    for (const [how, width, script] of [
      ['zoom', 640, ''],
      ['texts', 1280, LARGE_TEXTS],
    ] as const) {
      await page.setViewportSize({ width, height: 450 })
      await page.evaluate(script)
      const found = [await overflow(page), ...(await page.evaluate<readonly string[]>(CUT))]
      if (found.length > 1 || found[0] !== 0) cut[`${state}, ${how}`] = found
    }
  }
  assert.deepEqual(cut, {})
  assert.deepEqual(faults, [])
})
