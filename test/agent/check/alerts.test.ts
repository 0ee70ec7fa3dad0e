import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { test } from 'node:test'
import { alertFaults } from '../../../agent/check/alerts.ts'
import type { AlertConfig } from '../../../agent/config/alerts/alert-config.ts'
import type { PinnedKey } from '../../../lib/pgp/recipient-key.ts'
import { GpgHome } from '../../support/gpg-home.ts'

function alertWith(keys: readonly PinnedKey[]): AlertConfig {
  const settings = {
    program: 'spoor-agent',
    option: 'alerts.ops.mail',
    from: 'spoor@example.com',
    to: ['anna@example.com'],
    host: '127.0.0.1',
    port: 25,
    timeout: 1000,
    keys,
  }
  const name = 'ops'
  const when = { mailboxes: undefined, pace: 'at once', limit: 600_000 } as const
  const what = { events: 'takeover', minSeverity: 'high', contexts: undefined } as const
  return { name, option: `alerts.${name}`, enabled: true, ...what, ...when, way: { type: 'mail', settings } }
}

test('check warns of a key that ends within 30 days, and fails at one that cannot be encrypted to', async (t) => {
  const home = new GpgHome(t)
  const [lasting, ending] = [home.key('Anna <anna@example.com>'), home.key('Bo <bo@example.com>', { lasts: '20d' })]
  const keys = [lasting, ending].map((fingerprint, index) => ({
    file: home.exported(`${index}.asc`, fingerprint),
    fingerprint,
  }))
  const [warning, ...others] = await alertFaults(alertWith(keys))
  assert.deepEqual([warning?.check, warning?.state, others], ['alert', 'warning', []])
  assert.match(
    warning?.text ?? '',
    /1\.asc: the key of Bo <bo@example\.com> expires on \d{4}-\d\d-\d\d: get a renewed one/,
  )
  rmSync(keys[0]?.file ?? '')
  const [failed] = await alertFaults(alertWith(keys))
  assert.equal(failed?.state, 'failed')
  assert.match(failed?.text ?? '', /0\.asc: the key cannot be read \(ENOENT\)/)
})
