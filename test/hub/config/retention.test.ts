import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { type HubConfig, loadHubConfig } from '../../../hub/config/load.ts'

const DAY = 86_400_000

async function load(t: TestContext, retention: string): Promise<HubConfig['retention']> {
  const folder = await mkdtemp(join(tmpdir(), 'spoor-hub-config-'))
  t.after(() => rm(folder, { recursive: true }))
  const file = join(folder, 'hub.yml')
  await writeFile(file, `retention: ${retention}\n`, { mode: 0o600 })
  return (await loadHubConfig(file)).retention
}

test('each sort of what is kept has its own time, and single kinds of events a shorter one', async (t) => {
  assert.deepEqual(await load(t, '{ events: 60d, kinds: { login: 30d, login_failed: 14d } }'), {
    events: 60 * DAY,
    kinds: { login: 30 * DAY, login_failed: 14 * DAY },
    incidents: 90 * DAY,
    quarantine: 30 * DAY,
    audit: 365 * DAY,
    minutes: 2 * DAY,
    totals: 400 * DAY,
  })
})

test('a kind that is none, one that would be kept for longer than all events, and too short a time are refused', async (t) => {
  await assert.rejects(load(t, '{ kinds: { logins: 30d } }'), { exitCode: 2, message: /logins.* is no kind of events/ })
  await assert.rejects(load(t, '{ kinds: { login: 91d } }'), {
    exitCode: 2,
    message: /hub\.yml:1:30: retention\.kinds\.login: is longer than retention\.events/,
  })
  await assert.rejects(load(t, '{ minutes: 59m }'), { exitCode: 2, message: /retention\.minutes.* is shorter than 1h/ })
  await assert.rejects(load(t, '{ totals: 1d }'), { exitCode: 2, message: /retention\.totals.* is shorter than 2d/ })
  await assert.rejects(load(t, '{ kinds: 30d }'), { exitCode: 2, message: /retention\.kinds/ })
  await assert.rejects(load(t, '{ kinds: { login: soon } }'), { exitCode: 2, message: /login.* is not a duration/ })
})
