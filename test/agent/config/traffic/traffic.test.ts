import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { loadConfig } from '../../../../agent/config/load.ts'
import type { TrafficConfig } from '../../../../agent/config/traffic/traffic-config.ts'
import { temporaryFolder } from '../../../support/spool-scene.ts'

async function load(t: TestContext, ...lines: readonly string[]): Promise<TrafficConfig | undefined> {
  const file = join(await temporaryFolder(t), 'spoor.yml')
  const text = ['include: none', 'traffic:', ...lines.map((line) => `  ${line}`), ''].join('\n')
  await writeFile(file, text, { mode: 0o600 })
  return (await loadConfig(file)).config.traffic
}

test('logs alone are enough: all else has its default', async (t) => {
  const rule = { least: 0, window: 120, clear: 0.8, for: 0, judges: 'closed intervals' }
  assert.deepEqual(await load(t, 'logs:', '  - path: cpanel'), {
    logs: [
      {
        path: '/etc/apache2/logs/domlogs/*',
        option: 'traffic.logs.0.path',
        format: undefined,
        vhost: undefined,
      },
    ],
    interval: 10,
    outOfOrder: 10,
    vhosts: 100,
    rules: [
      { ...rule, measure: 'requests', over: 10, of: ['host'] },
      { ...rule, measure: 'errors', over: 0.05, least: 20, of: ['vhost'] },
    ],
    logins: { over: 30, window: 300, clear: 0.8 },
  })
})

test('each rule can be switched off, or be of the host, of web sites, or of both', async (t) => {
  const config = await load(
    t,
    'logs: [{ path: /var/log/access.log, format: vhost_combined, vhost: www.example.com }]',
    'alerts:',
    '  requests: { over: off }',
    '  errors: { over: 0.5%, per: both }',
    '  bytes: { over: 2MiB/s, window: 1m, clear: 100%, for: 30s }',
    '  logins: { over: off }',
    '  silence: { over: 120/m }',
  )
  const found = config?.rules.map(({ measure, over, of, window, clear, for: hold }) => [
    measure,
    over,
    of.join(' '),
    window,
    clear,
    hold,
  ])
  assert.deepEqual(found, [
    ['bytes', 2_097_152, 'host', 60, 1, 30],
    ['errors', 0.005, 'host vhost', 120, 0.8, 0],
    ['silence', 2, 'vhost', 300, 1, 0],
  ])
  assert.equal(config?.logins, undefined)
  assert.deepEqual(config?.logs[0]?.vhost, 'www.example.com')
})

for (const [lines, fault] of [
  [['logs: [{ path: access.log }]'], /traffic\.logs\.0\.path: is not an absolute path/],
  [['logs: [{ path: cpanel, format: comon }]'], /format: is neither a name nor a format.*; known by name: common/],
  [['logs: [{ path: cpanel, format: "%h %b" }]'], /format: has no time: add %t; known by name: common/],
  [['logs: [{ path: /a/* }, { path: /a/b }]'], /traffic\.logs\.1: overlaps with traffic\.logs\.0/],
  [['logs: [{ path: cpanel }]', 'alerts: { errors: { over: 101% } }'], /errors\.over: is neither off nor a share/],
  [['logs: [{ path: cpanel }]', 'alerts: { requests: { over: 10 } }'], /requests\.over: is neither off nor a rate/],
  [['logs: [{ path: cpanel }]', 'alerts: { requests: off }'], /requests: is not a section/],
  [
    ['logs: [{ path: cpanel }]', 'interval: 5m'],
    /requests\.window: is shorter than traffic\.interval; write window: 300s/,
  ],
  [['logs: [{ path: cpanel }]', 'vhosts: 1001'], /vhosts: is more than 1000/],
  [['interval: 10s'], /names nothing to do/],
] as const)
  test(`${lines.join('; ')} is refused`, async (t) => {
    await assert.rejects(load(t, ...lines), fault)
  })
