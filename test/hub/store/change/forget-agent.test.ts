import assert from 'node:assert/strict'
import { agentOfHost } from '../../../../hub/store/ask/agent-of-host.ts'
import { doubtfulAgents } from '../../../../hub/store/ask/doubtful-agents.ts'
import { everyAgent } from '../../../../hub/store/ask/every-agent.ts'
import { hostsOf } from '../../../../hub/store/ask/hosts-of.ts'
import { storeContents } from '../../../../hub/store/ask/store-contents.ts'
import { addAgent } from '../../../../hub/store/change/add-agent.ts'
import { forgetAgent, type Forgetting } from '../../../../hub/store/change/forget-agent.ts'
import { labelAgent } from '../../../../hub/store/change/label-agent.ts'
import { noteStatus } from '../../../../hub/store/change/note-status.ts'
import { noteUnseen } from '../../../../hub/store/change/note-unseen.ts'
import { renameAgent } from '../../../../hub/store/change/rename-agent.ts'
import { revokeAgent } from '../../../../hub/store/change/revoke-agent.ts'
import type { Store } from '../../../../hub/store/store.ts'
import { enrolIn, identifierIn, tokenIn } from '../../../support/enrolment.ts'
import { agentIn, arrivalOf, eventOf } from '../../../support/kept-events.ts'
import { BY } from '../../../support/people.ts'
import { NOW, testOnStores } from '../../../support/stores.ts'

const HOST = 'web1.example.com'

function forget(store: Store, host = HOST): Promise<Forgetting> {
  return store.change(forgetAgent, { host, now: NOW, by: BY })
}

async function hostsIn(store: Store): Promise<readonly string[]> {
  return (await store.ask(everyAgent, { now: NOW })).map(({ host }) => host)
}

/** A host that told an event, was called otherwise before, and whose credentials have ended; returns its number. */
async function revokedIn(store: Store): Promise<number> {
  const agent = await agentIn(store, 'old.example.com')
  await store.change(renameAgent, { from: 'old.example.com', to: HOST, now: NOW, by: BY })
  await store.keep(arrivalOf(agent, [eventOf(agent, 'a')]))
  const said = { status: '{}', version: '0.2.0', health: 'degraded', lag: 7, unread: '[]' }
  await store.change(noteStatus, { agent, at: NOW, ...said })
  const row = { agent, source: '', path: '', problem: '', since: NOW, told: NOW, times: 1, seen: null }
  await store.change(noteUnseen, { noted: [row], forgotten: [] })
  await store.change(revokeAgent, { host: HOST, now: NOW, by: BY })
  return agent
}

testOnStores('a host that may report is not forgotten, and one that nobody knows cannot be', async (store) => {
  await agentIn(store)
  assert.deepEqual([await forget(store), await forget(store, 'web2.example.com')], ['may_report', 'unknown'])
  assert.deepEqual(await hostsIn(store), [HOST])
})

testOnStores('a forgotten host is in no list or count, and its events keep its name', async (store) => {
  const agent = await revokedIn(store)
  await agentIn(store, 'web2.example.com')
  assert.equal(await forget(store), 'forgotten')
  assert.deepEqual(await hostsIn(store), ['web2.example.com'])
  assert.equal((await store.ask(storeContents, null)).agents, 1)
  const doubtful = await store.ask(doubtfulAgents, { since: NOW + 86_400, now: NOW })
  assert.deepEqual(
    doubtful.map(({ host }) => host),
    ['web2.example.com'],
  )
  assert.deepEqual(await store.ask(hostsOf, [agent]), [[agent, HOST]])
  for (const host of [HOST, 'old.example.com']) {
    const found = await store.ask(agentOfHost, { host })
    assert.deepEqual([found?.id, found?.isForgotten, found?.status], [agent, true, null])
  }
})

testOnStores('nothing changes a forgotten host, and no other host takes its name', async (store) => {
  await revokedIn(store)
  await agentIn(store, 'web2.example.com')
  await forget(store)
  const change = { now: NOW, by: BY }
  assert.equal(await forget(store), 'unknown')
  assert.equal(await store.change(labelAgent, { host: HOST, label: 'vip', ...change }), false)
  assert.equal(await store.change(revokeAgent, { host: HOST, ...change }), null)
  assert.equal(await store.change(renameAgent, { from: HOST, to: 'web3.example.com', ...change }), 'unknown')
  assert.equal(await store.change(renameAgent, { from: 'web2.example.com', to: HOST, ...change }), 'taken')
})

testOnStores(
  'any token enrols the name of a forgotten host again, which begins anew with its events',
  async (store) => {
    const agent = await revokedIn(store)
    await forget(store)
    identifierIn(await enrolIn(store, await tokenIn(store, { label: 'new' }), HOST.toUpperCase(), { now: NOW + 60 }))
    const [again, ...others] = await store.ask(everyAgent, { now: NOW + 60 })
    assert.deepEqual(
      [again?.id, again?.host, again?.label, again?.created, again?.reported, again?.health, others],
      [agent, HOST.toUpperCase(), 'new', NOW + 60, null, null, []],
    )
    assert.deepEqual(await store.ask(doubtfulAgents, { since: NOW, now: NOW + 60 }), [])
    assert.deepEqual(await enrolIn(store, await tokenIn(store, {}), HOST), { refused: 'name_taken' })
  },
)

testOnStores('a former name of a forgotten host is free for another', async (store) => {
  const agent = await revokedIn(store)
  await forget(store)
  identifierIn(await enrolIn(store, await tokenIn(store, {}), 'old.example.com'))
  const [other] = await store.ask(everyAgent, { now: NOW })
  assert.equal(other?.host, 'old.example.com')
  assert.notEqual(other.id, agent)
  assert.deepEqual((await store.ask(agentOfHost, { host: HOST }))?.formerNames, [])
})

testOnStores('credentials that are made by hand bring a forgotten host back, too', async (store) => {
  const agent = await revokedIn(store)
  await forget(store)
  const kept = { host: HOST, label: 'hand', identifier: 'i2', digest: 'd', now: NOW, by: BY }
  assert.equal(await store.change(addAgent, kept), agent)
  assert.deepEqual(
    (await store.ask(everyAgent, { now: NOW })).map(({ host, label }) => [host, label]),
    [[HOST, 'hand']],
  )
})
