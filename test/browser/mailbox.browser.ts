import assert from 'node:assert/strict'
import { test } from 'node:test'
import { agentOfHost } from '../../hub/store/ask/agent-of-host.ts'
import { newestEvents } from '../../hub/store/ask/newest-events.ts'
import { kindNumber, severityNumber } from '../../hub/store/number-words.ts'
import { barriers, overflow, present, shareBrowser, visit } from '../support/console-browser.ts'
import { TAKEN } from '../support/console-scene.ts'
import { arrivalOf, eventOf } from '../support/kept-events.ts'
import { incidentIn } from '../support/kept-incidents.ts'
import { openEmbedded } from '../support/stores.ts'

shareBrowser()

const DAY = 86_400

test('the timeline of a mailbox says how many failed logins are usual, and which incident a row belongs to', async (context) => {
  const store = await openEmbedded(context)
  const { page, faults } = await visit(store, context)
  const agent = (await store.ask(agentOfHost, { host: 'srv07.example.net' }))?.id ?? 0
  const noon = present() - (present() % DAY) + DAY / 2
  const usual = Array.from({ length: 54 }, (_, index) =>
    eventOf(agent, `usual-${index}`, {
      time: noon - (2 + Math.floor(index / 2)) * DAY - (index % 2) * 60,
      kind: kindNumber('login_failed'),
      severity: severityNumber('low'),
      mailbox: TAKEN.mailbox,
      ip: '192.0.2.44',
      fields: '{"service":"imap"}',
    }),
  )
  await store.keep(arrivalOf(agent, usual, { received: present() }))
  const wish = { mailbox: TAKEN.mailbox, kinds: [kindNumber('forward_added')], limit: 1 }
  const [forward] = await store.ask(newestEvents, wish)
  const steps = [{ event_id: forward?.id ?? '', event_time: forward?.time ?? 0, mailbox: TAKEN.mailbox }]
  const id = await incidentIn(store, { incident: { subject: TAKEN.mailbox, kind: 'attack' }, steps })
  await page.goto(`/mailbox/${TAKEN.mailbox}`)
  const rows = page.locator('.timeline tr')
  const many = rows.filter({ hasText: /Login failed, \d\d times/ }).first()
  await many.locator('.differs', { hasText: 'usually 2 a day' }).waitFor()
  await rows.filter({ hasText: 'Login failed, 2 times' }).first().getByText('usually 2 a day').waitFor()
  assert.equal(await rows.filter({ hasText: 'Login failed, 2 times' }).locator('.of-kind .differs').count(), 0)
  const links = page.locator('.of-incident a')
  assert.equal(await links.count(), 1)
  assert.equal(await rows.filter({ hasText: 'Forward added' }).locator('.of-incident a').innerText(), String(id))
  assert.deepEqual(await barriers(page), [])
  await page.keyboard.press('o')
  await rows.filter({ hasText: 'Login failed, 2 times' }).first().waitFor({ state: 'detached' })
  await many.waitFor()
  await page.setViewportSize({ width: 320, height: 700 })
  assert.equal(await overflow(page), 0)
  await links.click()
  await page.waitForURL(`**/incidents/${id}`)
  assert.deepEqual(faults, [])
})
