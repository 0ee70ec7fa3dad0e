import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { auditLog } from '../../hub/store/ask/audit-log.ts'
import { shareBrowser, visit } from '../support/console-browser.ts'
import { openEmbedded } from '../support/stores.ts'

shareBrowser()

/** What an admin changes, where, and how. */
const CHANGES: Readonly<Record<string, readonly [path: string, change: (page: Page) => Promise<void>]>> = {
  'a host is renamed': [
    '/hosts/srv12.example.net',
    async (page) => {
      await page.getByRole('button', { name: 'Rename…' }).click()
      await page.getByLabel('New name').fill('srv99.example.net')
      await page.keyboard.press('Enter')
    },
  ],
  'a host gets a new secret': [
    '/hosts/srv12.example.net',
    async (page) => {
      await page.getByRole('button', { name: 'New secret…' }).click()
      await page.getByRole('button', { name: 'Make it' }).click()
    },
  ],
  'a host is revoked': [
    '/hosts/srv12.example.net',
    async (page) => {
      await page.getByRole('button', { name: 'Revoke…' }).click()
      await page.getByLabel('Name of the host').fill('srv12.example.net')
      await page.keyboard.press('Enter')
    },
  ],
  'an incident is claimed': ['/', (page) => page.getByRole('button', { name: 'Claim it' }).first().click()],
  'a host is snoozed': [
    '/alerts?show=snoozes',
    async (page) => {
      await page.keyboard.press('s')
      await page.getByRole('dialog').getByRole('textbox').first().fill('srv12.example.net')
      await page.keyboard.press('Enter')
    },
  ],
  'a server may enrol': [
    '/settings/enrolment',
    async (page) => {
      await page.keyboard.press('a')
      await page.getByRole('button', { name: 'Make it' }).click()
    },
  ],
  'a program may ask': [
    '/settings/tokens',
    async (page) => {
      await page.keyboard.press('a')
      await page.getByLabel('What for').fill('nightly')
      await page.getByRole('button', { name: 'Make it' }).click()
    },
  ],
  'a person may sign in': [
    '/settings/people',
    async (page) => {
      await page.keyboard.press('a')
      await page.getByLabel('Name').fill('nora')
      await page.getByLabel('Password').fill('a password of hers')
      await page.keyboard.press('Enter')
    },
  ],
}

/** How a hub refuses, and what the page then says; 0: its answer is lost. */
const REFUSALS = [
  [503, 'Not done. Something is wrong.'],
  [0, /did not answer|not reached/],
] as const

test('a change that the hub refuses, or does not answer, is said not to be done, or not to be known', async (context) => {
  const store = await openEmbedded(context)
  const { page, faults } = await visit(store, context)
  for (const [status, words] of REFUSALS) {
    await page.unrouteAll()
    await page.route('**/api/v1/**', (route) => {
      const isChange = route.request().method() !== 'GET' && !route.request().url().endsWith('/preferences')
      if (!isChange) return route.continue()
      return status === 0
        ? route.abort('connectionreset')
        : route.fulfill({ status, json: { code: status * 100 + 9, error: 'Something is wrong.' } })
    })
    for (const [what, [path, change]] of Object.entries(CHANGES)) {
      await page.goto(path)
      await page.locator('.shell:not(:has(.loading, .stale))').waitFor()
      await change(page)
      await page
        .locator('main, dialog')
        .getByText(words)
        .first()
        .waitFor()
        .catch((error: unknown) => {
          throw new Error(`${what}, ${status}`, { cause: error })
        })
      assert.equal(await page.getByText('shown only now').count(), 0, what)
    }
  }
  const done = (await store.ask(auditLog, { limit: 50 })).filter(({ actor }) => actor === 'kaja')
  assert.deepEqual(
    done.map(({ action }) => action),
    ['login'],
  )
  assert.deepEqual(faults, [])
})

test('what is on its way cannot be cancelled: a secret that was made is shown', async (context) => {
  const { page } = await visit(await openEmbedded(context), context)
  for (const [path, begin, call] of [
    ['/hosts/srv12.example.net', 'New secret…', '**/rotate'],
    ['/settings/enrolment', 'Make a token', '**/enrolment-tokens'],
  ] as const) {
    await page.goto(path)
    await page.getByRole('button', { name: begin }).click()
    const held = Promise.withResolvers<void>()
    await page.route(call, async (route) => {
      if (route.request().method() === 'POST') await held.promise
      await route.continue()
    })
    await page.getByRole('button', { name: 'Make it' }).click()
    await page.getByRole('button', { name: 'Make it', disabled: true }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Cancel' }).click({ force: true })
    held.resolve()
    await page
      .getByText(/shown only now|not shown again/i)
      .first()
      .waitFor()
  }
})
