import assert from 'node:assert/strict'
import { agentOfCredential } from '../../../../hub/store/ask/agent-of-credential.ts'
import { revokeAgent } from '../../../../hub/store/change/revoke-agent.ts'
import { rotateSecret } from '../../../../hub/store/change/rotate-secret.ts'
import { enrolIn, identifierIn, tokenIn } from '../../../support/enrolment.ts'
import { BY } from '../../../support/people.ts'
import { NOW, testOnStores } from '../../../support/stores.ts'

const HOST = 'web1.example.com'

testOnStores('after a rotation both secrets count, and after the grace period the new one alone', async (store) => {
  const identifier = identifierIn(await enrolIn(store, await tokenIn(store, {}), HOST))
  const digests = async (now: number): Promise<unknown> =>
    (await store.ask(agentOfCredential, { identifier, now }))?.digests.length
  const rotation = { host: HOST, now: NOW, previousUntil: NOW + 600, by: BY }
  assert.equal(await store.change(rotateSecret, { ...rotation, digest: 'd2' }), identifier)
  assert.deepEqual([await digests(NOW), await digests(NOW + 600)], [2, 1])
  await store.change(rotateSecret, { ...rotation, digest: 'd3' })
  const found = await store.ask(agentOfCredential, { identifier, now: NOW })
  assert.deepEqual(found?.digests, ['d3', 'd2'])
})

testOnStores('the credentials of the last enrolment are the ones that rotate', async (store) => {
  identifierIn(await enrolIn(store, await tokenIn(store, {}), HOST))
  const last = identifierIn(await enrolIn(store, await tokenIn(store, { host: HOST }), HOST))
  const rotation = { host: HOST, digest: 'd2', now: NOW, previousUntil: NOW + 600, by: BY }
  assert.equal(await store.change(rotateSecret, rotation), last)
})

testOnStores('what was revoked does not count, with any of its secrets, and cannot rotate', async (store) => {
  const identifier = identifierIn(await enrolIn(store, await tokenIn(store, {}), HOST))
  const rotation = { host: HOST, digest: 'd2', now: NOW, previousUntil: NOW + 600, by: BY }
  await store.change(rotateSecret, rotation)
  assert.equal(await store.change(revokeAgent, { host: HOST, now: NOW, by: BY }), 1)
  assert.equal(await store.ask(agentOfCredential, { identifier, now: NOW }), null)
  assert.equal(await store.change(revokeAgent, { host: HOST, now: NOW, by: BY }), 0)
  assert.equal(await store.change(rotateSecret, rotation), null)
  assert.equal(await store.change(revokeAgent, { host: 'web2.example.com', now: NOW, by: BY }), null)
  assert.equal(await store.change(rotateSecret, { ...rotation, host: 'web2.example.com' }), null)
})
