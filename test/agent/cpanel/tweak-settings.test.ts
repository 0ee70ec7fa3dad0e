import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { logsSuccessfulLogins } from '../../../agent/cpanel/tweak-settings.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

async function hostWith(t: TestContext, settings: string): Promise<string> {
  const root = await temporaryFolder(t)
  mkdirSync(join(root, 'var/cpanel'), { recursive: true })
  writeFileSync(join(root, 'var/cpanel/cpanel.config'), settings)
  return root
}

test('says whether cPanel logs successful logins', async (t) => {
  assert.equal(logsSuccessfulLogins(await hostWith(t, 'logchmod=0640\nlog_successful_logins=1\n')), true)
  assert.equal(logsSuccessfulLogins(await hostWith(t, 'log_successful_logins=0\nlogchmod=0640\n')), false)
})

test('an empty value is off, and another key with that end is not taken for it', async (t) => {
  assert.equal(logsSuccessfulLogins(await hostWith(t, 'old_log_successful_logins=1\nlog_successful_logins=\n')), false)
})

test('does not guess where the settings do not say, or are not there', async (t) => {
  assert.equal(logsSuccessfulLogins(await hostWith(t, 'logchmod=0640\n')), undefined)
  assert.equal(logsSuccessfulLogins(await temporaryFolder(t)), undefined)
})
