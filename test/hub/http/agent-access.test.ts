import assert from 'node:assert/strict'
import { AgentAccess } from '../../../hub/http/agent-access.ts'
import { HttpError } from '../../../hub/http/errors.ts'
import { revokeAgent } from '../../../hub/store/change/revoke-agent.ts'
import type { Store } from '../../../hub/store/store.ts'
import { enrolAgent } from '../../support/enrolled-agent.ts'
import { BY } from '../../support/people.ts'
import { NOW, testOnStores } from '../../support/stores.ts'

testOnStores('a revoked credential counts for five seconds at most', async (store) => {
  const { authorization, host } = await enrolAgent(store)
  let now = NOW * 1000
  const access = new AgentAccess(store, { now: () => now, sleep: async () => undefined })
  assert.deepEqual((await access.agentOf(authorization)).hosts, [host])
  await store.change(revokeAgent, { host, now: NOW, by: BY })
  now += 4999
  await access.agentOf(authorization)
  now += 1
  await assert.rejects(access.agentOf(authorization), HttpError)
})

testOnStores('requests at the same time ask the store once, and a failure is not remembered', async (store) => {
  const { authorization } = await enrolAgent(store)
  let [asked, isDown] = [0, true]
  const counting: Store = {
    ask: async (question, input) => {
      asked += 1
      if (isDown) throw new Error('down')
      return store.ask(question, input)
    },
    change: async () => assert.fail(),
    keep: async () => assert.fail(),
    scrub: async () => 'done' as const,
    close: async () => undefined,
  }
  const access = new AgentAccess(counting, { now: () => NOW * 1000, sleep: async () => undefined })
  await assert.rejects(access.agentOf(authorization), /down/)
  isDown = false
  await Promise.all(Array.from({ length: 20 }, () => access.agentOf(authorization)))
  assert.equal(asked, 2)
})
