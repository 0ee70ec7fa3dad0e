import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { everySnooze } from '../../hub/store/ask/every-snooze.ts'
import { foundAlerts } from '../../hub/store/ask/found-alerts.ts'
import { addTestAlert } from '../../hub/store/change/add-test-alert.ts'
import { startChat } from '../support/alert-chat.ts'
import { overflow, present, settled, shareBrowser, visit } from '../support/console-browser.ts'
import { BY } from '../support/people.ts'
import { openEmbedded, testOnStores } from '../support/stores.ts'
import { TOLD_CONFIG, toldScene } from '../support/told-scene.ts'

shareBrowser()

/** The subjects of the rows, or how many there are of a reason. */
function rows(page: Page, text?: string) {
  return page.locator('.told tbody tr').filter(text === undefined ? {} : { hasText: text })
}

testOnStores(
  'by mouse: messages are filtered, one is opened with its text and receipts, and somebody takes care',
  async (store, context) => {
    const { page, faults } = await visit(store, context, { config: TOLD_CONFIG })
    await toldScene(store, present())
    await page.goto('/alerts')
    await page.getByRole('heading', { name: 'One message could not be delivered to security.' }).waitFor()
    await rows(page).nth(4).waitFor()
    assert.equal(await rows(page).count(), 5)
    await page.getByLabel('State').selectOption('refused')
    await rows(page, 'It began').first().waitFor({ state: 'detached' })
    assert.equal(await rows(page).count(), 1)
    assert.equal(new URL(page.url()).search, '?state=refused')
    await page.getByLabel('State').selectOption('')
    await page.getByLabel('Rule').selectOption('daily')
    await rows(page, 'It got worse').waitFor({ state: 'detached' })
    await rows(page, 'an attack').getByRole('link', { name: 'an attack' }).click()
    await page.getByText('As it was sent').waitFor()
    await page.locator('.receipt-list').getByText('Collecting').waitFor()
    await page.locator('.letter', { hasText: 'Severity:' }).waitFor()
    await page.getByRole('button', { name: 'Take care' }).click()
    await page.locator('.act-words', { hasText: 'You take care now.' }).waitFor()
    await page.locator('.record .value', { hasText: 'kaja' }).waitFor()
    await page.getByRole('button', { name: 'Take care' }).waitFor({ state: 'detached' })
    const shared = page.url()
    await page.getByRole('button', { name: 'close' }).click()
    await page.getByText('As it was sent').waitFor({ state: 'detached' })
    await page.goto(shared)
    await page.getByText('As it was sent').waitFor()
    assert.deepEqual(faults, [])
  },
)

testOnStores(
  'by keyboard alone: pages of the page, rows, a message, a snooze that is made and ended',
  async (store, context) => {
    const { page, faults } = await visit(store, context, { config: TOLD_CONFIG })
    await toldScene(store, present())
    await page.goto('/hosts')
    await settled(page)
    await page.keyboard.press('g')
    await page.keyboard.press('a')
    await rows(page).first().waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.locator('.record-head', { hasText: 'Test' }).waitFor()
    await page.keyboard.press('Escape')
    await page.locator('.record-head').waitFor({ state: 'detached' })
    await page.keyboard.press('2')
    await page.getByText('compromises that are high or worse').waitFor()
    await page.keyboard.press('4')
    await page.getByText('moves to a new machine').waitFor()
    await page.keyboard.press('s')
    await page.getByLabel('What').selectOption('mailbox')
    await page.keyboard.press('Tab')
    await page.keyboard.type('nobody')
    await page.getByLabel('Why').focus()
    await page.keyboard.type('a test of ours')
    await page.keyboard.press('Enter')
    await page.locator('.act-words', { hasText: 'It is snoozed.' }).waitFor()
    const made = page.locator('.snoozes tbody tr', { hasText: 'a test of ours' })
    await made.getByRole('button', { name: 'End it now' }).focus()
    await page.keyboard.press('Enter')
    await made.getByText('Ended. What it held back is told now.').waitFor()
    assert.equal((await store.ask(everySnooze, { now: present(), all: false })).length, 2)
    await made.getByRole('button', { name: 'Undo' }).focus()
    await page.keyboard.press('Enter')
    await made.getByRole('button', { name: 'End it now' }).waitFor()
    const [again, ...others] = await store.ask(everySnooze, { now: present(), all: false })
    assert.deepEqual([again?.which, again?.kind, again?.reason, others.length], ['nobody', null, 'a test of ours', 2])
    assert.deepEqual(faults, [])
  },
)

testOnStores(
  'a channel is tested once at a time, and a failed test is never shown as success',
  async (store, context) => {
    const chat = await startChat(context)
    const config = `alerts:\n  channels: { chat: { webhook: { url: '${chat.url}/hook', allow: 127.0.0.1 } } }`
    const { page, faults } = await visit(store, context, { config })
    await page.goto('/alerts?show=channels')
    await page.getByText('never used').waitFor()
    let release = (): void => undefined
    const held = new Promise<void>((resolve) => (release = resolve))
    await page.route('**/channels/chat/test', async (route) => {
      await held
      await route.continue()
    })
    await page.getByRole('button', { name: 'Send a test' }).click()
    const busy = page.getByRole('button', { name: 'Sending…' })
    await busy.click({ force: true })
    assert.equal(await busy.getAttribute('aria-disabled'), 'true')
    release()
    await page.locator('.act-words', { hasText: 'The test was delivered to the recipient.' }).waitFor()
    await page.getByText(`Delivered to ${chat.url}.`).waitFor()
    await page.locator('.channel', { hasText: 'works' }).waitFor()
    assert.equal(chat.requests.length, 1)
    chat.otherwise = { status: 503, body: '<b>out of order</b>' }
    await page.getByRole('button', { name: 'Send a test' }).click()
    await page.locator('.act-words', { hasText: 'The test failed for 1 of 1.' }).waitFor()
    await page.getByText(`Not delivered to ${chat.url}.`).waitFor()
    await page.locator('.channel', { hasText: 'fails' }).waitFor()
    assert.equal(await page.locator('.act-words', { hasText: 'The test was delivered' }).count(), 0)
    await page.unroute('**/channels/chat/test')
    await page.route('**/channels/chat/test', (route) => route.abort())
    await page.getByRole('button', { name: 'Send a test' }).click()
    await page.locator('.act-words', { hasText: 'Look again whether it was done' }).waitFor()
    assert.equal(await page.getByText('Not delivered to').count(), 0, 'what became of an earlier test is gone')
    assert.deepEqual(faults, [])
  },
)

testOnStores('why somebody was told is said for an incident and for an event', async (store, context) => {
  const { page } = await visit(store, context, { config: TOLD_CONFIG })
  await toldScene(store, present())
  const [first] = (await store.ask(foundAlerts, { limit: 9 })).flatMap(({ incidents }) => incidents)
  await page.goto('/alerts?show=why')
  await page.getByLabel('Incident or event').fill(String(first))
  await page.keyboard.press('Enter')
  await page.locator('.why-rule', { hasText: 'takeovers' }).getByText('It was told at').waitFor()
  await page.locator('.why-rule', { hasText: 'shared' }).getByText('no server with the label').waitFor()
  await page.locator('.why-rule', { hasText: 'daily' }).getByText('snoozed the mailbox').waitFor()
  await page.getByLabel('Incident or event').fill('999999')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').waitFor()
  await page.goto('/events?kind=forward_added')
  await page.locator('.of-kind a').first().click()
  await page.getByRole('link', { name: 'Why was I told, or not?' }).click()
  await page.getByText('It belongs to no incident.').waitFor()
})

test('a viewer sees everything, and gets no button that may not be pressed', async (context) => {
  const store = await openEmbedded(context)
  const { page } = await visit(store, context, { config: TOLD_CONFIG, who: 'vic' })
  await toldScene(store, present())
  await page.goto('/alerts')
  await rows(page).last().getByRole('link').first().click()
  await page.getByText('As it was sent').waitFor()
  await page.keyboard.press('c')
  assert.equal(await page.getByRole('button', { name: 'Take care' }).count(), 0)
  await page.goto('/alerts?show=channels')
  await page.getByText('To send a test takes the role admin.').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Send a test' }).count(), 0)
  await page.goto('/alerts?show=snoozes')
  await page.getByText('To snooze takes the role analyst.').waitFor()
  await page.getByText('moves to a new machine').waitFor()
  await page.keyboard.press('s')
  assert.equal(await page.locator('dialog').count(), 0)
  assert.equal(await page.getByRole('button', { name: 'End it now' }).count(), 0)
})

test('what is new waits behind a bar, receipts change in place, and what fails says so', async (context) => {
  const store = await openEmbedded(context)
  const { page } = await visit(store, context, { config: TOLD_CONFIG })
  await toldScene(store, present())
  await page.clock.install()
  await page.goto('/alerts')
  await rows(page).first().waitFor()
  const channel = { name: 'security', recipients: ['fresh@example.com'], perHour: 20 }
  await store.change(addTestAlert, { channel, now: present(), by: BY })
  await page.clock.runFor(16_000)
  await page.getByText('1 new message').waitFor()
  assert.equal(await rows(page).count(), 5)
  await page.keyboard.press('n')
  await rows(page, 'Given up').waitFor()
  assert.equal(await rows(page).count(), 6)
  await page.route('**/api/v1/alerts?*', (route) =>
    route.fulfill({ status: 503, json: { code: 50302, error: 'Busy.' } }),
  )
  await page.clock.runFor(16_000)
  await page.getByRole('alert').waitFor()
  assert.equal(await rows(page).count(), 6, 'what is known stays below the error')
})

test('what a server, a log or a person wrote stays text, and breaks no page', async (context) => {
  const store = await openEmbedded(context)
  const hostile = `"><img src=x onerror="throw new Error('run')"><script>throw 1</script>\u202E${'w'.repeat(120)}@example.com`
  const { page, faults } = await visit(store, context, { config: TOLD_CONFIG })
  await toldScene(store, present(), hostile)
  const [newest] = await store.ask(foundAlerts, { limit: 1 })
  const incident = newest?.incidents[0]
  for (const path of [
    '/alerts',
    `/alerts?alert=${newest?.alert.id}`,
    '/alerts?show=rules',
    '/alerts?show=snoozes',
    `/alerts?show=why&of=${incident}`,
  ])
    for (const width of [1440, 320]) {
      await page.setViewportSize({ width, height: 800 })
      await page.goto(path)
      await settled(page)
      assert.equal(await page.locator('#console img, #console script').count(), 0, path)
      assert.equal(await overflow(page), 0, `${path} at ${width}`)
    }
  assert.deepEqual(faults, [])
})
