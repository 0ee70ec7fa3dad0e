import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Page } from 'playwright-core'
import { everyPerson } from '../../hub/store/ask/every-person.ts'
import type { Store } from '../../hub/store/store.ts'
import { barriers, type ConsoleVisit, shareBrowser, visit, visitHub } from '../support/console-browser.ts'
import { PASSWORD } from '../support/console-scene.ts'
import { personIn, totpIn } from '../support/people.ts'
import { openEmbedded, testOnStores } from '../support/stores.ts'

shareBrowser()

/** Two admins, kaja and otto, who look at the same page. */
async function twoAdmins(
  store: Store,
  context: TestContext,
  path: string,
): Promise<ConsoleVisit & { readonly other: Page }> {
  await personIn(store, 'otto', 'admin', PASSWORD)
  const visited = await visit(store, context)
  const { page: other } = await visitHub(visited.hub, context, { who: 'otto' })
  for (const each of [visited.page, other]) {
    await each.goto(path)
    await each.locator('.section .sheet').first().waitFor()
  }
  return { ...visited, other }
}

/** Presses a button, and once more if it asks. */
async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click()
  const sure = page.getByRole('group', { name }).getByRole('button', { name })
  if ((await sure.count()) > 0) await sure.click()
}

/** Waits until an admin reads who was faster with what. */
function refused(page: Page, words: RegExp): Promise<void> {
  return page.getByRole('alert').getByText(words).waitFor()
}

testOnStores(
  'of two admins who change a person at once the second reads who did what, and undoes nothing of it',
  async (store, context) => {
    const { page, other, hub, faults } = await twoAdmins(store, context, '/settings/people?person=vic')
    await hub.ask('/api/v1/login', { method: 'POST', body: JSON.stringify({ name: 'vic', password: PASSWORD }) })
    for (const each of [page, other]) await each.reload()
    await press(other, 'analyst')
    await other.getByRole('heading', { name: 'vic is an analyst.' }).waitFor()
    await press(page, 'End the sessions')
    await refused(page, /^Not done\. otto changed it \d+ s ago: changed a role, viewer to analyst\. $/)
    await page.getByRole('heading', { name: 'vic is an analyst.' }).waitFor()
    await press(other, 'admin')
    await other.getByRole('heading', { name: 'vic is an admin.' }).waitFor()
    await press(page, 'viewer')
    await refused(page, /^Not done\. otto changed it \d+ s ago: changed a role, analyst to admin\. $/)
    await page.getByRole('heading', { name: 'vic is an admin.' }).waitFor()
    // What was read a moment ago is changed, and what is one's own is no hindrance.
    await press(page, 'viewer')
    await page.getByRole('heading', { name: 'vic is a viewer.' }).waitFor()
    await press(page, 'Undo')
    await page.getByRole('heading', { name: 'vic is an admin.' }).waitFor()
    await press(page, 'analyst')
    await page.getByRole('heading', { name: 'vic is an analyst.' }).waitFor()
    await other.reload()
    await press(other, 'Shut out')
    await other.getByRole('heading', { name: 'vic is shut out.' }).waitFor()
    await press(page, 'Undo')
    await refused(page, /^Not done\. otto changed it \d+ s ago: shut out\. $/)
    await page.getByRole('heading', { name: 'vic is shut out.' }).waitFor()
    await press(other, 'Let in again')
    await other.getByRole('heading', { name: 'vic is an analyst.' }).waitFor()
    await press(page, 'Let in again')
    await refused(page, /^Not done\. otto changed it \d+ s ago: let in again\. $/)
    const vic = (await store.ask(everyPerson, null)).find(({ name }) => name === 'vic')
    assert.deepEqual([vic?.role, vic?.disabled], ['analyst', null])
    assert.deepEqual(faults, [])
  },
)

test('who is second loses nothing typed: a password for somebody, the name of a new person', async (context) => {
  const store = await openEmbedded(context)
  const { page, other, hub, faults } = await twoAdmins(store, context, '/settings/people?person=vic')
  await press(page, 'Set another password')
  await page.getByRole('textbox', { name: 'Password' }).fill('typed before the other')
  await totpIn(store, 'vic')
  await press(page, 'Set another password')
  await refused(page, /^Not done\. root on the command line changed it [^:]+ ago: began one-time codes\. $/)
  assert.equal(await page.getByRole('textbox', { name: 'Password' }).inputValue(), 'typed before the other')
  assert.deepEqual(await barriers(page), [])
  await other.reload()
  await press(other, 'End the one-time codes')
  await other.locator('.came').getByText('A password is enough until').waitFor()
  await press(page, 'End the one-time codes')
  await refused(page, /^Not done\. otto changed it \d+ s ago: ended one-time codes\. $/)
  await press(page, 'Set another password')
  await page.locator('.came').getByText('Set. The sessions of vic have ended.').waitFor()
  const login = { name: 'vic', password: 'typed before the other' }
  assert.equal((await hub.ask('/api/v1/login', { method: 'POST', body: JSON.stringify(login) })).status, 200)
  for (const each of [page, other]) {
    await each.goto('/settings/people')
    await press(each, 'Add a person a')
    await each.getByLabel('Name').fill('nora')
    await each.getByRole('textbox', { name: 'Password' }).fill('a password of hers')
  }
  await other.keyboard.press('Enter')
  await other.locator('.came').getByText('nora is there, as viewer.').waitFor()
  await page.keyboard.press('Enter')
  await refused(page, /There is a person of this name: choose another\./)
  assert.equal(await page.getByLabel('Name').inputValue(), 'nora')
  assert.equal(await page.getByRole('textbox', { name: 'Password' }).inputValue(), 'a password of hers')
  assert.deepEqual(faults, [])
})

test('a password that was changed in another browser ends the session here, and what was typed stays', async (context) => {
  const { page, hub } = await visit(await openEmbedded(context), context)
  const { page: other } = await visitHub(hub, context)
  const [here, there] = [page, other].map((each) => each.getByRole('form', { name: 'Password' }))
  for (const each of [page, other]) await each.goto('/settings')
  await here?.getByLabel('New password').fill('typed in this browser')
  await here?.getByLabel('Present password').fill(PASSWORD)
  await there?.getByLabel('New password').fill('typed in the other one')
  await there?.getByLabel('Present password').fill(PASSWORD)
  await press(other, 'Change the password')
  await other.locator('.came').getByText('Changed. Your other sessions have ended.').waitFor()
  await press(page, 'Change the password')
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Your session has ended.').waitFor()
  await dialog.getByLabel('Password').fill('typed in the other one')
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  assert.equal(await here?.getByLabel('New password').inputValue(), 'typed in this browser')
  await here?.getByLabel('Present password').fill('typed in the other one')
  await press(page, 'Change the password')
  await page.locator('.came').getByText('Changed. Your other sessions have ended.').waitFor()
})
