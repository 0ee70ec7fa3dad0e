import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { LARGE_TEXTS, settled, shareBrowser, visit } from '../support/console-browser.ts'
import { agentIn, arrivalOf, eventOf } from '../support/kept-events.ts'
import { testOnStores } from '../support/stores.ts'

shareBrowser()

const HOST = 'clock.example.net'

/** On Sunday, 25 October 2026, at this time (01:00 UTC), clocks in Berlin go back from 3 to 2. */
const CHANGE = Date.UTC(2026, 9, 25, 1) / 1000
const [MINUTE, HOUR] = [60, 3600]

/** Events of that day and of the nights around it, by what their clock says in Berlin. */
const EVENTS: readonly (readonly [id: string, time: number])[] = [
  ['sat-2330', CHANGE - 3.5 * HOUR],
  ['sun-0030', CHANGE - 2.5 * HOUR],
  ['summer-0205', CHANGE - 55 * MINUTE],
  ['summer-0255', CHANGE - 5 * MINUTE],
  ['winter-0205', CHANGE + 5 * MINUTE],
  ['winter-0225', CHANGE + 25 * MINUTE],
  ['sun-2330', CHANGE + 21.5 * HOUR],
  ['mon-0030', CHANGE + 22.5 * HOUR],
]

/** What a page's column of times says, with the bands of its days. */
function times(page: Page): Promise<readonly string[]> {
  return page.locator('tr.band, tr[data-row] time').allInnerTexts()
}

testOnStores(
  'the day on which clocks go back has 25 hours: its band, its chart, and what is around',
  async (store, context) => {
    const { page } = await visit(store, context)
    const agent = await agentIn(store, HOST)
    const kept = EVENTS.map(([id, time], index) =>
      eventOf(agent, id, { time, mailbox: `m${index}@example.com`, ip: `192.0.2.${index}` }),
    )
    await store.keep(arrivalOf(agent, kept, { received: CHANGE + 24 * HOUR }))
    // From midnight to midnight in Berlin.
    await page.goto(`/events?host=${HOST}&from=${CHANGE - 3 * HOUR}&until=${CHANGE + 22 * HOUR}`)
    await settled(page)
    assert.deepEqual(await times(page), [
      'Sunday, 25 October 2026',
      '23:30:00',
      '02:25:00',
      '02:05:00',
      '02:55:00',
      '02:05:00',
      '00:30:00',
    ])
    // What reads alike is told apart by its title.
    assert.match((await page.locator('tr[data-row="2"] time').getAttribute('title')) ?? '', /01:05:00/)
    assert.match((await page.locator('tr[data-row="4"] time').getAttribute('title')) ?? '', /00:05:00/)
    await page.getByRole('img', { name: 'Events over time, 15 min a bar, at most 1 in one' }).waitFor()
    await page.locator('tr[data-row="2"] a').click()
    await page.getByRole('button', { name: /^host\b/ }).click()
    // An hour before, the clock said the same.
    await page.locator('.neighbour').nth(1).waitFor()
    assert.deepEqual(await page.locator('.neighbour-time').allInnerTexts(), ['−10:00', '0:00'])
    await page.goto(`/events?host=${HOST}&from=${CHANGE - 4 * HOUR}&until=${CHANGE + 24 * HOUR}`)
    await page.locator('tr[data-row="7"]').waitFor()
    const bands = ['Monday, 26 October 2026', 'Sunday, 25 October 2026', 'Saturday, 24 October 2026']
    assert.deepEqual(await page.locator('tr.band').allInnerTexts(), bands)
    await page.locator('summary.who').click()
    await page.getByRole('button', { name: 'UTC' }).click()
    await page.locator('tr.band', { hasText: 'Monday' }).waitFor({ state: 'detached' })
    assert.deepEqual(await page.locator('tr.band').allInnerTexts(), bands.slice(1))
  },
)

testOnStores(
  'the foot of a page tells what comes to the hub, whose times they are, and its version',
  async (store, context) => {
    const { page, hub } = await visit(store, context)
    hub.server.counts.lastMinute.add(1412, 0.0034)
    await page.goto('/hosts')
    const foot = page.locator('.key-bar .fill')
    await foot.getByText('1,412 events/min · stored in 3 ms').waitFor()
    await foot.getByText('Times: Europe/Berlin').waitFor()
    await foot.getByText('spoor-hub').waitFor()
    // Where there is room for the keys alone, they have it.
    await page.setViewportSize({ width: 1120, height: 700 })
    await page.evaluate(LARGE_TEXTS)
    const [bar, line] = [await page.locator('.key-bar').boundingBox(), await foot.boundingBox()]
    assert.ok((line?.y ?? 0) >= (bar?.y ?? 0) + (bar?.height ?? 0) - 2)
  },
)
