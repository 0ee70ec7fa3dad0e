import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { getPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { agentOfCredential } from '../../../hub/store/ask/agent-of-credential.ts'
import { facetCounts } from '../../../hub/store/ask/facet-counts.ts'
import { newestEvents } from '../../../hub/store/ask/newest-events.ts'
import { addAgent } from '../../../hub/store/change/add-agent.ts'
import { takeLease } from '../../../hub/store/change/take-lease.ts'
import { EmbeddedStore } from '../../../hub/store/sqlite/embedded-store.ts'
import { StoreUnavailable } from '../../../hub/store/store.ts'
import { niceValues } from '../../support/nice-values.ts'
import { BY } from '../../support/people.ts'
import { ROOT } from '../../support/repository-files.ts'
import { NOW } from '../../support/stores.ts'

test('the embedded store writes and reads in threads of its own, and finds everything again', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'spoor-hub-store-'))
  context.after(() => rm(folder, { recursive: true }))
  const program = join(ROOT, 'hub/main.ts')
  const store = await EmbeddedStore.open({ folder }, program, NOW)
  const host = 'web1.example.com'
  const agent = await store.change(addAgent, { host, label: '', identifier: 'A1', digest: 'd', now: NOW, by: BY })
  assert.deepEqual(await store.ask(agentOfCredential, { identifier: 'A1', now: NOW }), {
    agent,
    hosts: [host],
    digests: ['d'],
  })
  await assert.rejects(
    store.change(addAgent, { host, label: '', identifier: 'A1', digest: 'd', now: NOW, by: BY }),
    /UNIQUE constraint failed/,
  )
  const lease = { name: 'evaluator', seconds: 3600 }
  assert.equal(await store.change(takeLease, { ...lease, holder: 'killed' }), true)
  const numbers = { kind: 0, context: 0, severity: 0, service: null, agent }
  const event = { received: NOW, ...numbers, mailbox: null, ip: null, fields: '{}' }
  const reports = Array.from({ length: 20 }, (_, index) => ({
    agent,
    received: NOW,
    quarantined: [],
    stale: 0,
    events: [{ ...event, time: NOW + index, id: `e${index}` }],
  }))
  const kept = await Promise.all(reports.map((report) => store.keep(report)))
  assert.ok(new Set(kept.map(({ arrival }) => arrival)).size < 20, 'reports that wait share a commit')
  const [known, unfit] = [reports[0] ?? assert.fail(), { ...event, time: NOW, id: 'bad', kind: NaN }]
  const mixed = [known, known, { ...known, events: [unfit] }].map((report) => store.keep(report))
  assert.deepEqual(
    (await Promise.allSettled(mixed)).map(({ status }) => status),
    ['fulfilled', 'fulfilled', 'rejected'],
  )
  await store.close()
  await assert.rejects(store.ask(newestEvents, { limit: 1 }), StoreUnavailable)
  const again = await EmbeddedStore.open({ folder }, program, NOW)
  assert.equal((await again.ask(newestEvents, { limit: 100 })).length, 20)
  assert.equal(await again.change(takeLease, { ...lease, holder: 'new' }), true, 'nobody waits for a hub that is gone')
  await again.close()
})

function isOther(nice: number): boolean {
  return nice !== getPriority()
}

test('of a busy processor the writer, and who answers long questions, get less than all other threads', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'spoor-hub-store-'))
  const store = await EmbeddedStore.open({ folder }, join(ROOT, 'hub/main.ts'), NOW)
  try {
    await store.prepareDays(NOW)
    const [nicer, others] = [Math.min(19, getPriority() + 4), (): readonly number[] => niceValues().filter(isOther)]
    assert.deepEqual(others(), [nicer])
    assert.equal((await store.ask(facetCounts, { most: 10, top: 10 })).total, 0)
    assert.deepEqual(others(), [nicer, nicer])
  } finally {
    await store.close()
    await rm(folder, { recursive: true })
  }
})
