import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { loadHubConfig } from '../../../hub/config/load.ts'
import type { FleetTrafficRule } from '../../../hub/config/traffic-schema.ts'

async function load(t: TestContext, ...rules: readonly string[]): Promise<readonly FleetTrafficRule[]> {
  const folder = await mkdtemp(join(tmpdir(), 'spoor-hub-config-'))
  t.after(() => rm(folder, { recursive: true }))
  const file = join(folder, 'hub.yml')
  await writeFile(file, `traffic: { rules: [${rules.map((rule) => `{ ${rule} }`).join(', ')}] }\n`, { mode: 0o600 })
  return (await loadHubConfig(file)).traffic.rules
}

test('a rule says how much of what is too much, in which time, and of which hosts', async (t) => {
  const usual = { clear: 0.8, for: 0, least: 100, window: 300, sum: {} }
  assert.deepEqual(
    await load(
      t,
      'name: all, over: 0.5/s',
      'name: shops, measure: bytes, over: 50MiB/s, window: 1m, for: 10m, sum: { label: shop, vhost: "*.example.com" }',
      'name: errors, measure: errors, over: 2.5%, clear: 50%, least: 20',
    ),
    [
      { ...usual, name: 'all', measure: 'requests', over: 0.5 },
      {
        ...usual,
        name: 'shops',
        measure: 'bytes',
        over: 50 * 1024 ** 2,
        window: 60,
        for: 600,
        sum: { label: 'shop', vhost: '*.example.com' },
      },
      { ...usual, name: 'errors', measure: 'errors', over: 0.025, clear: 0.5, least: 20 },
    ],
  )
})

test('a rule that cannot be meant is refused, with what to write', async (t) => {
  const wrong: Readonly<Record<string, RegExp>> = {
    'name: a': /over/,
    'name: a, over: 5%': /over: is no limit of requests; write requests a second, such as 500\/s/,
    'name: a, over: 5/s, measure: bytes': /over: is no limit of bytes; write bytes a second, such as 50MiB\/s/,
    'name: a, over: 101%, measure: errors': /over: is no limit of errors; write a share of the requests, such as 5%/,
    'name: a, over: 5/s, measure: silence': /measure: is none of requests, bytes, errors/,
    'name: a, over: 5/s, window: 30s': /window: is shorter than 1m/,
    'name: a, over: 5/s, window: 90s': /window: is no whole number of minutes/,
    'name: a, over: 5/s, window: 2d': /window: is longer than a day/,
    'name: a, over: 5/s, clear: 80': /clear: is no share from 0% to 100%/,
    'name: a, over: 5/s, least: few': /least: is no whole number/,
    'name: a, over: 5/s, sum: { vhost: "*.*" }': /vhost: has more than one \*/,
    'name: A b, over: 5/s': /name: is not a name/,
  }
  for (const [rule, message] of Object.entries(wrong))
    await assert.rejects(load(t, rule), { exitCode: 2, message }, rule)
  const twice = load(t, 'name: a, over: 5/s', 'name: a, over: 6/s')
  await assert.rejects(twice, { exitCode: 2, message: /name: is the name of a rule before it/ })
})
