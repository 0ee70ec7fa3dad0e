import assert from 'node:assert/strict'
import { test } from 'node:test'
import { everySnooze } from '../../hub/store/ask/every-snooze.ts'
import { overflow, present, shareBrowser, visit } from '../support/console-browser.ts'
import { judged } from '../support/incident-evidence.ts'
import { agentIn } from '../support/kept-events.ts'
import { agentTells, notedCheck } from '../support/noted-checks.ts'
import { NOW, openEmbedded } from '../support/stores.ts'
import { toldByCheck } from '../support/told-by-checks.ts'

shareBrowser()

test('an outage and a certificate say what was found and what to type; their check can be snoozed', async (context) => {
  const store = await openEmbedded(context)
  const agent = await agentIn(store, 'web9.example.net')
  const before = present() - NOW - 1200
  const restart = { restart: 'systemctl dovecot', restart_outcome: 'failed', finding: 'exit code 1' }
  const isNoted = await judged(
    store,
    [
      toldByCheck(agent, 'service_down', before),
      toldByCheck(agent, 'service_restarted', before + 5, restart),
      toldByCheck(agent, 'service_given_up', before + 900, restart),
      toldByCheck(agent, 'certificate_expires', before, { check: 'smtp', days_left: 6 }),
    ],
    present(),
  )
  assert.ok(isNoted)
  await agentTells(store, agent, present(), { checks: [notedCheck('imap', { state: 'down' }), notedCheck('smtp')] })
  const { page, faults } = await visit(store, context)
  await page.goto('/')
  const row = page.locator('.now-row', { hasText: 'imap of web9.example.net is down: connection refused.' })
  await row.getByRole('link', { name: 'web9.example.net', exact: true }).waitFor()
  await page.locator('.now-row', { hasText: 'The certificate of smtp of web9.example.net ends in 6 days.' }).waitFor()
  await row.locator('.now-open').click()
  await page.getByText('Find out why imap of web9.example.net is down.').waitFor()
  for (const line of ['spoor-agent checks run imap', 'systemctl status dovecot', 'spoor-agent checks reset imap'])
    await page.getByText(line, { exact: true }).first().waitFor({ state: 'attached' })
  await page.locator('.story-step', { hasText: 'Down: connection refused.' }).waitFor()
  await page.locator('.story-step').getByText('A restart of systemctl dovecot failed: exit code 1.').waitFor()
  await page
    .locator('.related')
    .getByRole('link', { name: /certificate of smtp/i })
    .waitFor()
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 900 })
    assert.equal(await overflow(page), 0, `${width} px`)
  }
  await page.goto('/incidents?kind=expiry')
  await page.locator('.listed', { hasText: 'The certificate of smtp' }).getByText('Certificate ends').waitFor()
  assert.equal(await page.locator('.listed').count(), 1)
  await page.goto('/alerts?show=snoozes')
  await page.getByRole('button', { name: 'Snooze something' }).click()
  await page.getByLabel('What').selectOption('service')
  await page.getByLabel('Which').fill('Web9.example.net:imap')
  await page.getByRole('button', { name: 'Snooze it' }).click()
  const made = page.locator('.snoozes tbody tr', { hasText: 'web9.example.net:imap' })
  assert.equal(await made.getByRole('link').getAttribute('href'), '/services?host=web9.example.net&check=imap')
  const [snooze] = await store.ask(everySnooze, { now: present(), all: false })
  assert.deepEqual([snooze?.what, snooze?.which, snooze?.kind], ['service', 'web9.example.net:imap', null])
  assert.deepEqual(faults, [])
})
