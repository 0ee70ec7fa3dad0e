import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { everySnooze } from '../../hub/store/ask/every-snooze.ts'
import { incidentNumbered } from '../../hub/store/ask/incident-numbered.ts'
import { addAgent } from '../../hub/store/change/add-agent.ts'
import { changeIncident } from '../../hub/store/change/change-incident.ts'
import { noteStatus } from '../../hub/store/change/note-status.ts'
import { severityNumber } from '../../hub/store/number-words.ts'
import type { Store } from '../../hub/store/store.ts'
import { systemClock } from '../../lib/system/clock.ts'
import { barriers, present, settled, shareBrowser, visit, visitHub } from '../support/console-browser.ts'
import { PASSWORD, TAKEN } from '../support/console-scene.ts'
import { HEALTHY } from '../support/healthy-status.ts'
import { agentIn, arrivalOf } from '../support/kept-events.ts'
import { incidentIn } from '../support/kept-incidents.ts'
import { BY, personIn } from '../support/people.ts'
import { runHub } from '../support/running-hub.ts'
import { openEmbedded, testOnStores } from '../support/stores.ts'

shareBrowser()

/** How an incident is changed, whatever was seen of it. */
const BY_HUB = { by: BY, seen: null, rules: [], now: present() }

/** The row of an incident by a part of its sentence. */
function rowOf(page: Page, text: string): Locator {
  return page.locator('.now-row', { hasText: text })
}

/** The sentences of the rows, from the top. */
function sentences(page: Page): Promise<readonly string[]> {
  return page.locator('.now-sentence').allInnerTexts()
}

/** The agent of a host says that it reads a log, and that all is well. */
async function noteHealthy(store: Store, agent: number): Promise<void> {
  const sources = [{ source: 'login', path: '/logs/login_log', lines: 1, unrecognised: 0, events: 0 }]
  const said = { version: '0.2.0', health: 'healthy', lag: 0, unread: null }
  const status = JSON.stringify({ ...HEALTHY, sources })
  await store.change(noteStatus, { ...said, agent, at: present(), status })
}

/** One more critical incident. */
function oneMore(
  store: Store,
  subject = 'new@example.com',
  sentence = `${subject} was probably taken over.`,
): Promise<number> {
  const times = { opened: present(), first_step: present() - 60, last_step: present(), updated: present() }
  return incidentIn(store, { incident: { ...times, subject, sentence, severity: severityNumber('critical') } })
}

testOnStores(
  'the worst and oldest stands on top, with how far it went and where nobody could look',
  async (store, context) => {
    const { page, faults } = await visit(store, context)
    await page.goto('/')
    await page
      .getByRole('heading', { name: /^Two takeovers need attention now\. Two more incidents are urgent\./ })
      .waitFor()
    await page.getByText('6 open, 4 of them without an owner · 1 contained · 1 closed itself since midnight').waitFor()
    const begins = (await sentences(page)).map((text) => text.split(' ')[0])
    assert.deepEqual(begins, [
      TAKEN.mailbox,
      'billing@example.net',
      '203.0.113.7',
      'srv19.example.net',
      '203.0.113.0/24',
      'office@example.com',
    ])
    const seen = rowOf(page, 'was probably taken over').locator('.trail li.seen')
    await seen.first().waitFor()
    assert.equal(await seen.count(), 5)
    await rowOf(page, 'billing@')
      .getByTitle(/^forward: cannot know, .*srv19\.example\.net cannot tell$/)
      .waitFor()
    await page.getByText('srv19.example.net has said nothing for').waitFor()
    await page
      .getByRole('img', { name: /^Failed logins: \d+ in 24 hours, usually \d+; more than usual in \d+ hours\.$/ })
      .waitFor()
    await page.getByText('srv19.example.net was silent: may be more').waitFor()
    await page.getByTitle('3 urgent without an owner').first().waitFor()
    assert.deepEqual(faults, [])
  },
)

testOnStores(
  'by mouse: claimed and given back in its place, snoozed and not, and a row opens',
  async (store, context) => {
    const { page, faults } = await visit(store, context)
    await page.goto('/')
    const row = rowOf(page, TAKEN.mailbox)
    await row.getByRole('button', { name: 'Claim it' }).click()
    await row.getByRole('button', { name: 'Yours now' }).waitFor()
    assert.equal((await store.ask(incidentNumbered, 1))?.assignee, 'kaja')
    await page.getByTitle('2 urgent without an owner').first().waitFor()
    await row.getByRole('button', { name: 'Undo' }).click()
    await row.getByRole('button', { name: 'Claim it' }).waitFor()
    assert.equal((await store.ask(incidentNumbered, 1))?.assignee, null)
    await row.getByText('Snooze', { exact: true }).click()
    await row.getByRole('button', { name: '4 hours' }).click()
    await row.getByTitle(/^Snoozed until .* by kaja/).waitFor()
    const [snooze] = await store.ask(everySnooze, { now: present(), all: false })
    assert.deepEqual([snooze?.what, snooze?.which], ['incident', '1'])
    await row.getByRole('button', { name: 'Undo' }).last().click()
    await row.getByText('Snooze', { exact: true }).waitFor()
    assert.deepEqual(await store.ask(everySnooze, { now: present(), all: false }), [])
    await row.getByText('since').click()
    await page.waitForURL('**/incidents/1')
    await page.goBack()
    await row.getByRole('link', { name: TAKEN.mailbox, exact: true }).click()
    await page.waitForURL(`**/mailbox/${encodeURIComponent(TAKEN.mailbox)}`)
    assert.deepEqual(faults, [])
  },
)

testOnStores('by keyboard alone: rows, claim, snooze, and what is new waits for a key', async (store, context) => {
  const { page, faults } = await visit(store, context)
  await page.goto('/')
  await page.locator('.now-row .claim').first().waitFor()
  for (const key of ['j', 'j', 'k', 'c']) await page.keyboard.press(key)
  await rowOf(page, TAKEN.mailbox).getByRole('button', { name: 'Yours now' }).waitFor()
  for (const key of ['j', 'j', 'z']) await page.keyboard.press(key)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  const row = rowOf(page, '203.0.113.7 tries passwords')
  await row.getByText(/^Snoozed until/).waitFor()
  assert.equal(await row.locator('summary').evaluate((element) => element.matches(':focus')), true)
  const before = await sentences(page)
  await oneMore(store)
  await page.getByText('1 new').waitFor()
  assert.deepEqual(await sentences(page), before, 'nothing moves under the hand')
  assert.equal(await row.locator('summary').evaluate((element) => element.matches(':focus')), true)
  await page.getByRole('heading', { name: 'Three takeovers' }).waitFor()
  await page.keyboard.press('n')
  await rowOf(page, 'new@example.com').waitFor()
  assert.equal((await sentences(page)).length, before.length + 1)
  await page.keyboard.press('?')
  for (const words of ['claim', 'snooze', 'go to Now', 'show new'])
    await page.getByText(words, { exact: true }).first().waitFor()
  await page.keyboard.press('Escape')
  await page.locator('dialog').waitFor({ state: 'detached' })
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/incidents/*')
  await page.keyboard.press('g')
  await page.keyboard.press('n')
  await page.getByText('worst and oldest on top').waitFor()
  assert.deepEqual(faults, [])
})

test('what ends or is claimed elsewhere says so where it stands, and who was faster is named', async (context) => {
  const store = await openEmbedded(context)
  await personIn(store, 'mira', 'analyst')
  const { page, faults } = await visit(store, context)
  await page.goto('/')
  const row = rowOf(page, TAKEN.mailbox)
  await row.locator('.claim').waitFor()
  const change = { ...BY_HUB, by: { ...BY, actor: 'mira' }, now: present() }
  // The page may or may not have heard of it when the button is pressed: either way it says whose it is.
  await page.route('**/api/v1/incidents?*', (route) => route.abort())
  await store.change(changeIncident, { ...change, id: 1, wanted: { assignee: 'mira' } })
  await row.getByRole('button', { name: 'Claim it' }).click()
  await row
    .getByText(/^(?:mira|mira has it)$/)
    .or(row.getByText(/Not done\. mira changed it/))
    .first()
    .waitFor()
  assert.equal((await store.ask(incidentNumbered, 1))?.assignee, 'mira')
  await store.change(changeIncident, { ...change, id: 1, wanted: { state: 'resolved', reason: 'x' } })
  await row.locator('.now-side').getByText('resolved').waitFor()
  assert.deepEqual(faults, [])
})

test('a viewer sees everything, gets no button, and is told why', async (context) => {
  const { page } = await visit(await openEmbedded(context), context, { who: 'vic' })
  await page.goto('/')
  await page.getByText('As a viewer you see incidents').waitFor()
  await rowOf(page, TAKEN.mailbox).getByText('nobody yet').waitFor()
  assert.equal(await page.locator('.now-row button').count(), 0)
  await page.keyboard.press('j')
  await page.keyboard.press('c')
  await page.keyboard.press('?')
  await page.getByText('next row', { exact: true }).waitFor()
  assert.equal(await page.locator('dialog').getByText('claim', { exact: true }).count(), 0)
})

test('what cannot be had says so in its own place, and a failed snooze is no snooze', async (context) => {
  const { page } = await visit(await openEmbedded(context), context)
  const failing = { status: 503, contentType: 'application/json', body: '{"code":50301,"error":"The store is away."}' }
  await page.route('**/api/v1/coverage?*', (route) => route.fulfill(failing))
  await page.route('**/api/v1/counts?*', (route) => route.fulfill(failing))
  await page.goto('/')
  const unseen = page.getByRole('region', { name: 'What we are not seeing' })
  await unseen.getByText('The store is away.').waitFor()
  await page.getByRole('region', { name: 'Last 24 hours' }).getByText('Not known, for the same reason.').waitFor()
  await page.route('**/api/v1/snoozes', (route) => route.fulfill(failing))
  const row = rowOf(page, TAKEN.mailbox)
  await row.getByText('Snooze', { exact: true }).click()
  await row.getByRole('button', { name: '1 hour' }).click()
  await row.getByText('Not done. The store is away.').waitFor()
  await page.unroute('**/api/v1/coverage?*')
  await unseen.getByRole('button', { name: 'Try now' }).click()
  await unseen.getByText('has said nothing for').waitFor()
  await page.route('**/api/v1/incidents?*', (route) => route.fulfill(failing))
  await page.reload()
  await page.getByRole('region', { name: 'Do first' }).getByText('The store is away.').waitFor()
  assert.equal(await page.getByText('Nothing is critical or high.').count(), 0, 'an error is no quiet')
})

test('what is open and what is not visible is said to be unknown where the hub cannot say', async (context) => {
  const { page, faults } = await visit(await openEmbedded(context), context)
  const failing = { status: 503, contentType: 'application/json', body: '{"code":50301,"error":"The store is away."}' }
  const fail = (path: string): Promise<unknown> => page.route(path, (route) => route.fulfill(failing))
  await fail('**/api/v1/counts/incidents?*')
  await page.goto('/')
  await page.getByRole('heading', { name: 'Which incidents are open, the hub cannot say now.' }).waitFor()
  await page.locator('.lead').getByText('The store is away.').waitFor()
  const names = page.getByRole('navigation', { name: 'Pages' })
  for (const name of [/^Now.*not known/, /^Incidents.*not known/]) await names.getByRole('link', { name }).waitFor()
  await names.getByRole('link', { name: /^Hosts.*5 not fully visible/ }).waitFor()
  await page.unroute('**/api/v1/counts/incidents?*')
  await fail('**/api/v1/coverage?*')
  await page.reload()
  await page.getByRole('heading', { name: 'What is not visible, the hub cannot say now.' }).waitFor()
  await names.getByRole('link', { name: /^Hosts.*not known/ }).waitFor()
  await page.unroute('**/api/v1/coverage?*')
  await fail('**/api/v1/trails?*')
  for (const path of ['/', '/incidents', '/incidents/1']) {
    await page.goto(path)
    await page.getByRole('alert').getByText('The store is away.').waitFor()
  }
  await fail('**/api/v1/channels')
  await page.goto('/alerts?show=snoozes')
  await page.getByRole('heading', { name: 'Alerts', level: 1 }).waitFor()
  await settled(page)
  assert.equal(await page.getByText('The store is away.').count(), 0, 'snoozes need no channels')
  assert.deepEqual(faults, [])
})

testOnStores('all is quiet only where somebody looks, and who does not is named', async (store, context) => {
  await personIn(store, 'kaja', 'admin', PASSWORD)
  const hub = await runHub(store, context, { clock: systemClock })
  const { page, faults } = await visitHub(hub, context)
  await page.goto('/')
  await page.waitForURL('**/first-host')
  const enrolled = { host: 'web1.example.com', label: '', identifier: 'web1', digest: 'd' }
  const agent = await store.change(addAgent, { ...enrolled, now: present(), by: BY })
  await page.goto('/')
  await page.getByRole('heading', { name: 'No incident is open, but no host is fully visible.' }).waitFor()
  await page.getByText('It has not reported since it enrolled.').waitFor()
  await page.getByTitle('1 not fully visible').waitFor()
  await store.keep(arrivalOf(agent, [], { received: present() }))
  await page.reload()
  await page.getByText('Its agent does not say which logs it reads.').waitFor()
  assert.equal(await page.getByText('All is quiet').count(), 0)
  await noteHealthy(store, agent)
  await page.reload()
  await page.getByRole('heading', { name: 'All is quiet on the host.' }).waitFor()
  await page.getByText('We looked: 1 host is fully visible.').waitFor()
  await page.getByText('Every host is fully visible.').waitFor()
  await settled(page)
  assert.deepEqual(await barriers(page), [])
  await oneMore(store)
  // Where nothing is shown, nothing moves: it does not wait.
  await rowOf(page, 'new@example.com').waitFor()
  assert.equal(await page.getByText('Nothing is critical or high.').count(), 0)
  await store.change(changeIncident, { ...BY_HUB, id: 1, wanted: { state: 'resolved' } })
  const silent = await agentIn(store, 'web2.example.com')
  await store.keep(arrivalOf(silent, [], { received: present() - 3600 }))
  await page.reload()
  await page.getByRole('heading', { name: 'What happens on web2.example.com, we cannot fully know.' }).waitFor()
  await page.getByText('We looked: 1 host is fully visible. web2.example.com cannot fully tell.').waitFor()
  assert.deepEqual(await barriers(page), [])
  assert.deepEqual(faults, [])
})

test('what somebody wrote into a sentence stays text', async (context) => {
  const store = await openEmbedded(context)
  await oneMore(
    store,
    'x@example.com',
    '<img src=x onerror=alert(1)>@example.com was "taken" by javascript:alert(1)@x.example.',
  )
  const { page, faults } = await visit(store, context)
  await page.goto('/')
  await rowOf(page, '<img').getByText('onerror=alert(1)>@example.com').waitFor()
  assert.equal(await page.locator('.now-row img').count(), 0)
  const hrefs = await page.locator('.now-row a').evaluateAll((links) => links.map((link) => link.getAttribute('href')))
  assert.ok(hrefs.every((href) => href?.startsWith('/')))
  assert.deepEqual(faults, [])
})
