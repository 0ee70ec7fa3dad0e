import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { agentOfHost } from '../../hub/store/ask/agent-of-host.ts'
import type { Store } from '../../hub/store/store.ts'
import { present, settled, shareBrowser, visit } from '../support/console-browser.ts'
import { TAKEN } from '../support/console-scene.ts'
import { arrivalOf, eventOf } from '../support/kept-events.ts'
import { placeFiles } from '../support/place-files.ts'
import { temporaryFolder } from '../support/spool-scene.ts'
import { testOnStores } from '../support/stores.ts'

shareBrowser()

const DAY = 86_400

/** Logins of mailboxes from one address, at these times. */
async function logIn(store: Store, ip: string, logins: Readonly<Record<string, readonly number[]>>): Promise<void> {
  const [now, agent] = [present(), (await store.ask(agentOfHost, { host: 'srv07.example.net' }))?.id ?? 0]
  const events = Object.entries(logins).flatMap(([mailbox, times]) =>
    times.map((time) => {
      const id = `${mailbox.slice(0, 8)}${time}`.padEnd(22, '_')
      return eventOf(agent, id, { time, received: now, mailbox, ip, fields: '{"service":"webmail"}' })
    }),
  )
  await store.keep(arrivalOf(agent, events, { received: now }))
}

/** What is marked beside the newest login of a mailbox. */
async function marked(page: Page, mailbox: string): Promise<readonly string[]> {
  const row = page
    .locator('.timeline tr')
    .filter({ hasText: mailbox })
    .filter({ hasText: /Login(?! failed)/ })
    .first()
  return row
    .locator('td:has(.differs)')
    .evaluateAll((cells: { cellIndex: number }[]) => cells.map(({ cellIndex }) => `column ${cellIndex}`))
}

testOnStores('each login of an address stands beside the habit of its own mailbox', async (store, context) => {
  const { country, network } = await placeFiles(await temporaryFolder(context))
  const { page, faults } = await visit(store, context, {
    config: `places: { country: ${country}, network: ${network} }`,
  })
  const now = present()
  const daily = Array.from({ length: 20 }, (_, ago) => now - ago * DAY - 60)
  const entered = { [TAKEN.mailbox]: [now - 120], 'usual@example.com': daily, 'new@example.com': [now - 90] }
  await logIn(store, '203.0.113.90', entered)
  const asked: string[] = []
  page.on('request', (request) => {
    if (request.url().includes('/api/v1/habits')) asked.push(request.url())
  })
  await page.goto('/address/203.0.113.90')
  await settled(page)
  await page.locator('.timeline .differs').first().waitFor()
  // The network was never there; the way in is one that the mailbox uses.
  assert.ok((await marked(page, TAKEN.mailbox)).includes('column 4'))
  assert.ok(!(await marked(page, TAKEN.mailbox)).includes('column 6'))
  assert.deepEqual(await marked(page, 'usual@example.com'), [])
  assert.deepEqual(await marked(page, 'new@example.com'), [])
  const [, newest] = await page
    .locator('.timeline tr')
    .filter({ hasText: 'usual@' })
    .first()
    .locator('.right')
    .allInnerTexts()
  assert.match(newest ?? '', /^1[89]$/)
  assert.equal(asked.length, 1)
  await page.getByText('203.0.113.0/24 · Netherlands, Example').waitFor()
  assert.deepEqual(faults, [])
})

testOnStores('the habits of a page are one question, of at most 20 mailboxes', async (store, context) => {
  const { page, faults } = await visit(store, context)
  const names = Array.from({ length: 30 }, (_, index) => `many${index}@example.com`)
  await logIn(store, '192.0.2.200', Object.fromEntries(names.map((name, ago) => [name, [present() - 60 - ago]])))
  const answered = page.waitForResponse('**/api/v1/habits?*')
  await page.goto('/address/192.0.2.200')
  const { searchParams } = new URL((await answered).url())
  assert.equal((await answered).status(), 200)
  assert.deepEqual(searchParams.getAll('mailbox'), names.slice(0, 20))
  await page.getByText('for the 20 mailboxes entered last').waitFor()
  await page.route('**/api/v1/habits?*', (route) =>
    route.fulfill({ status: 503, json: { code: 50302, error: 'The store does not answer.' } }),
  )
  await page.reload()
  await page.getByText('The store does not answer.').waitFor()
  await page.getByRole('link', { name: 'many0@example.com' }).first().waitFor()
  assert.deepEqual(faults, [])
})
