import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { Page } from 'playwright-core'
import { incidentNumbered } from '../../hub/store/ask/incident-numbered.ts'
import type { Store } from '../../hub/store/store.ts'
import {
  barriers,
  type ConsoleVisit,
  present,
  settled,
  shareBrowser,
  visit,
  visitHub,
} from '../support/console-browser.ts'
import { incidentScene, VICTIM } from '../support/incident-scene.ts'
import { personIn } from '../support/people.ts'
import { openEmbedded, testOnStores } from '../support/stores.ts'

shareBrowser()

/** Opens the console of a hub with a takeover that has all its steps. */
async function visitIncident(
  store: Store,
  context: TestContext,
  parts: Parameters<typeof visit>[2] = {},
): Promise<ConsoleVisit & { readonly id: number; readonly path: string }> {
  const visited = await visit(store, context, parts)
  const id = await incidentScene(store, present())
  return { ...visited, id, path: `/incidents/${id}` }
}

/** The line of what is to be done that begins so. */
function todo(page: Page, what: string): ReturnType<Page['locator']> {
  return page.locator('.todo', { hasText: what })
}

/** What a control says in its place. */
function deed(page: Page, text: string | RegExp): ReturnType<Page['locator']> {
  return page.locator('.deed', { hasText: text })
}

/** Keeps from a page what becomes of an incident, until it changes something itself. */
async function makeDeaf(page: Page, path: string): Promise<void> {
  const before = await (await page.request.get(`/api/v1${path}`)).text()
  let isDeaf = true
  await page.route(/api\/v1\/stream/, (route) => route.abort())
  await page.route(new RegExp(`api/v1${path}$`), (route) => {
    if (route.request().method() === 'PATCH') isDeaf = false
    return isDeaf ? route.fulfill({ body: before, contentType: 'application/json' }) : route.continue()
  })
}

testOnStores(
  'an incident tells its story with proof, what was not seen, and what to do, which a person ticks',
  async (store, context) => {
    const { page, faults, id, path } = await visitIncident(store, context)
    await page.goto(path)
    await page.getByRole('heading', { name: `${VICTIM.mailbox} was probably taken over.` }).waitFor()
    assert.equal(await page.locator('.story-step:not(.hollow-step)').count(), 8)
    const forward = page.locator('.story-step', { hasText: `A forward to ${VICTIM.recipient} was added.` })
    await forward.getByText('outside address').waitFor()
    await forward.getByText('/usr/local/cpanel/logs/access_log').waitFor()
    await forward.getByText('@77,019,842').waitFor()
    assert.match(
      (await forward.getByTitle(/^Copy: spoor-agent line \d+\.lindner/).getAttribute('title')) ?? '',
      /lindner/,
    )
    await page.locator('.hollow-step', { hasText: 'The password was not changed.' }).getByText('We looked:').waitFor()
    // The hub saw that one; nobody can take it back.
    const removed = todo(page, 'Remove the forward')
    await removed.getByText('by reseller-north').waitFor()
    assert.equal(await removed.getByRole('button', { name: 'Mark as' }).count(), 0)
    const password = todo(page, 'Set a new password')
    await password.getByRole('button', { name: 'Mark as done: Set a new password' }).click()
    await password.getByText('says kaja').waitFor()
    await page.getByText('2 of 7 done').waitFor()
    await page.reload()
    await password.getByRole('button', { name: 'Mark as not done' }).click()
    await password.getByText('In cPanel: Email Accounts').waitFor()
    await page.getByText('1 of 7 done').waitFor()
    assert.equal((await store.ask(incidentNumbered, id))?.assignee, null)
    assert.deepEqual(faults, [])
  },
)

testOnStores(
  'by keyboard alone: claim, assess, note, steps, snooze and the next one of the list',
  async (store, context) => {
    const { page, faults, id, path } = await visitIncident(store, context)
    await page.goto(`${path}?min_severity=high`)
    await settled(page)
    await page.keyboard.press('c')
    await page.getByRole('button', { name: 'Yours now' }).waitFor()
    assert.equal((await store.ask(incidentNumbered, id))?.assignee, 'kaja')
    await page.keyboard.press('4')
    await page.getByRole('button', { name: 'likely malicious', pressed: true }).waitFor()
    assert.equal((await store.ask(incidentNumbered, id))?.assessment, 'probably_malicious')
    await page.keyboard.press('m')
    await page.keyboard.type('c 5 z are letters here')
    await page.keyboard.press('Control+Enter')
    await page.locator('.note', { hasText: 'c 5 z are letters here' }).waitFor()
    await page.keyboard.press('Escape')
    assert.equal((await store.ask(incidentNumbered, id))?.assessment, 'probably_malicious')
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    assert.match(await page.evaluate<string>('document.activeElement.textContent'), /Login to Webmail after many wrong/)
    await page.keyboard.press('z')
    await page.keyboard.press('Enter')
    await page.locator('.snooze summary', { hasText: /snoozed until/i }).waitFor()
    await page.keyboard.press(']')
    await page.waitForURL((url) => url.pathname !== path && url.searchParams.get('min_severity') === 'high')
    // Which one is before it is known once the list is.
    await page.locator('a.neighbour-link', { hasText: '[' }).waitFor()
    await page.keyboard.press('[')
    await page.waitForURL((url) => url.pathname === path)
    assert.deepEqual(faults, [])
  },
)

testOnStores(
  'two people at once: the second is told who was faster, and keeps what he typed',
  async (store, context) => {
    const { page, hub, id, path } = await visitIncident(store, context)
    const { page: other } = await visitHub(hub, context, { who: 'mira' })
    await page.goto(path)
    await other.goto(path)
    await page.getByRole('button', { name: 'Claim it' }).waitFor()
    await other.getByRole('button', { name: 'Claim it' }).waitFor()
    await page.getByLabel('Write a note').fill('half a thought')
    await makeDeaf(page, path)
    await other.getByRole('button', { name: 'Claim it' }).click()
    await other.getByRole('button', { name: 'Yours now' }).waitFor()
    await page.getByRole('button', { name: 'Claim it' }).click()
    await deed(page, /^Not done\. mira changed it \d+ s ago\.$/).waitFor()
    await page.getByRole('button', { name: 'mira has it' }).waitFor()
    assert.equal((await store.ask(incidentNumbered, id))?.assignee, 'mira')
    assert.equal(await page.getByLabel('Write a note').inputValue(), 'half a thought')
    // Whoever undoes gives back only what is still his.
    await other.getByRole('button', { name: 'Undo' }).click()
    await deed(other, 'Taken back.').waitFor()
    assert.equal((await store.ask(incidentNumbered, id))?.assignee, null)
  },
)

test('what somebody decided meanwhile is named: not done, by whom, and when', async (context) => {
  const store = await openEmbedded(context)
  const { page, hub, id, path } = await visitIncident(store, context)
  await page.goto(path)
  await page.getByRole('button', { name: 'Resolve…' }).click()
  await page.getByLabel('Reason').fill('looked after')
  const { page: other } = await visitHub(hub, context, { who: 'mira' })
  await makeDeaf(page, path)
  await other.goto(path)
  await other.getByRole('button', { name: 'likely benign' }).click()
  await deed(other, 'Now likely benign.').waitFor()
  await page.getByRole('button', { name: 'Resolve', exact: true }).click()
  await page
    .getByText(/Not done\. mira changed it \d+ s ago\./)
    .first()
    .waitFor()
  assert.equal((await store.ask(incidentNumbered, id))?.state, 'open')
  await page.getByRole('button', { name: 'likely benign', pressed: true }).waitFor()
  // What was typed stays until it is taken.
  await page.getByRole('button', { name: 'Resolve…' }).click()
  assert.equal(await page.getByLabel('Reason').inputValue(), 'looked after')
  await page.getByRole('button', { name: 'Resolve', exact: true }).click()
  await page.getByText('Resolved by kaja').waitFor()
  await page.getByRole('button', { name: 'Reopen' }).click()
  assert.equal(await page.getByLabel('Reason').inputValue(), '')
})

test('it is resolved, reopened and dismissed; who dismisses says why and what it was', async (context) => {
  const store = await openEmbedded(context)
  const { page, id, path } = await visitIncident(store, context)
  await page.goto(path)
  await page.getByRole('button', { name: 'Dismiss…' }).click()
  await page.getByRole('button', { name: 'Dismiss', exact: true }).click()
  assert.equal((await store.ask(incidentNumbered, id))?.state, 'open')
  await page.getByLabel('Reason').fill('a new telephone')
  await page.getByLabel('confirmed benign').check()
  await page.getByRole('button', { name: 'Dismiss', exact: true }).click()
  await page.getByText('Dismissed by kaja').waitFor()
  assert.equal((await store.ask(incidentNumbered, id))?.assessment, 'confirmed_benign')
  await page.locator('.state-moves').getByRole('button', { name: 'Undo' }).click()
  await deed(page, 'Taken back.').waitFor()
  const row = await store.ask(incidentNumbered, id)
  assert.deepEqual([row?.state, row?.assessment], ['open', null])
  await page.getByLabel('Assignee').selectOption('mira')
  await page.getByRole('button', { name: 'mira has it' }).waitFor()
  assert.equal((await store.ask(incidentNumbered, id))?.assignee, 'mira')
})

test('who decides of incidents gives one to anybody who may take care of it, admin or not', async (context) => {
  const store = await openEmbedded(context)
  await personIn(store, 'zoe', 'analyst')
  const { page, id, path, faults } = await visitIncident(store, context, { who: 'mira' })
  await page.goto(path)
  const field = page.getByLabel('Assignee')
  await field.getByRole('option', { name: 'zoe' }).waitFor({ state: 'attached' })
  assert.deepEqual(await field.getByRole('option').allInnerTexts(), ['nobody yet', 'mira (you)', 'kaja', 'zoe'])
  await field.selectOption('zoe')
  await page.getByRole('button', { name: 'zoe has it' }).waitFor()
  assert.equal((await store.ask(incidentNumbered, id))?.assignee, 'zoe')
  assert.deepEqual(faults, [])
})

test('a viewer sees all of it, gets no button that he may not press, and is told why', async (context) => {
  const store = await openEmbedded(context)
  const { page, path, faults } = await visitIncident(store, context, { who: 'vic' })
  await page.goto(path)
  await page.getByText('As a viewer you see all of it').waitFor()
  await page.locator('.todo').first().waitFor()
  assert.deepEqual(
    (await page.locator('main button:visible').allInnerTexts()).filter(
      (name) => !/^(?:line|Share|Copy|English|Deutsch)/.test(name),
    ),
    [],
  )
  assert.equal(await page.locator('main select').count(), 0)
  for (const key of ['c', '5', 'm', 'z']) await page.keyboard.press(key)
  await page.goto('/incidents')
  await page.locator('.listed').first().waitFor()
  assert.equal(await page.locator('main input[type=checkbox]').count(), 0)
  assert.deepEqual(faults, [])
})

test('what did not work is never shown as done', async (context) => {
  const store = await openEmbedded(context)
  const { page, id, path } = await visitIncident(store, context)
  await page.goto(path)
  await page.getByRole('button', { name: 'Claim it' }).waitFor()
  await page.route(/api\/v1\/incidents/, (route) =>
    route.request().method() === 'GET' ? route.continue() : route.abort('connectionfailed'),
  )
  await page.keyboard.press('c')
  await deed(page, 'The hub did not answer. Look again whether it was done.').waitFor()
  await page.getByRole('button', { name: 'Claim it' }).waitFor()
  await page.getByLabel('Write a note').fill('kept')
  await page.getByRole('button', { name: 'Keep the note' }).click()
  await page.locator('.note-field', { hasText: 'The hub did not answer.' }).waitFor()
  assert.equal(await page.getByLabel('Write a note').inputValue(), 'kept')
  assert.equal((await store.ask(incidentNumbered, id))?.revision, 1)
})

test('what others do shows where it has its place, and what would move something waits', async (context) => {
  const store = await openEmbedded(context)
  const { page, hub, path } = await visitIncident(store, context)
  await page.goto(path)
  await page.getByText('Live', { exact: true }).waitFor()
  await settled(page)
  const { page: other } = await visitHub(hub, context, { who: 'mira' })
  await other.goto(path)
  await other.getByLabel('Write a note').fill('called the customer')
  await other.getByRole('button', { name: 'Keep the note' }).click()
  await page.getByRole('button', { name: 'mira wrote a note' }).waitFor()
  assert.equal(await page.locator('.note', { hasText: 'called the customer' }).count(), 0)
  await other.getByRole('button', { name: 'Claim it' }).click()
  await page.getByRole('button', { name: 'mira has it' }).waitFor()
  await page.keyboard.press('n')
  await page.locator('.note', { hasText: 'called the customer' }).waitFor()
})

test('the notice to the customer is there in German, too, and the choice stays', async (context) => {
  const { page, path } = await visitIncident(await openEmbedded(context), context)
  await page.goto(path)
  await page.getByText('Read it', { exact: true }).click()
  await page.locator('.todo pre[lang=en]', { hasText: 'Somebody else has probably used' }).waitFor()
  await page.getByRole('button', { name: 'Deutsch' }).click()
  await page.locator('.todo pre[lang=de]', { hasText: 'Eine fremde Person hatte wahrscheinlich Zugriff' }).waitFor()
  await page.reload()
  await page.getByText('Read it', { exact: true }).click()
  await page.locator('.todo pre[lang=de]').waitFor()
  // Where a page is scrolled, its bars hide parts of what is beneath.
  await page.evaluate('scrollTo(0, 0)')
  assert.deepEqual(await barriers(page), [])
})

test('over a slow network nothing is typed into a note that is being kept, as it would be lost', async (context) => {
  const { page, path } = await visitIncident(await openEmbedded(context), context)
  await page.goto(path)
  const held = Promise.withResolvers<void>()
  await page.route('**/notes', async (route) => {
    await held.promise
    await route.continue()
  })
  const field = page.getByLabel('Write a note')
  await field.fill('called the customer')
  await field.press('Control+Enter')
  await page.locator('.note-field textarea[readonly]').waitFor()
  await page.keyboard.type(' and more')
  await page.keyboard.press('Control+Enter')
  held.resolve()
  await page.locator('.note', { hasText: 'called the customer' }).waitFor()
  assert.equal(await page.locator('.note', { hasText: 'and more' }).count(), 0)
  await page.keyboard.type('and more')
  assert.equal(await field.inputValue(), 'and more')
})
