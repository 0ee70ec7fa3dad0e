import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Page } from 'playwright-core'
import { agentOfHost } from '../../hub/store/ask/agent-of-host.ts'
import type { Store } from '../../hub/store/store.ts'
import { checkedScene } from '../support/checked-scene.ts'
import {
  barriers,
  type ConsoleVisit,
  LARGE_TEXTS,
  overflow,
  present,
  settled,
  shareBrowser,
  visit,
} from '../support/console-browser.ts'
import { PASSWORD, TAKEN } from '../support/console-scene.ts'
import { incidentScene } from '../support/incident-scene.ts'
import { arrivalOf, eventOf } from '../support/kept-events.ts'
import { openEmbedded } from '../support/stores.ts'
import { TOLD_CONFIG, toldScene } from '../support/told-scene.ts'
import { totalsScene } from '../support/totals-scene.ts'

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
  'the record of a conclusion': [
    '/events?kind=mailbox_takeover',
    'Follows from',
    (page) => page.locator('.of-kind a').first().click(),
  ],
  'rows that are unfolded': [
    '/events?min_severity=low',
    'Login failed',
    (page) => page.locator('.fold').first().click(),
  ],
  'events of a clock that is ahead': [
    '/events?q=ahead@example.com',
    'clock ahead by 3 d',
    (page) => page.getByRole('link', { name: 'show them' }).click(),
  ],
  'filters that leave nothing': [
    '/events?host=srv12.example.net&kind=mailbox_takeover',
    'Nothing matches these filters.',
  ],
  'a host that could not tell': ['/events?kind=whm_terminal_opened', 'None was seen, but 8 hosts could not tell.'],
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
  'an incident with all its steps': ['/incidents/9', 'Rule by rule'],
  'an attack': ['/incidents/3', 'Block'],
  'the end of an incident': [
    '/incidents/1',
    'It was no incident.',
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
  services: ['/services?well=open', 'Two of 61 checks are down'],
  'a check': [
    '/services?host=srv03.example.net&check=imap',
    'others read it here',
    (page) => page.getByRole('button', { name: 'Mute' }).click(),
  ],
  'checks of one host': ['/services?q=srv07.example.net', 'no answer over udp'],
  'checks that do not fit': ['/services?q=nothing', 'No check fits.'],
  'a check that is gone': ['/services?host=srv03.example.net&check=nothing', 'There is no such check.'],
  'the checks of a host': ['/hosts/srv03.example.net', 'checks are up'],
  statistics: [
    '/statistics',
    'of the answers had status 5xx.',
    async (page) => {
      for (const more of await page.locator('.totals-list, .totals-untold').all()) await more.locator('summary').click()
    },
  ],
  'statistics of mail': ['/statistics?show=mail&last=7d', 'Most mail is from'],
  'statistics of bandwidth': ['/statistics?show=bandwidth&last=30d', 'went in and out'],
  'statistics that nobody tells': ['/statistics?show=mail&of=senders', 'Nobody knows how much it was.'],
  'statistics that have none of a name': ['/statistics?key=nobody.example', 'Nothing was counted to nobody.example'],
  'the traffic of a host': ['/hosts/srv07.example.net', 'usual for the hour'],
  alerts: ['/alerts', 'could not be delivered to security.'],
  'a message': ['/alerts?state=refused&alert=3', 'As it was sent'],
  'messages that do not fit': ['/alerts?incident=999', 'Nothing matches these filters.'],
  'alert rules': ['/alerts?show=rules', 'compromises that are high or worse'],
  channels: ['/alerts?show=channels', 'Send a test'],
  snoozes: ['/alerts?show=snoozes&ended=yes', 'moves to a new machine'],
  'a new snooze': ['/alerts?show=snoozes', 'For how long', (page) => page.keyboard.press('s')],
  'why somebody was told': ['/alerts?show=why&of=1', 'It was told at'],
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
  'an enrolment token': ['/settings/enrolment', 'On each host, as root.', makeToken],
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

/** Controls and headings whose text is higher than they are, and hide what they cannot show. */
const CUT = `[...document.querySelectorAll(':is(button, .button, summary, input, select, h1, h2, th):not(.unseen)')].filter((element) => {
  const { overflowY, display } = getComputedStyle(element)
  const isShown = display !== 'none' && element.getClientRects().length > 0
  return isShown && overflowY !== 'visible' && element.scrollHeight > element.clientHeight + 1
}).map((element) => element.outerHTML.slice(0, 200))`

/** A hub in which each of them is there. */
async function visitAll(context: TestContext): Promise<ConsoleVisit> {
  const store = await openEmbedded(context)
  const visiting = await visit(store, context, { config: TOLD_CONFIG })
  await incidentScene(store, present())
  await checkedScene(store, present())
  await toldScene(store, present())
  await tellAhead(store, present())
  await totalsScene(store, present())
  return visiting
}

/** A host whose clock is three days ahead tells a login. */
async function tellAhead(store: Store, now: number): Promise<void> {
  const agent = (await store.ask(agentOfHost, { host: 'srv12.example.net' }))?.id ?? 0
  const times = { time: now + 3 * 86_400 + 60, received: now }
  const event = eventOf(agent, 'ahead'.padEnd(22, '_'), { ...times, mailbox: 'ahead@example.com' })
  await store.keep(arrivalOf(agent, [event], { received: now }))
}

const WIDTHS = [320, 390, 768, 1024, 1200, 1440, 2560]

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

/** What is wrong with a state, by what must hold: nothing, if all is well. */
const LOOKS: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  'no state has barriers, in light and dark': async (page) => {
    // What lies half under a bar only because of where a page was scrolled to is no barrier.
    await page.evaluate('scrollTo(0, 0)')
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    const light = await barriers(page)
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
    return orNothing([...light, ...(await barriers(page, 'colours'))])
  },
  'in high contrast every mark is drawn in the colour of its text, and what is hatched is dashed': async (page) => {
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active' })
    const found = await page.evaluate<readonly string[]>(HIDDEN)
    await page.emulateMedia({ forcedColors: 'none' })
    return orNothing(found)
  },
  'no state scrolls sideways, from 320 to 2560 pixels': async (page) => {
    const wide: string[] = []
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 })
      const pixels = await overflow(page)
      if (pixels !== 0) wide.push(`at ${width} by ${pixels}`)
    }
    return orNothing(wide)
  },
  // To zoom to 200 % is to halve the window. Texts stay large until the page is loaded anew.
  'with texts twice as large, or at 200 %, nothing is cut off and no state scrolls sideways': async (page) => {
    const cut: string[] = []
    for (const [width, script] of [
      [640, ''],
      [1280, LARGE_TEXTS],
      [320, LARGE_TEXTS],
    ] as const) {
      await page.setViewportSize({ width, height: 450 })
      await page.evaluate(script)
      const pixels = await overflow(page)
      if (pixels !== 0) cut.push(`${width}: wider by ${pixels}`)
      cut.push(...(await page.evaluate<readonly string[]>(CUT)))
    }
    return orNothing(cut)
  },
}

function orNothing(found: readonly string[]): readonly string[] | undefined {
  return found.length === 0 ? undefined : found
}

test('every page and state is there, and well however one looks at it', async (context) => {
  const { page, faults } = await visitAll(context)
  const found = new Map<string, Record<string, unknown>>(Object.keys(LOOKS).map((what) => [what, {}]))
  // Each state is made once, as that takes longest.
  for (const [state, [path, sees, act]] of Object.entries(STATES)) {
    await page.setViewportSize({ width: 1280, height: 720 })
    await page.goto(path)
    await settled(page)
    await act?.(page)
    await page.getByText(sees).first().waitFor()
    for (const [what, look] of Object.entries(LOOKS)) {
      const wrong = await look(page)
      if (wrong !== undefined) Object.assign(found.get(what) ?? {}, { [state]: wrong })
    }
  }
  for (const [what, states] of found) await context.test(what, () => assert.deepEqual(states, {}))
  assert.deepEqual(faults, [])
})
