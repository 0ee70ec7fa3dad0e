import assert from 'node:assert/strict'
import { chmod, copyFile, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { loadConfig } from '../../../agent/config/load.ts'
import { agentOfCredential } from '../../../hub/store/ask/agent-of-credential.ts'
import { everyAgent } from '../../../hub/store/ask/every-agent.ts'
import { everyToken } from '../../../hub/store/ask/every-token.ts'
import { digestOf, newSecret } from '../../../lib/credentials/secret.ts'
import { pinOf } from '../../../lib/http/connection/pin.ts'
import { createEnrollingHost } from '../../support/enrolling-host.ts'
import { tokenIn } from '../../support/enrolment.ts'
import { startFakeApi } from '../../support/fake-api.ts'
import { ROOT } from '../../support/repository-files.ts'
import { runHub } from '../../support/running-hub.ts'
import { NOW, openEmbedded } from '../../support/stores.ts'
import { createTestCa } from '../../support/test-ca.ts'

const SOME_TOKEN = `t-22222222.${newSecret()}`

test('a server with a token enrols: secret, settings, proof, and what to type next', async (t) => {
  const store = await openEmbedded(t)
  const hub = await runHub(store, t)
  const host = await createEnrollingHost(t)
  const { text } = await tokenIn(store, { label: 'shared' })
  const printed = await host.enrol(`${hub.url}/`, text)
  assert.match(printed, /^web1\.example\.com is enrolled at http:\/\/127\.0\.0\.1:\d+ as web1-[2-9a-z]{8}\.$/m)
  assert.match(printed, /^systemctl enable --now spoor-agent\.target$/m)
  const { config } = await loadConfig(host.config)
  const { transmission } = config
  assert.deepEqual([config.receivers.length, transmission?.host, transmission?.tellsStatus], [1, hub.url, true])
  const secretFile = join(host.folder, 'private/hub_secret')
  assert.deepEqual(transmission?.secret, { file: secretFile })
  const secret = (await readFile(secretFile, 'utf8')).trim()
  const known = await store.ask(agentOfCredential, { identifier: transmission?.identifier ?? '', now: NOW })
  assert.deepEqual(known?.digests, [digestOf(secret)])
  for (const file of ['private/hub_secret', 'conf.d/hub.yml'])
    assert.equal((await stat(join(host.folder, file))).mode & 0o137, 0, file)
  assert.deepEqual(await readdir(join(host.folder, 'private')), ['hub_secret'])
  const [agent] = await store.ask(everyAgent, { now: NOW })
  assert.deepEqual(
    [agent?.label, agent?.health, agent?.status_at],
    ['shared', 'down', NOW],
    'the first status proves it',
  )
  assert.ok(!printed.includes(secret) && !printed.includes(text))
})

test('enrolling again changes nothing, and with --force needs a token for that name', async (t) => {
  const store = await openEmbedded(t)
  const hub = await runHub(store, t)
  const host = await createEnrollingHost(t)
  await host.enrol(hub.url, (await tokenIn(store, {})).text)
  const settings = await readFile(join(host.folder, 'conf.d/hub.yml'), 'utf8')
  const fleet = await tokenIn(store, { uses: 9 })
  assert.match(await host.enrol(hub.url, fleet.text), /is enrolled at http:.* already; --force renews that/s)
  await assert.rejects(host.enrol('https://other.example.com', fleet.text), {
    message: /^This server is enrolled at http:/,
  })
  await assert.rejects(host.enrol(hub.url, fleet.text, { force: true }), {
    message: /already\. If it is this one, type there: spoor-hub token create --host web1\.example\.com,/,
  })
  assert.equal(await readFile(join(host.folder, 'conf.d/hub.yml'), 'utf8'), settings)
  assert.equal((await store.ask(everyToken, null)).find(({ id }) => id === fleet.id)?.uses_left, 9)
})

test('a hub beside another Spoor API is a further receiver', async (t) => {
  const store = await openEmbedded(t)
  const hub = await runHub(store, t)
  const host = await createEnrollingHost(t, {
    lines: [
      'transmission: { host: https://spoor.hosting.example.net:8, credentials: { api_identifier: A, api_secret: b } }',
    ].map((line) => line.replace('.example.net', '.test')),
  })
  await host.enrol(hub.url, (await tokenIn(store, {})).text)
  const { config } = await loadConfig(host.config)
  assert.deepEqual(
    config.receivers.map((each) => each.type === 'spoor-api' && [each.name, each.host, each.tellsStatus]),
    [
      ['api', 'https://spoor.hosting.test:8', undefined],
      ['hub', hub.url, true],
    ],
  )
})

test('an answer that was lost is had again with the same token', async (t) => {
  const store = await openEmbedded(t)
  const hub = await runHub(store, t)
  const host = await createEnrollingHost(t)
  const { text } = await tokenIn(store, {})
  const lossy = await startFakeApi()
  t.after(() => lossy.close())
  lossy.script.push('cut')
  await assert.rejects(host.enrol(lossy.url, text), { message: /^The hub cut the connection before it answered/ })
  const [lost] = lossy.requests
  await hub.ask('/api/enrolments', {
    method: 'POST',
    body: lost?.body ?? '',
    headers: { authorization: `Bearer ${text}` },
  })
  assert.match(await host.enrol(hub.url, text), /is enrolled at/)
  assert.equal((await store.ask(everyAgent, { now: NOW })).length, 1)
})

test('a secret that a crash left half written is not used', async (t) => {
  const hub = await runHub(await openEmbedded(t), t)
  const host = await createEnrollingHost(t)
  await mkdir(join(host.folder, 'private'))
  await writeFile(join(host.folder, 'private/hub_secret.new'), '', { mode: 0o600 })
  await assert.rejects(host.enrol(hub.url, SOME_TOKEN), { message: /^The hub does not know this token/ })
  assert.match(await readFile(join(host.folder, 'private/hub_secret.new'), 'utf8'), /^[\w-]{43}\n$/)
})

test('the key of the hub is pinned if that is asked for, and its authority is trusted by a file', async (t) => {
  const ca = createTestCa()
  const certificate = ca.issue()
  const api = await startFakeApi({ certificate })
  t.after(() => api.close())
  const host = await createEnrollingHost(t)
  const caFile = join(host.folder, 'ca.pem')
  await writeFile(caFile, ca.pem)
  await assert.rejects(host.enrol(api.url, SOME_TOKEN), {
    message: /^The certificate of the hub is from an authority that is not trusted here: name its CA in --ca-file/,
  })
  api.otherwise = ({ method }) =>
    method === 'PUT' ? { status: 204 } : { status: 201, body: '{"identifier":"web1-x"}' }
  await host.enrol(api.url, SOME_TOKEN, { pin: true, 'ca-file': caFile })
  const { transmission } = (await loadConfig(host.config)).config
  assert.deepEqual([transmission?.pins, transmission?.caFile], [[pinOf(certificate.cert)], caFile])
})

test('each refusal is one sentence that says what to do', async (t) => {
  const api = await startFakeApi()
  t.after(() => api.close())
  const refusals = [
    [
      { status: 401, body: '{"code":40104}' },
      /^The hub does not know this token, or it was revoked: check it, or have/,
    ],
    [{ status: 403, body: '{"code":40301}' }, /^This token has expired: have another one made on the hub/],
    [{ status: 403, body: '{"code":40302}' }, /^This token was used as often as it may be: have/],
    [{ status: 403, body: '{"code":40303}' }, /^This token is for a host of another name than web1\.example\.com/],
    [{ status: 404, body: 'Not here' }, /is no spoor-hub \(HTTP 404\): check the address\.$/],
    [{ status: 200, body: '<html>' }, /is no spoor-hub \(HTTP 200\)/],
    [{ status: 201, body: '{"identifier":"a b"}' }, /is no spoor-hub \(HTTP 201\)/],
    [{ status: 302, headers: { location: 'https://example.net' } }, /is no spoor-hub \(HTTP 302\)/],
    [{ status: 500, body: 'Oh \u001b[31m' }, /^The hub did not enrol this host \(HTTP 500: Oh \?\[31m\)\.$/],
    [{ status: 500, body: SOME_TOKEN }, /^(?!.*22222222).*\(HTTP 500: what was written there is not kept/],
  ] as const
  const host = await createEnrollingHost(t)
  for (const [answer, message] of refusals) {
    api.script.push(answer)
    await assert.rejects(host.enrol(api.url, SOME_TOKEN), { exitCode: 1, message })
  }
  assert.deepEqual(await readdir(join(host.folder, 'conf.d')), [])
})

test('a hub that has no time is asked again', async (t) => {
  const api = await startFakeApi()
  t.after(() => api.close())
  const host = await createEnrollingHost(t)
  api.script.push({ status: 503, headers: { 'retry-after': '0' } }, { status: 429, headers: { 'retry-after': '0' } })
  api.otherwise = ({ method }) =>
    method === 'PUT' ? { status: 204 } : { status: 201, body: '{"identifier":"web1-x"}' }
  await host.enrol(api.url, SOME_TOKEN)
  const digests = new Set(api.requests.slice(0, 3).map(({ body }) => body))
  assert.deepEqual([api.requests.length, digests.size], [4, 1])
})

test('what cannot be meant is refused before anybody is asked', async (t) => {
  const api = await startFakeApi()
  t.after(() => api.close())
  const host = await createEnrollingHost(t)
  await assert.rejects(host.enrol('hub.example.com', SOME_TOKEN), { exitCode: 2, message: /write it as https:\/\// })
  await assert.rejects(host.enrol('http://hub.example.com', SOME_TOKEN), { exitCode: 2, message: /anyone on the way/ })
  await assert.rejects(host.enrol(api.url, ''), { exitCode: 2, message: /holds no token; on the hub type:/ })
  await assert.rejects(host.enrol(api.url, 'a token'), { exitCode: 2, message: /is no token; on the hub type:/ })
  await assert.rejects(host.enrol(api.url, SOME_TOKEN, { proxy: 'x' }), {
    exitCode: 2,
    message: /^enrol: --proxy is no/,
  })
  const file = join(host.folder, 'token')
  await writeFile(file, SOME_TOKEN, { mode: 0o644 })
  await assert.rejects(host.enrol(api.url, '', { 'token-file': file }), { exitCode: 2, message: /has mode 644/ })
  assert.equal(api.requests.length, 0)
})

test('what else is wrong with the configuration is said once the server is enrolled', async (t) => {
  const api = await startFakeApi()
  t.after(() => api.close())
  api.otherwise = { status: 201, body: '{"identifier":"web1-x"}' }
  const wrong = await createEnrollingHost(t, { lines: ['rules: { login_window: soon }'] })
  await assert.rejects(wrong.enrol(api.url, SOME_TOKEN), { exitCode: 2, message: /cannot start .*\n.*login_window/ })
  const apart = await createEnrollingHost(t, { lines: ['include: none'] })
  await assert.rejects(apart.enrol(api.url, SOME_TOKEN), {
    exitCode: 2,
    message: /include does not name what was written/,
  })
})

test('the configuration that the packages bring needs nothing else', async (t) => {
  const api = await startFakeApi()
  t.after(() => api.close())
  api.otherwise = ({ method }) =>
    method === 'PUT' ? { status: 204 } : { status: 201, body: '{"identifier":"web1-x"}' }
  const host = await createEnrollingHost(t)
  await copyFile(join(ROOT, 'packaging/agent/spoor.yml'), host.config)
  await chmod(host.config, 0o600)
  assert.match(await host.enrol(api.url, SOME_TOKEN), /^The hub accepts the credentials/m)
  const { config } = await loadConfig(host.config)
  assert.deepEqual(
    [config.receivers.length, config.transmission?.host, config.transmission?.events],
    [1, api.url, ['takeover', 'checks', 'agent']],
  )
})
