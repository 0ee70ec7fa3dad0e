import assert from 'node:assert/strict'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { alertChannelsOf, alertRulesOf } from '../../../../hub/config/alerts/alert-settings.ts'
import { type HubConfig, loadHubConfig } from '../../../../hub/config/load.ts'
import { ActionNeeded } from '../../../../lib/system/errors.ts'
import { temporaryFolder } from '../../../support/spool-scene.ts'

async function loaded(t: TestContext, ...lines: readonly string[]): Promise<HubConfig> {
  const file = join(await temporaryFolder(t), 'hub.yml')
  await writeFile(file, `alerts:\n${lines.map((line) => `  ${line}\n`).join('')}`, { mode: 0o600 })
  t.after(() => rm(file, { force: true }))
  return loadHubConfig(file)
}

/** What is wrong, without the place. */
async function faults(t: TestContext, ...lines: readonly string[]): Promise<readonly string[]> {
  try {
    await loaded(t, ...lines)
    return []
  } catch (error) {
    assert.ok(error instanceof ActionNeeded)
    return error.message.split('\n').map((line) => line.replace(/^.*?hub\.yml:(\d+):\d+: /, '$1: '))
  }
}

const STAFF = 'channels: { staff: { mail: { from: spoor@example.com, to: anna@example.com } } }'

test('without alerts nobody is told; with channels alone they get what matters', async (t) => {
  assert.deepEqual(alertRulesOf(await loaded(t)), [])
  const config = await loaded(t, STAFF)
  assert.deepEqual(alertChannelsOf(config), [{ name: 'staff', recipients: ['anna@example.com'], perHour: 20 }])
  assert.deepEqual(
    alertRulesOf(config).map(({ name, to, severity, kinds }) => [name, to, severity, kinds]),
    [
      ['default', ['staff'], 'high', ['compromise', 'attack', 'misuse', 'overload', 'outage', 'expiry']],
      ['blind-spots', ['staff'], 'info', ['blind_spot']],
    ],
  )
})

test('a rule is read with its durations in seconds', async (t) => {
  const rule =
    '{ name: a, to: staff, kinds: [attack], labels: shared, wait: 1s, remind: 4h, digest: 1d, recovery: false }'
  assert.deepEqual(alertRulesOf(await loaded(t, STAFF, `rules: [${rule}]`)), [
    {
      name: 'a',
      to: ['staff'],
      severity: 'high',
      kinds: ['attack'],
      labels: ['shared'],
      wait: 1,
      every: 1800,
      remind: 14_400,
      digest: 86_400,
      recovery: false,
    },
  ])
})

test('of a webhook the origin alone is shown: its path may be a secret', async (t) => {
  const config = await loaded(t, "channels: { chat: { webhook: { url: 'https://chat.example.com:8443/T0ken' } } }")
  assert.deepEqual(alertChannelsOf(config)[0]?.recipients, ['https://chat.example.com:8443'])
})

const WRONG: readonly (readonly [line: string, fault: RegExp])[] = [
  ['channels: { staff: {} }', /^2: alerts\.channels\.staff: needs a section mail or a section webhook;/],
  [
    "channels: { a: { mail: { from: a@b.example, to: a@b.example }, webhook: { url: 'https://x.example/' } } }",
    /^2: alerts\.channels\.a\.mail: stands beside a section webhook; write one of them, or two channels$/,
  ],
  ['channels: { Staff: { per_hour: 1 } }', /alerts\.channels\.Staff: is not a name; write a letter/],
  ['channels: { staff: yes }', /alerts\.channels\.staff: is not a section; write lines with its keys: mail, webhook/],
  ['channels: [staff]', /alerts\.channels: is not a section/],
  [
    'channels: { a: { mial: {}, mail: { from: a@b.example, to: a@b.example } } }',
    /alerts\.channels\.a\.mial: is no option; write mail$/,
  ],
  ['channels: { a: { mail: { to: anna@example.com } } }', /alerts\.channels\.a\.mail\.from: is missing; write from: /],
  ['channels: { a: { mail: { from: a, to: b@example.com } } }', /mail\.from: is no mail address such as/],
  ['channels: { a: { mail: { from: a@b.example, to: [] } } }', /mail\.to: is an empty list/],
  [
    'channels: { a: { mail: { from: a@b.example, to: a@b.example, user: u } } }',
    /mail\.user: stands without password_file; write both/,
  ],
  [
    'channels: { a: { mail: { from: a@b.example, to: a@b.example, user: u, password_file: /p, tls: none, host: m.example } } }',
    /mail\.tls: would send the password in clear; write tls: starttls or tls: implicit/,
  ],
  [
    'channels: { a: { mail: { from: a@b.example, to: a@b.example, port: 99999 } } }',
    /port: is not a port; write port: 587/,
  ],
  [
    "channels: { a: { webhook: { url: 'http://x.example/T0ken' } } }",
    /webhook\.url: begins with http:\/\/, so that anyone/,
  ],
  ["channels: { a: { webhook: { url: 'https://u:p@x.example/' } } }", /webhook\.url: holds a user or a password/],
  ["channels: { a: { webhook: { url: 'https://x.example/', allow: [192.0.2.0/33] } } }", /allow\.0: is neither an IP/],
  [
    "channels: { a: { webhook: { url: 'https://x.example/' }, per_hour: 0 } }",
    /per_hour: is not a whole number from 1 to 999/,
  ],
  [`${STAFF}\n  rules: [{ name: a, to: stuff }]`, /^3: alerts\.rules\.a\.to: names no channel; write to: staff$/],
  ['rules: [{ name: a, to: staff }]', /names no channel; write channels above the rules/],
  [
    `${STAFF}\n  rules: [{ name: a, to: staff }, { name: a, to: staff }]`,
    /rules\.1\.name: is the name of a rule before it|rules\.a\.name: is the name/,
  ],
  [
    `${STAFF}\n  rules: [{ name: a, to: staff, severity: urgent }]`,
    /severity: is none of info, low, medium, high, critical/,
  ],
  [
    `${STAFF}\n  rules: [{ name: a, to: staff, kinds: takeover }]`,
    /kinds: is none of compromise, attack, blind_spot, misuse/,
  ],
  [`${STAFF}\n  rules: [{ name: a, to: staff, every: 5s }]`, /every: is less than a minute/],
  [`${STAFF}\n  rules: [{ name: a, to: staff, remind: 8d }]`, /remind: is longer than a week/],
  [`${STAFF}\n  rules: [{ name: a, to: staff, recovery: no }]`, /recovery: is neither true nor false/],
]

for (const [line, fault] of WRONG) {
  test(`a fault is told in one sentence with what to write instead: ${fault.source}`, async (t) => {
    const [first = 'none', ...others] = await faults(t, line)
    assert.match(first, fault)
    assert.deepEqual(others, [])
    assert.doesNotMatch(first, /T0ken|u:p/)
  })
}
