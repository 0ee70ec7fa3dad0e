import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { assessmentsOf } from '../../hub/store/ask/assessments-of.ts'
import { assessEvent } from '../../hub/store/change/assess-event.ts'
import { kindNumber } from '../../hub/store/number-words.ts'
import type { Store } from '../../hub/store/store.ts'
import { type ConsoleVisit, present, shareBrowser, visit } from '../support/console-browser.ts'
import { TAKEN } from '../support/console-scene.ts'
import { incidentIn } from '../support/kept-incidents.ts'
import { placeFiles } from '../support/place-files.ts'
import { temporaryFolder } from '../support/spool-scene.ts'
import { openEmbedded, testOnStores } from '../support/stores.ts'

shareBrowser()

/** Opens the record of the takeover. */
async function openTakeover(page: Page): Promise<void> {
  await page.goto('/events?kind=mailbox_takeover')
  await page.locator('td.of-kind a').click()
  await page.getByText('Around it').waitFor()
}

/** The id and time of the takeover in the scene, of which an event is asked. */
async function takeoverIn({ page }: ConsoleVisit): Promise<{ time: number; id: string }> {
  const { events } = await (await page.request.get('/api/v1/events?kind=mailbox_takeover')).json()
  const [time, id] = String(events[0].id).split('.', 2)
  return { time: Number(time), id: id ?? '' }
}

async function said(store: Store, place: { time: number; id: string }): Promise<string | undefined> {
  return (await store.ask(assessmentsOf, [place]))[0]?.value
}

testOnStores('an analyst says what an event was, takes it back, and sees who was faster', async (store, context) => {
  const visited = await visit(store, context)
  const { page, faults } = visited
  await openTakeover(page)
  const place = await takeoverIn(visited)
  const choices = page.getByRole('group', { name: 'Assessment' })
  await choices.getByRole('button', { name: 'confirmed malicious' }).focus()
  await page.keyboard.press('Enter')
  await page.locator('.deed', { hasText: 'Noted: confirmed malicious' }).waitFor()
  await choices.locator('[aria-pressed=true]', { hasText: /^confirmed malicious$/ }).waitFor()
  assert.equal(await said(store, place), 'confirmed_malicious')
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.locator('.deed', { hasText: 'Taken back.' }).waitFor()
  assert.equal(await said(store, place), undefined)
  assert.equal(await choices.locator('[aria-pressed=true]').count(), 0)
  const faster = { event_id: place.id, event_time: place.time, value: 'confirmed_benign', who: 'mira', address: '' }
  await store.change(assessEvent, { ...faster, at: present() })
  await choices.getByRole('button', { name: 'confirmed malicious' }).click()
  await page.locator('.deed.refused', { hasText: /^Not done\. mira changed it/ }).waitFor()
  await choices.locator('[aria-pressed=true]', { hasText: 'confirmed benign' }).waitFor()
  assert.equal(await said(store, place), 'confirmed_benign')
  assert.deepEqual(faults, [])
})

test('what the hub refuses, or does not answer, is never shown as done', async (context) => {
  const { page } = await visit(await openEmbedded(context), context)
  await openTakeover(page)
  const choices = page.getByRole('group', { name: 'Assessment' })
  for (const [fault, words] of [
    ['503', /^Not done\./],
    ['cut', /^The hub did not answer\. Look again/],
  ] as const) {
    await page.route('**/api/v1/events/*', (route) => {
      if (route.request().method() !== 'PATCH') return route.continue()
      return fault === 'cut' ? route.abort() : route.fulfill({ status: 503, json: { code: 50301, error: 'Busy.' } })
    })
    await choices.getByRole('button', { name: 'confirmed malicious' }).click()
    await page.locator('.deed.refused', { hasText: words }).waitFor()
    assert.equal(await choices.locator('[aria-pressed=true]').count(), 0)
    assert.equal(await page.getByRole('button', { name: 'Undo' }).count(), 0)
    await page.unroute('**/api/v1/events/*')
  }
})

test('a viewer reads what somebody said, and gets no buttons', async (context) => {
  const { page } = await visit(await openEmbedded(context), context, { who: 'vic' })
  await openTakeover(page)
  await page.getByText('Nobody has said what it was.').waitFor()
  await page.getByText('An analyst can say what it was.').waitFor()
  assert.equal(await page.getByRole('button', { name: 'confirmed malicious' }).count(), 0)
})

testOnStores(
  'a record leads to its incident, why it was told, its place, and what it follows from',
  async (store, context) => {
    const { country, network } = await placeFiles(await temporaryFolder(context))
    const visited = await visit(store, context, { config: `places: { country: ${country}, network: ${network} }` })
    const { page } = visited
    const { time, id } = await takeoverIn(visited)
    const sentence = `${TAKEN.mailbox} was taken over.`
    const incident = await incidentIn(store, {
      incident: { subject: 'record@example.com', sentence },
      steps: [{ event_id: id, event_time: time, kind: kindNumber('mailbox_takeover') }],
      subjects: [{ name: TAKEN.mailbox }, { type: 'address', name: TAKEN.ip }],
    })
    await openTakeover(page)
    const record = page.locator('.record')
    assert.equal(await record.getByRole('link', { name: sentence }).getAttribute('href'), `/incidents/${incident}`)
    assert.equal(
      await record.getByRole('link', { name: 'Why was I told' }).getAttribute('href'),
      `/alerts?show=why&of=${time}.${id}`,
    )
    const parts = record.locator('.parts-of li')
    assert.deepEqual(await parts.locator('a').allInnerTexts(), ['Many logins failed', 'Login', 'Forward added'])
    await parts.getByText('/usr/local/cpanel/logs/login_log, byte 18204331').first().waitFor()
    await parts.getByRole('link', { name: 'Login', exact: true }).click()
    await record.getByText('Netherlands, Example').waitFor()
    for (const path of [`/mailbox/${TAKEN.mailbox}`, `/address/${TAKEN.ip}`]) {
      await page.goto(path)
      const open = page.getByRole('region', { name: 'Open incidents' })
      assert.equal(
        await open.getByRole('link', { name: `incident ${incident}` }).getAttribute('href'),
        `/incidents/${incident}`,
      )
      await open.getByText('nobody has it yet').waitFor()
    }
  },
)

test('where no incident is open there is no box, and where they cannot be read the page says so', async (context) => {
  const { page } = await visit(await openEmbedded(context), context)
  await page.goto(`/mailbox/${TAKEN.mailbox}`)
  await page.locator('.timeline').waitFor()
  assert.equal(await page.getByRole('region', { name: 'Open incidents' }).count(), 0)
  await page.route('**/api/v1/incidents?*', (route) =>
    route.fulfill({ status: 503, json: { code: 50302, error: 'The store does not answer.' } }),
  )
  await page.reload()
  await page.getByText('The store does not answer.').waitFor()
  await page.locator('.timeline').waitFor()
})
