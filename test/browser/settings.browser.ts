import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { totpCode } from '../../hub/people/totp.ts'
import { auditLog } from '../../hub/store/ask/audit-log.ts'
import { everyPerson } from '../../hub/store/ask/every-person.ts'
import { everyToken } from '../../hub/store/ask/every-token.ts'
import { barriers, present, settled, shareBrowser, visit, visitHub } from '../support/console-browser.ts'
import { PASSWORD, TAKEN } from '../support/console-scene.ts'
import { agentIn, arrivalOf } from '../support/kept-events.ts'
import { openEmbedded, testOnStores } from '../support/stores.ts'

shareBrowser()

/** Waits for what came of an attempt, in the place of its button. */
function came(page: Page, words: string): Promise<void> {
  return page.locator('.came').getByText(words).waitFor()
}

/** What a page shows once, and the button that takes it away. */
async function shownOnce(page: Page): Promise<string> {
  const text = (await page.locator('.once .command code').first().textContent()) ?? ''
  assert.deepEqual(await barriers(page), [])
  await page.getByRole('button', { name: 'I have it' }).click()
  return text
}

testOnStores(
  'an admin adds a person by the keys alone, gives it a role, and takes that back',
  async (store, context) => {
    const { page, hub, faults } = await visit(store, context)
    await page.goto('/hosts')
    await settled(page)
    await page.keyboard.press('g')
    await page.keyboard.press('s')
    await page.getByRole('heading', { name: 'kaja, you are an admin.' }).waitFor()
    await page.keyboard.press(']')
    await page.getByRole('heading', { name: 'Three people may sign in, all with a password alone.' }).waitFor()
    await page.keyboard.press('a')
    await page.getByLabel('Name').and(page.locator(':focus')).waitFor()
    await page.keyboard.type('Nora')
    for (let tabs = 0; tabs < 5; tabs += 1) await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.locator('form.panel button[type=submit]').focus()
    await page.keyboard.press('Enter')
    await came(page, 'nora is there, as viewer.')
    const password = await shownOnce(page)
    assert.match(password, /^(?:[a-z2-9]{5}-){3}[a-z2-9]{5}$/)
    const login = { method: 'POST', body: JSON.stringify({ name: 'nora', password }) }
    assert.equal((await hub.ask('/api/v1/login', login)).status, 200)
    await page.getByRole('link', { name: 'nora' }).click()
    await page.getByRole('heading', { name: 'nora is a viewer.' }).waitFor()
    await page.getByRole('button', { name: 'analyst' }).click()
    await page.getByRole('heading', { name: 'nora is an analyst.' }).waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('heading', { name: 'nora is a viewer.' }).waitFor()
    await page.getByRole('button', { name: 'Shut out' }).click()
    await page.getByRole('heading', { name: 'nora is shut out.' }).waitFor()
    assert.equal((await hub.ask('/api/v1/login', login)).status, 401)
    assert.deepEqual(faults, [])
  },
)

testOnStores('the last admin stays one, and is told why', async (store, context) => {
  const { page, faults } = await visit(store, context)
  await page.goto('/settings/people?person=kaja')
  await page.getByRole('button', { name: 'viewer' }).click()
  await page.getByRole('alert').getByText('This is the only admin who can sign in').waitFor()
  await page.getByRole('heading', { name: 'kaja is an admin.' }).waitFor()
  assert.equal((await store.ask(everyPerson, null)).find(({ name }) => name === 'kaja')?.role, 'admin')
  assert.deepEqual(faults, [])
})

testOnStores('a person changes its password and begins one-time codes', async (store, context) => {
  const { page, hub, faults } = await visit(store, context, { who: 'vic' })
  await page.goto('/settings')
  await settled(page)
  const password = page.getByRole('form', { name: 'Password' })
  await password.getByLabel('Present password').fill('not the password')
  await password.getByLabel('New password').fill('another horse battery')
  await page.getByRole('button', { name: 'Change the password' }).click()
  await page.getByRole('alert').getByText('This is not your present password').waitFor()
  await password.getByLabel('Present password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Change the password' }).click()
  await came(page, 'Changed. Your other sessions have ended.')
  await page.getByRole('button', { name: 'Begin one-time codes' }).click()
  await page.getByRole('img', { name: 'as a QR code' }).waitFor()
  assert.deepEqual(await barriers(page), [])
  const secret = (await page.locator('.scan code').textContent()) ?? ''
  const codes = page.getByRole('form', { name: 'One-time codes' })
  await codes.getByLabel('First code of the app').fill(totpCode(secret, Math.floor(present() / 30)))
  await codes.getByLabel('Present password').fill('another horse battery')
  await page.getByRole('button', { name: 'Begin', exact: true }).click()
  await page.getByText('You sign in with a password and a one-time code. 10 recovery codes are left.').waitFor()
  const recovery = (await shownOnce(page)).split('\n')
  assert.equal(recovery.length, 10)
  const body = JSON.stringify({ name: 'vic', password: 'another horse battery', code: recovery[0] })
  assert.equal((await hub.ask('/api/v1/login', { method: 'POST', body })).status, 200)
  assert.deepEqual(faults, [])
})

testOnStores('tokens are shown once, count, and count no more once they are revoked', async (store, context) => {
  const { page, hub, faults } = await visit(store, context)
  await page.goto('/settings/tokens')
  await page.getByText('No token was made yet.').waitFor()
  await page.getByText('Scripts, dashboards and ticket systems').waitFor()
  await page.keyboard.press('a')
  await page.getByLabel('Of').selectOption('vic')
  await page.getByLabel('What for').fill('nightly')
  await page.getByRole('button', { name: 'Make it' }).click()
  const token = await shownOnce(page)
  const asked = { headers: { authorization: `Bearer ${token}` } }
  assert.equal((await hub.ask('/api/v1/me', asked)).status, 200)
  const row = page.getByRole('row', { name: 'nightly' })
  await row.getByRole('button', { name: 'Revoke' }).click()
  await row.getByText('Programs that use it are refused at once.').waitFor()
  await row.getByRole('button', { name: 'Revoke' }).click()
  await row.getByText('revoked', { exact: true }).waitFor()
  assert.equal((await hub.ask('/api/v1/me', asked)).status, 401)
  await page.goto('/settings/enrolment')
  await page.getByText('No token was made yet.').waitFor()
  await page.getByText('spoor-hub token create').waitFor()
  await page.keyboard.press('a')
  await page.getByLabel('For how many hosts').fill('0')
  await page.getByRole('button', { name: 'Make it' }).click()
  await page.getByRole('alert').getByText('A token is for 1 to 100,000 hosts.').waitFor()
  await page.getByLabel('For how many hosts').fill('5')
  await page.getByRole('button', { name: 'Make it' }).click()
  await page.getByText(`spoor-agent enrol ${hub.url}`).waitFor()
  assert.match(await shownOnce(page), /^t-\w+\.[\w-]{43}$/)
  await page.getByRole('row', { name: 'any new host' }).getByText('by kaja').waitFor()
  assert.deepEqual(faults, [])
})

test('a viewer is told who may, gets no buttons it may not press, and sees what is for everybody', async (context) => {
  const { page, faults } = await visit(await openEmbedded(context), context, { who: 'vic' })
  for (const section of ['people', 'enrolment', 'tokens', 'audit']) {
    await page.goto(`/settings/${section}`)
    await page.getByText('Only admins see this, and your role is viewer.').waitFor()
    assert.equal(await page.locator('.section button').count(), 0)
  }
  await page.goto('/settings/retention')
  await page.getByRole('heading', { name: 'Events are kept for 90 days.' }).waitFor()
  assert.equal(await page.locator('.section button').count(), 0)
  await page.goto('/settings/about')
  await page.getByText('embedded').waitFor()
  assert.deepEqual(faults, [])
})

test('what the hub does not do is never shown as done', async (context) => {
  const { page } = await visit(await openEmbedded(context), context)
  await page.goto('/settings/people?person=vic')
  await page.getByRole('heading', { name: 'vic is a viewer.' }).waitFor()
  await page.route('**/api/v1/people/vic', (route) => route.abort())
  await page.getByRole('button', { name: 'Shut out' }).click()
  await page.getByRole('alert').getByText('The hub did not answer. Look again whether it was done.').waitFor()
  await page.getByRole('heading', { name: 'vic is a viewer.' }).waitFor()
  await page.route('**/api/v1/people', (route) => route.fulfill({ status: 503, json: { code: 50302, error: 'Busy.' } }))
  await page.goto('/settings/people')
  await page.getByRole('heading', { name: 'Busy.' }).waitFor()
  assert.deepEqual(await barriers(page), [])
})

test('a mailbox is erased once its address was typed twice, with a receipt', async (context) => {
  const store = await openEmbedded(context)
  const { page, faults } = await visit(store, context)
  await page.goto('/settings/retention')
  await page.getByLabel('Address of the mailbox').fill(TAKEN.mailbox)
  await page.getByLabel('The same address again').fill('anna@example.com')
  await page.getByRole('button', { name: 'Erase for good' }).click()
  await page.getByText('The two addresses differ.').waitFor()
  await page.getByLabel('The same address again').fill(TAKEN.mailbox)
  await page.getByRole('button', { name: 'Erase for good' }).click()
  await came(page, `Erased: ${TAKEN.mailbox}`)
  await page.locator('.erased').getByText('Events deleted').waitFor()
  await page.goto(`/mailbox/${TAKEN.mailbox}`)
  await page.getByText(`Nothing is kept about ${TAKEN.mailbox}.`).waitFor()
  assert.deepEqual(faults, [])
})

test('the audit log is filtered by the address of the page, and shows what somebody typed as text', async (context) => {
  const store = await openEmbedded(context)
  const { page, hub, faults } = await visit(store, context)
  const entry = '{"host":"<img src=x onerror=alert(1)>"}'
  const agent = await agentIn(store, 'evil.example.com')
  await store.keep(arrivalOf(agent, [], { quarantined: [{ reason: 'invalid', detail: '<b>none</b>', entry }] }))
  await hub.ask('/api/v1/login', { method: 'POST', body: JSON.stringify({ name: 'vic', password: 'no' }) })
  await page.goto('/settings/audit?about=vic')
  await page.getByRole('row', { name: 'failed to sign in' }).waitFor()
  await page.getByLabel('Deed').selectOption('person_added')
  await page.getByRole('row', { name: 'failed to sign in' }).waitFor({ state: 'detached' })
  await page.getByRole('row', { name: 'added a person' }).waitFor()
  assert.equal(new URL(page.url()).search, '?about=vic&action=person_added')
  await page.getByText('Export', { exact: true }).click()
  const saved = page.waitForEvent('download')
  await page.getByRole('link', { name: 'CSV, for a spreadsheet' }).click()
  const file = await saved
  assert.equal(file.suggestedFilename(), 'audit.csv')
  const lines = (await readFile(await file.path(), 'utf8')).trimEnd().split('\n')
  assert.equal(lines.length, 2)
  assert.match(lines[1] ?? '', /,person_added,vic,/)
  await page.getByRole('textbox', { name: 'Person' }).fill('nobody')
  await page.keyboard.press('Enter')
  await page.getByText('Nothing fits these filters.').waitFor()
  await page.getByRole('link', { name: 'Clear all' }).click()
  await page.getByRole('row', { name: 'failed to sign in' }).waitFor()
  await page.goto('/settings/retention')
  await page.getByText(entry).waitFor()
  await page.getByText('not valid: <b>none</b>').waitFor()
  assert.deepEqual(faults, [])
})

testOnStores('choices follow a person into another browser, and no other person', async (store, context) => {
  const { page, hub, faults } = await visit(store, context)
  const sent = (of: Page): Promise<unknown> =>
    of.waitForResponse(
      (answer) => answer.url().endsWith('/me/preferences') && answer.request().method() === 'PUT' && answer.ok(),
    )
  await page.goto('/settings')
  await settled(page)
  const kept = sent(page)
  await page.locator('.looks').getByRole('button', { name: 'Dark' }).click()
  await kept
  const other = await visitHub(hub, context)
  await other.page.goto('/settings')
  await other.page.locator('html[data-theme=dark]').waitFor()
  const keptThere = sent(other.page)
  await other.page.locator('.looks').getByRole('button', { name: 'UTC' }).click()
  await keptThere
  const keptHere = sent(page)
  await page.locator('.looks').getByRole('button', { name: 'Roomy' }).click()
  await keptHere
  await page.locator('.looks').getByRole('button', { name: 'UTC', pressed: true }).waitFor()
  await other.page.reload()
  await other.page.locator('html[data-density=comfortable][data-theme=dark]').waitFor()
  const vic = await visitHub(hub, context, { who: 'vic' })
  await vic.page.goto('/settings')
  await vic.page.locator('html[data-density=compact]:not([data-theme])').waitFor()
  assert.deepEqual([...faults, ...other.faults, ...vic.faults], [])
})

test('an admin makes the first token where the first host is enrolled, by a click and not by a visit', async (context) => {
  const store = await openEmbedded(context)
  const { page, hub } = await visit(store, context)
  await page.goto('/first-host')
  await page.getByRole('button', { name: 'Make a token' }).click()
  await page.getByText(/^t-\w+\.[\w-]{43}$/).waitFor()
  await page.getByText(`spoor-agent enrol ${hub.url}`).waitFor()
  await page.reload()
  await page.getByRole('button', { name: 'Make a token' }).waitFor()
  assert.deepEqual(
    (await store.ask(everyToken, null)).map(({ maker, uses_left: uses }) => [maker, uses]),
    [['kaja', 50]],
  )
  const [newest] = await store.ask(auditLog, { limit: 1 })
  assert.equal(newest?.action, 'enrol_token_created')
})
