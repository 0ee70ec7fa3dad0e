import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { type TestContext, test } from 'node:test'
import * as v from 'valibot'
import type { Config } from '../../../agent/config/config.ts'
import { runtimeOf } from '../../../agent/roles/role.ts'
import { ROLES } from '../../../agent/roles/roles.ts'
import { runtimeFile } from '../../../agent/snapshots/snapshot.ts'
import { toldStatus } from '../../../agent/status/told-status.ts'
import { type AgentStatus, agentStatus, LARGEST_STATUS } from '../../../lib/agent-status/agent-status.ts'
import { ownIdentity } from '../../../lib/system/processes/process-identity.ts'
import { exampleConfig } from '../../support/example-config.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

const NOW = 1_795_161_600_000
const NOTHING = { amount: { waiting: 0, waitingBytes: 0 }, rejected: 0 }

async function statusAfter(
  t: TestContext,
  told: Readonly<Record<string, object>>,
  delivered: Parameters<typeof toldStatus>[1] = NOTHING,
  change: Partial<Config> = {},
): Promise<AgentStatus> {
  const config = { ...exampleConfig(await temporaryFolder(t)), ...change }
  const common = {
    version: 1,
    agent: '0.2.0',
    process: ownIdentity(),
    startedAt: 5,
    notices: { counts: {}, recent: [] },
  }
  for (const role of ROLES) {
    const runtime = runtimeOf(role, config.runtime.path)
    await mkdir(runtime, { recursive: true })
    const state = told[role.name]
    if (state !== undefined) await writeFile(runtimeFile(runtime, role.name), JSON.stringify({ ...common, ...state }))
  }
  return toldStatus(config, delivered, NOW)
}

const DELIVERY = { delivery: { accepted: 1, rejected: 0, tries: 1 } }
const SOURCE = { source: 'login', lines: 9, ofInterest: 3, unrecognised: 1, events: 2, offset: 5, inode: '7' }

test('a healthy agent tells how its processes and sources are, and how long reports wait', async (t) => {
  const sources = [{ ...SOURCE, path: '/logs/login_log', lastEvent: 77 }]
  const amount = { waiting: 3, waitingBytes: 99, oldest: NOW - 90_500 }
  const status = await statusAfter(t, { collector: { sources }, transmitter: DELIVERY }, { amount, rejected: 4 })
  assert.deepEqual(
    { ...status, version: '' },
    {
      version: '',
      health: 'healthy',
      warnings: [],
      lag: 90,
      waiting: 3,
      refused: 4,
      roles: { collector: { running: true, startedAt: 5 }, transmitter: { running: true, startedAt: 5 } },
      sources: [{ source: 'login', path: '/logs/login_log', lines: 9, unrecognised: 1, events: 2, lastEvent: 77 }],
      checks: [],
    },
  )
})

test('a dead collector shows, and so does a log that cannot be read', async (t) => {
  const gone = { ...ownIdentity(), pid: 2 ** 22 + 1 }
  const sources = [{ ...SOURCE, path: '/logs/login_log', problem: 'is not there' }]
  const status = await statusAfter(t, { collector: { sources, process: gone }, transmitter: DELIVERY })
  assert.deepEqual(
    [status.health, status.warnings.map(({ code }) => code)],
    ['degraded', ['collector_not_running', 'source_unavailable']],
  )
  assert.equal(status.sources[0]?.problem, 'is not there')
  assert.equal((await statusAfter(t, { transmitter: DELIVERY })).warnings[0]?.code, 'collector_not_running')
})

test('whatever names and how many logs there are, a hub takes what is told', async (t) => {
  const sources = Array.from({ length: 500 }, (_, index) => ({
    ...SOURCE,
    path: `/logs/${index}${'\u{1f600}'.repeat(2000)}`,
    problem: 'x'.repeat(4000),
  }))
  const last = { at: 1, took: 1, text: '\u{1f600}'.repeat(2000) }
  const checks = Array.from({ length: 600 }, (_, index) => {
    return { name: `c${index}`, type: 'tcp', state: 'up', since: 1, target: 'x'.repeat(4000), last }
  })
  const told = { collector: { sources }, transmitter: DELIVERY, watcher: { checks } }
  const status = await statusAfter(t, told, NOTHING, { watch: { checks: [], references: [] } })
  assert.ok(status.checks !== undefined && status.checks.length > 0)
  assert.ok(v.is(agentStatus, status))
  assert.ok(Buffer.byteLength(JSON.stringify(status)) <= LARGEST_STATUS)
})

test('it tells which kinds each source can tell and the hub gets, and rules as one more', async (t) => {
  const sources = [{ ...SOURCE, path: '/logs/login_log' }]
  const tells = [
    { source: 'login', kinds: ['login', 'forward_added', 'of_a_later_version'] },
    { source: 'inbox', path: '/spool/inbox', kinds: ['forward_added', 'login_failed'] },
    { source: 'rules', kinds: ['mailbox_takeover'] },
  ]
  const config = exampleConfig(await temporaryFolder(t))
  const [receiver] = config.receivers
  assert.ok(receiver !== undefined)
  const events = ['login', 'forward_added'] as const
  const hub = { ...receiver, events, tellsStatus: true }
  const status = await statusAfter(t, { collector: { sources, tells } }, NOTHING, { receivers: [hub] })
  assert.ok(v.is(agentStatus, status))
  assert.deepEqual(status.tells, [
    { source: 'login', path: undefined, kinds: ['login', 'forward_added'] },
    { source: 'inbox', path: '/spool/inbox', kinds: ['forward_added'] },
    { source: 'rules', path: undefined, kinds: [] },
  ])
  assert.equal((await statusAfter(t, { collector: { sources } })).tells, undefined, 'of an early version')
})
