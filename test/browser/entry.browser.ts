import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newSpokenCode, spokenCodeDigest } from '../../hub/people/spoken-code.ts'
import { totpCode } from '../../hub/people/totp.ts'
import { createSetupCode } from '../../hub/store/change/create-setup-code.ts'
import { setTotp } from '../../hub/store/change/set-totp.ts'
import { systemClock } from '../../lib/system/clock.ts'
import { barriers, present, shareBrowser, visit, visitHub } from '../support/console-browser.ts'
import { PASSWORD } from '../support/console-scene.ts'
import { agentIn, arrivalOf, eventOf } from '../support/kept-events.ts'
import { BY, personIn, totpIn } from '../support/people.ts'
import { runHub } from '../support/running-hub.ts'
import { openEmbedded, testOnStores } from '../support/stores.ts'

shareBrowser()

testOnStores(
  'a person signs in with a code, comes to the page that was asked for, and leaves',
  async (store, context) => {
    const { page, faults } = await visit(store, context, { who: null })
    const { secret } = await totpIn(store, 'kaja')
    await page.goto('/hosts')
    await page.getByLabel('Name').fill('kaja')
    await page.getByLabel('Password').fill('not the password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').getByText('The name, the password or the code is wrong.').waitFor()
    assert.deepEqual(await barriers(page), [])
    await page.getByLabel('Password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Sign in' }).click()
    const code = page.getByLabel('Code from your app')
    await code.waitFor()
    assert.equal(await code.evaluate((field) => field.matches(':focus')), true)
    await page.keyboard.type(totpCode(secret, Math.floor(present() / 30)))
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'hosts are well' }).waitFor()
    assert.equal(new URL(page.url()).pathname, '/hosts')
    await page.locator('summary.who').click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByLabel('Name').waitFor()
    await page.goto('/events')
    await page.getByLabel('Name').waitFor()
    assert.deepEqual(faults, [])
  },
)

testOnStores(
  'a session that ends under an open page leaves the page, and goes on after a sign-in',
  async (store, context) => {
    const { page, context: pages, faults } = await visit(store, context)
    // What the page asks last, once all else is there.
    const last = page.waitForResponse(/kind=host_heard/)
    await page.goto('/events?kind=forward_added')
    const rows = page.locator('.of-kind')
    await rows.first().waitFor()
    await last
    const before = await rows.count()
    await pages.clearCookies()
    await rows.first().getByRole('link').click()
    await page.getByText('Your session has ended.').waitFor()
    assert.deepEqual(await barriers(page), [])
    await page.locator('.record-side').getByText('Nobody is signed in.').waitFor()
    assert.equal(await page.getByText('Bearer').count(), 0, 'that is said to programs')
    assert.equal(await rows.count(), before)
    await page.keyboard.press('Escape')
    await page.getByText('Your session has ended.').waitFor()
    assert.equal(await page.getByLabel('Name').inputValue(), 'kaja')
    await page.getByLabel('Password').fill(PASSWORD)
    await page.keyboard.press('Enter')
    await page.getByText('Your session has ended.').waitFor({ state: 'detached' })
    await page.locator('.neighbour').first().waitFor()
    assert.deepEqual(faults, [])
  },
)

testOnStores(
  'the first admin is made with the code from the host, and the first host is awaited',
  async (store, context) => {
    const hub = await runHub(store, context, { clock: systemClock })
    const { page, faults } = await visitHub(hub, context, { who: null })
    await page.goto('/')
    await page.getByText('Nobody can sign in yet. Make the first admin.').waitFor()
    assert.deepEqual(await barriers(page), [])
    const code = newSpokenCode()
    const expires = present() + 3600
    await store.change(createSetupCode, { code: { digest: spokenCodeDigest(code), expires }, now: present(), by: BY })
    await page.getByLabel('Setup code').fill('aaaa-aaaa-aaaa-aaaa')
    await page.getByLabel('Your name').fill('kaja')
    await page.getByLabel('Password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Make the admin' }).click()
    await page.getByRole('alert').getByText('This setup code is wrong').waitFor()
    await page.getByLabel('Setup code').fill(code.toUpperCase())
    await page.getByRole('button', { name: 'Make the admin' }).click()
    await page.getByText('No host reports yet. Enrol the first one.').waitFor()
    await page.getByText(`spoor-agent enrol ${hub.url}`).waitFor()
    assert.deepEqual(await barriers(page), [])
    const agent = await agentIn(store)
    await page.getByText('web1.example.com has enrolled').waitFor()
    await store.keep(arrivalOf(agent, [eventOf(agent, 'first', { time: present() })]))
    await page.getByText('The first event has come.').waitFor()
    assert.deepEqual(faults, [])
  },
)

test('who comes first is nobody without the code, and the way in is no first run once there is an admin', async (context) => {
  const store = await openEmbedded(context)
  await personIn(store, 'vic', 'viewer', PASSWORD)
  const hub = await runHub(store, context, { clock: systemClock })
  const { page } = await visitHub(hub, context, { who: null })
  await page.goto('/setup')
  await page.getByLabel('Setup code').waitFor()
  await personIn(store, 'kaja', 'admin', PASSWORD)
  await store.change(setTotp, { name: 'kaja', secret: null, recovery: [], now: present(), by: BY })
  await page.reload()
  await page.getByRole('heading', { name: 'Sign in to' }).waitFor()
})

test('a viewer sees every page', async (context) => {
  const { page, faults } = await visit(await openEmbedded(context), context, { who: 'vic' })
  for (const path of [
    '/events',
    '/hosts',
    '/hosts/srv07.example.net',
    '/mailbox/anna.berg@example.com',
    '/address/203.0.113.7',
  ]) {
    await page.goto(path)
    await page.locator('.table').first().waitFor()
  }
  await page.locator('summary.who').click()
  await page.getByRole('heading', { name: 'vic, viewer' }).waitFor()
  assert.deepEqual(faults, [])
})
