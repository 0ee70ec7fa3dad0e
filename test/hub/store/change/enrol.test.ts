import assert from 'node:assert/strict'
import { agentOfCredential } from '../../../../hub/store/ask/agent-of-credential.ts'
import { everyAgent } from '../../../../hub/store/ask/every-agent.ts'
import { everyToken } from '../../../../hub/store/ask/every-token.ts'
import { renameAgent } from '../../../../hub/store/change/rename-agent.ts'
import { revokeAgent } from '../../../../hub/store/change/revoke-agent.ts'
import { revokeToken } from '../../../../hub/store/change/revoke-token.ts'
import { digestOf, newSecret } from '../../../../lib/credentials/secret.ts'
import { enrolIn, identifierIn, tokenIn } from '../../../support/enrolment.ts'
import { BY } from '../../../support/people.ts'
import { NOW, testOnStores } from '../../../support/stores.ts'

const HOST = 'web1.example.com'

testOnStores('a token gives a host credentials that count, and its label', async (store) => {
  const token = await tokenIn(store, { uses: 2, label: 'shared' })
  const secret = newSecret()
  const identifier = identifierIn(await enrolIn(store, token, HOST, { secret }))
  assert.match(identifier, /^web1-[2-9a-z]{8}$/)
  const found = await store.ask(agentOfCredential, { identifier, now: NOW })
  assert.deepEqual([found?.hosts, found?.digests], [[HOST], [digestOf(secret)]])
  const [agent] = await store.ask(everyAgent, { now: NOW })
  assert.deepEqual([agent?.host, agent?.label, agent?.identifiers], [HOST, 'shared', [identifier]])
  assert.equal((await store.ask(everyToken, null))[0]?.uses_left, 1)
})

testOnStores('uses at the same time cannot exceed what a token allows', async (store) => {
  const token = await tokenIn(store, { uses: 5 })
  const hosts = Array.from({ length: 12 }, (_, index) => `web${index}.example.com`)
  const results = await Promise.all(hosts.map((host) => enrolIn(store, token, host)))
  assert.equal(results.filter((result) => 'identifier' in result).length, 5)
  assert.deepEqual(
    results.filter((result) => 'refused' in result),
    Array.from({ length: 7 }, () => ({ refused: 'used_up' })),
  )
  assert.equal((await store.ask(everyAgent, { now: NOW })).length, 5)
  assert.equal((await store.ask(everyToken, null))[0]?.uses_left, 0)
})

testOnStores('two that want the same name at the same time do not both get it', async (store) => {
  const token = await tokenIn(store, { uses: 5 })
  const results = await Promise.all([1, 2, 3].map(() => enrolIn(store, token, HOST)))
  assert.equal(results.filter((result) => 'identifier' in result).length, 1)
  assert.equal((await store.ask(everyToken, null))[0]?.uses_left, 4)
})

testOnStores('a token that is unknown, expired, used up or revoked gives nothing', async (store) => {
  const refusal = async (token: Parameters<typeof enrolIn>[1], now = NOW): Promise<unknown> =>
    enrolIn(store, token, HOST, { now })
  const token = await tokenIn(store, { uses: 1, ttl: 60 })
  assert.deepEqual(await refusal({ ...token, digest: digestOf('another') }), { refused: 'unknown_token' })
  assert.deepEqual(await refusal({ ...token, id: 't-22222222' }), { refused: 'unknown_token' })
  assert.deepEqual(await refusal(token, NOW + 60), { refused: 'expired' })
  identifierIn(await enrolIn(store, token, 'web2.example.com', { now: NOW + 59 }))
  assert.deepEqual(await refusal(token), { refused: 'used_up' })
  const other = await tokenIn(store, {})
  assert.equal(await store.change(revokeToken, { id: other.id, now: NOW, by: BY }), true)
  assert.deepEqual(await refusal(other), { refused: 'revoked' })
  assert.equal(await store.change(revokeToken, { id: 't-22222222', now: NOW, by: BY }), false)
})

testOnStores(
  'the same request again has the same answer and takes no use, also after the token was revoked',
  async (store) => {
    const token = await tokenIn(store, { uses: 1, ttl: 60 })
    const secret = newSecret()
    const first = await enrolIn(store, token, HOST, { secret })
    assert.deepEqual(await enrolIn(store, token, HOST, { secret, now: NOW + 3600 }), first)
    assert.equal(await store.change(revokeToken, { id: token.id, now: NOW + 3600, by: BY }), true)
    assert.deepEqual(await enrolIn(store, token, HOST, { secret, now: NOW + 3601 }), first)
    assert.deepEqual(await enrolIn(store, token, HOST, { now: NOW + 3601 }), { refused: 'revoked' })
    assert.equal((await store.ask(everyAgent, { now: NOW })).length, 1)
  },
)

testOnStores(
  'a name that is enrolled, was revoked or was another name before is only for a token that names it',
  async (store) => {
    const fleet = await tokenIn(store, { uses: 50 })
    identifierIn(await enrolIn(store, fleet, HOST))
    assert.deepEqual(await enrolIn(store, fleet, HOST.toUpperCase()), { refused: 'name_taken' })
    await store.change(revokeAgent, { host: HOST, now: NOW, by: BY })
    assert.deepEqual(await enrolIn(store, fleet, HOST), { refused: 'name_taken' })
    const own = await tokenIn(store, { uses: 2, host: HOST })
    assert.deepEqual(await enrolIn(store, own, 'web2.example.com'), { refused: 'other_host' })
    identifierIn(await enrolIn(store, own, HOST))
    await store.change(renameAgent, { from: HOST, to: 'web9.example.com', now: NOW, by: BY })
    assert.deepEqual(await enrolIn(store, fleet, HOST), { refused: 'name_taken' })
    identifierIn(await enrolIn(store, own, HOST))
    const agents = await store.ask(everyAgent, { now: NOW })
    assert.deepEqual(
      agents.map(({ host, formerNames }) => [host, formerNames]),
      [
        [HOST, []],
        ['web9.example.com', []],
      ],
    )
  },
)

testOnStores('what a host had before counts for a while after it enrolled again', async (store) => {
  const before = identifierIn(await enrolIn(store, await tokenIn(store, {}), HOST))
  const again = identifierIn(await enrolIn(store, await tokenIn(store, { host: HOST }), HOST))
  const counts = async (identifier: string, now: number): Promise<boolean> =>
    (await store.ask(agentOfCredential, { identifier, now })) !== null
  assert.deepEqual([await counts(before, NOW + 3599), await counts(before, NOW + 3600)], [true, false])
  assert.equal(await counts(again, NOW + 3600), true)
})
