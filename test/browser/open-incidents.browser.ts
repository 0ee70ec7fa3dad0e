import assert from 'node:assert/strict'
import { test } from 'node:test'
import { severityNumber } from '../../hub/store/number-words.ts'
import { shareBrowser, visit } from '../support/console-browser.ts'
import { incidentIn } from '../support/kept-incidents.ts'
import { openEmbedded } from '../support/stores.ts'

shareBrowser()

test('open incidents of a host, a mailbox or an address stand there the worst first, then the newest', async (context) => {
  const store = await openEmbedded(context)
  const { page, faults } = await visit(store, context)
  const names = { host: 'srv03.example.net', mailbox: 'lone@example.com', address: '192.0.2.99' }
  for (const [index, severity] of (['high', 'low', 'high', 'medium'] as const).entries())
    await incidentIn(store, {
      incident: { subject: `of ${index}`, sentence: `Number ${index}.`, severity: severityNumber(severity) },
      subjects: Object.entries(names).map(([type, name]) => ({ type, name })),
    })
  for (const [type, name] of Object.entries(names)) {
    await page.goto(`/${type === 'host' ? 'hosts' : type}/${name}`)
    const list = page.locator('section', { hasText: 'Number 0.' }).last()
    await list.waitFor()
    const found = [...(await list.innerText()).matchAll(/Number (\d)\./g)].map(([, number]) => number)
    assert.deepEqual(found, ['2', '0', '3', '1'], type)
  }
  assert.deepEqual(faults, [])
})
