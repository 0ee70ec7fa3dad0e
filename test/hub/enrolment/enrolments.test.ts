import assert from 'node:assert/strict'
import { newToken } from '../../../hub/enrolment/enrol-token.ts'
import { WISHED } from '../../../hub/enrolment/wished-fields.ts'
import { everyToken } from '../../../hub/store/ask/every-token.ts'
import { digestOf, newSecret } from '../../../lib/credentials/secret.ts'
import { tokenIn } from '../../support/enrolment.ts'
import { type AskedAnswer, runHub, type RunningHub } from '../../support/running-hub.ts'
import { NOW, testOnStores } from '../../support/stores.ts'

const HOST = 'web1.example.com'

function post(
  hub: RunningHub,
  token: string,
  { host = HOST, secret = newSecret(), body }: { host?: string; secret?: string; body?: string } = {},
): Promise<AskedAnswer> {
  return hub.ask('/api/enrolments', {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: body ?? JSON.stringify({ host, version: '0.2.0', secret_digest: digestOf(secret) }),
  })
}

function codeIn({ json }: AskedAnswer): unknown {
  return Object(json).code
}

testOnStores('a server enrols with a token, and is known by its own secret from then on', async (store, context) => {
  const hub = await runHub(store, context)
  const secret = newSecret()
  const { text, id } = await tokenIn(store, { uses: 2 })
  const answer = await post(hub, text, { secret })
  assert.equal(answer.status, 201)
  assert.equal(answer.headers.get('spoor-fields'), WISHED)
  const { identifier } = Object(answer.json)
  assert.deepEqual((await post(hub, text, { secret })).json, { identifier }, 'an answer that was lost comes again')
  const put = (credentials: string): Promise<AskedAnswer> =>
    hub.ask('/api/agents/status', {
      method: 'PUT',
      body: '{}',
      headers: { authorization: `Basic ${btoa(credentials)}` },
    })
  assert.equal((await put(`${identifier}:${secret}`)).status, 400)
  assert.equal((await put(`${identifier}:${newSecret()}`)).status, 401)
  assert.match(
    hub.notices.map(({ text }) => text).join('\n'),
    new RegExp(`${HOST} enrolled with the token ${id}, from`),
  )
  assert.ok(!JSON.stringify(hub.notices).includes(text))
})

testOnStores('each reason why a server cannot enrol has its own number', async (store, context) => {
  const hub = await runHub(store, context)
  const fleet = await tokenIn(store, { uses: 2 })
  assert.equal((await post(hub, fleet.text)).status, 201)
  assert.deepEqual([(await post(hub, fleet.text)).status, codeIn(await post(hub, fleet.text))], [409, 40_901])
  const old = await tokenIn(store, { ttl: 0 })
  assert.equal(codeIn(await post(hub, old.text, { host: 'web2.example.com' })), 40_301)
  const other = await tokenIn(store, { host: 'web3.example.com' })
  assert.equal(codeIn(await post(hub, other.text)), 40_303)
  assert.equal((await post(hub, fleet.text, { host: 'web2.example.com' })).status, 201)
  assert.equal(codeIn(await post(hub, fleet.text, { host: 'web4.example.com' })), 40_302)
  assert.equal(codeIn(await post(hub, newToken().text)), 40_104)
  assert.equal(codeIn(await post(hub, 'x')), 40_103)
  assert.match(
    JSON.stringify(hub.notices),
    /wanted to enrol as web1\.example\.com, and was refused: A host of this name/,
  )
})

testOnStores('what is no enrolment takes no use of its token', async (store, context) => {
  const hub = await runHub(store, context)
  const { text } = await tokenIn(store, {})
  const good = { host: HOST, version: '0.2.0', secret_digest: digestOf('x') }
  for (const wrong of [
    '',
    '[',
    '{}',
    JSON.stringify({ ...good, host: 'a b' }),
    JSON.stringify({ ...good, host: 'a'.repeat(300) }),
    JSON.stringify({ ...good, secret_digest: 'x' }),
    JSON.stringify({ ...good, version: 1 }),
  ])
    assert.equal(codeIn(await post(hub, text, { body: wrong })), 40_004, wrong)
  assert.equal((await post(hub, text, { body: 'x'.repeat(5000) })).status, 413)
  assert.equal((await store.ask(everyToken, null))[0]?.uses_left, 1)
})

testOnStores('an address that fails often waits, and then may try again', async (store, context) => {
  let now = NOW * 1000
  const clock = { now: () => now, sleep: async () => undefined }
  const hub = await runHub(store, context, { clock })
  const { text } = await tokenIn(store, { uses: 50 })
  for (let tries = 0; tries < 20; tries += 1) assert.equal((await post(hub, newToken().text)).status, 401)
  const limited = await post(hub, text)
  assert.deepEqual([limited.status, limited.headers.get('retry-after')], [429, '60'])
  now += 60_000
  assert.equal((await post(hub, text)).status, 201)
})
