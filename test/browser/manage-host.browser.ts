import assert from 'node:assert/strict'
import { auditLog } from '../../hub/store/ask/audit-log.ts'
import { barriers, shareBrowser, visit } from '../support/console-browser.ts'
import { testOnStores } from '../support/stores.ts'

shareBrowser()

testOnStores(
  'an admin renames a host, gives it a new secret, ends its credentials, and forgets it',
  async (store, context) => {
    const { page, faults } = await visit(store, context)
    await page.goto('/hosts/srv12.example.net')
    await page.getByRole('button', { name: 'Rename…' }).click()
    await page.getByLabel('New name').fill('srv07.example.net')
    await page.getByRole('button', { name: 'Rename', exact: true }).click()
    // A failed change is never shown as done.
    await page.getByRole('alert').getByText('This is, or was, the name of another host.').waitFor()
    assert.deepEqual(await barriers(page), [])
    await page.getByLabel('New name').fill('srv99.example.net')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'srv99.example.net' }).waitFor()
    await page.getByRole('button', { name: 'New secret…' }).click()
    await page.getByRole('button', { name: 'Make it' }).click()
    await page.getByText('The secret, shown only now').waitFor()
    assert.deepEqual(await barriers(page), [])
    await page.getByRole('button', { name: 'Done' }).click()
    await page.getByText('The secret, shown only now').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Revoke…' }).click()
    await page.getByLabel('Name of the host').fill('srv9')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'End them' }).click({ force: true })
    await page.getByLabel('Name of the host').fill('srv99.example.net')
    await page.getByRole('button', { name: 'End them' }).click()
    await page.getByText('Its credentials have ended: it may not report.').first().waitFor()
    await page.getByText('It can report no more.').first().waitFor()
    assert.equal(await page.getByRole('button', { name: 'Revoke…' }).count(), 0)
    await page.goto('/hosts')
    await page.getByText('revoked · 1').waitFor()
    await page.goto('/hosts/srv99.example.net')
    await page.getByRole('button', { name: 'Forget…' }).click()
    await page.getByText('Its events and incidents stay').waitFor()
    assert.deepEqual(await barriers(page), [])
    await page.getByRole('button', { name: 'Forget it' }).click()
    await page.getByRole('heading', { name: 'Hosts' }).waitFor()
    await page.locator('tr[data-host="srv07.example.net"]').waitFor()
    assert.equal(await page.locator('tr[data-host="srv99.example.net"]').count(), 0)
    const done = (await store.ask(auditLog, { limit: 50 })).filter(
      ({ actor, action }) => actor === 'kaja' && action.startsWith('agent_'),
    )
    assert.deepEqual(
      done.map(({ action, target }) => [action, target]),
      [
        ['agent_forgotten', 'srv99.example.net'],
        ['agent_revoked', 'srv99.example.net'],
        ['agent_secret_rotated', 'srv99.example.net'],
        ['agent_renamed', 'srv12.example.net'],
      ],
    )
    assert.deepEqual(faults, [])
    await page.goto('/hosts/srv99.example.net')
    await page.getByText('This host was forgotten').waitFor()
  },
)
