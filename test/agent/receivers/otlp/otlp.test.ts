import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import * as v from 'valibot'
import { otlpCheck } from '../../../../agent/check/totals-servers.ts'
import type { OtlpConfig } from '../../../../agent/config/config.ts'
import type { Outcome } from '../../../../agent/receivers/delivery/outcome.ts'
import { otlp } from '../../../../agent/receivers/otlp/otlp.ts'
import type { Receiver, Sendable } from '../../../../agent/receivers/receiver.ts'
import { countedTotals } from '../../../support/counted-totals.ts'
import { exampleServer } from '../../../support/example-server.ts'
import type { FakeApi } from '../../../support/fake-api.ts'
import { exportRequest, startOtlpServer } from '../../../support/otlp-server.ts'
import { entryOf, temporaryFolder } from '../../../support/spool-scene.ts'

const { signal } = new AbortController()

const HOST = { name: 'web1.example.com', labels: {} }

interface Scene {
  readonly server: FakeApi
  readonly config: OtlpConfig
  readonly receiver: Receiver<unknown>
}

async function createScene(t: TestContext, change: Partial<OtlpConfig> = {}): Promise<Scene> {
  const server = await startOtlpServer(t)
  const file = join(await temporaryFolder(t), 'headers')
  await writeFile(file, '# Of the collector\nAuthorization: Bearer token-of-otel\nX-Scope-OrgID: hosting\n', {
    mode: 0o600,
  })
  const config: OtlpConfig = {
    ...exampleServer(server.url, 'otel'),
    type: 'otlp',
    path: '/v1/metrics',
    headersFile: file,
    ...change,
  }
  const open = await otlp.prepare(config, { host: HOST })
  const receiver = await open({ wants: () => true, tell: () => undefined, elapsed: () => 0, root: '/nowhere' })
  t.after(() => receiver.close())
  return { server, config, receiver }
}

function deliver({ receiver }: Pick<Scene, 'receiver'>, report: Sendable): Promise<Outcome> {
  return receiver.send(receiver.project(report) ?? assert.fail('unwanted'), signal)
}

const TRAFFIC = countedTotals('traffic', 1_795_834_860, [
  ['', 7, Number.MAX_SAFE_INTEGER],
  ['example.org', 7, 700],
])
const REPORT: Sendable = { id: 'r', entries: [], totals: [TRAFFIC] }

test('a period is sent as the protocol has it: gauges with decimal texts, at the end of the period', async (t) => {
  const scene = await createScene(t, { compression: 'gzip' })
  const labels = { site: 'vienna' }
  const report = { ...REPORT, metadata: { reporter: 'web2.example.com', labels } }
  assert.deepEqual(await deliver(scene, report), { result: 'accepted' })
  const [request] = scene.server.requests
  const { resourceMetrics } = v.parse(exportRequest, request?.json)
  assert.deepEqual(resourceMetrics[0]?.resource?.attributes, [
    { key: 'service.name', value: { stringValue: 'spoor-agent' } },
    { key: 'service.instance.id', value: { stringValue: 'web2.example.com' } },
    { key: 'host.name', value: { stringValue: 'web2.example.com' } },
    { key: 'spoor.label.site', value: { stringValue: 'vienna' } },
  ])
  const metrics = resourceMetrics[0]?.scopeMetrics[0]?.metrics ?? []
  assert.equal(metrics.length, 14)
  const times = { startTimeUnixNano: '1795834860000000000', timeUnixNano: '1795834920000000000' }
  assert.deepEqual(metrics[1], {
    name: 'spoor.traffic.bytes',
    unit: 'By',
    gauge: { dataPoints: [{ attributes: [], ...times, asInt: '9007199254740991' }] },
  })
  assert.deepEqual(
    metrics.find(({ name }) => name === 'spoor.traffic.by_vhost.requests'),
    {
      name: 'spoor.traffic.by_vhost.requests',
      unit: '{count}',
      gauge: {
        dataPoints: [{ attributes: [{ key: 'vhost', value: { stringValue: 'example.org' } }], ...times, asInt: '7' }],
      },
    },
  )
  assert.deepEqual(
    [request?.headers.authorization, request?.headers['x-scope-orgid'], request?.headers['content-encoding']],
    ['Bearer token-of-otel', 'hosting', 'gzip'],
  )
})

test('a receiver of totals gets no events, and of the totals only those that it names', async (t) => {
  const { receiver } = await createScene(t)
  const senders = countedTotals('senders', 3600, [['info@example.org', 1]])
  assert.equal(receiver.project({ id: 'r', entries: [entryOf('a')] }), undefined)
  assert.equal(receiver.project({ id: 'r', entries: [], totals: [senders] }), undefined)
  const mixed = receiver.project({ id: 'r', entries: [], totals: [senders, TRAFFIC] })
  assert.doesNotMatch(JSON.stringify(mixed), /info@example\.org/)
})

test('points that a success leaves out are refused for good, with the words of the server', async (t) => {
  const scene = await createScene(t)
  for (const rejectedDataPoints of ['2', 2]) {
    const errorMessage = 'out of order \u001b[2J token-of-otel'
    scene.server.script.push({
      status: 200,
      body: JSON.stringify({ partialSuccess: { rejectedDataPoints, errorMessage } }),
    })
    const outcome = await deliver(scene, REPORT)
    assert.ok(outcome.result === 'rejected')
    assert.match(outcome.reason, /^The OTLP server took the others and refuses 2 points for good \(HTTP 200: /)
    for (const text of ['\u001b', 'token-of-otel']) assert.ok(!outcome.reason.includes(text))
  }
  const warned = JSON.stringify({ partialSuccess: { errorMessage: 'an old version' } })
  scene.server.script.push({ status: 200, body: warned })
  assert.deepEqual(await deliver(scene, REPORT), { result: 'accepted' })
})

for (const [status, verdict] of [
  [200, 'accepted'],
  [202, 'configuration'],
  [302, 'configuration'],
  [400, 'rejected'],
  [401, 'configuration'],
  [403, 'configuration'],
  [404, 'configuration'],
  [407, 'configuration'],
  [413, 'divided'],
  [418, 'configuration'],
  [422, 'rejected'],
  [429, 'receiver'],
  [500, 'receiver'],
  [503, 'receiver'],
] as const) {
  test(`an answer with status ${status} means: ${verdict}`, async (t) => {
    const scene = await createScene(t)
    scene.server.script.push({ status, headers: { 'retry-after': '7' }, body: 'said' })
    // A request that a wrong configuration failed is not tried again by itself: the files have not changed.
    const outcome = await deliver(scene, REPORT)
    const is =
      outcome.result === 'later'
        ? outcome.cause
        : outcome.result === 'rejected' && outcome.divisible === true
          ? 'divided'
          : outcome.result
    assert.equal(is, verdict)
    if (outcome.result !== 'accepted') assert.match(outcome.reason, new RegExp(`\\(HTTP ${status}: said\\)\\.$`))
    if (verdict === 'receiver') assert.ok(outcome.result === 'later' && outcome.notBefore !== undefined)
    assert.equal(scene.server.requests.length, 1)
  })
}

test('a page that a portal answers with is not taken for the server', async (t) => {
  const scene = await createScene(t)
  scene.server.script.push({ status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Log in</html>' })
  const outcome = await deliver(scene, REPORT)
  assert.ok(outcome.result === 'later' && outcome.cause === 'configuration')
  assert.match(outcome.reason, /^A web page answered/)
})

test('a header file that changes is in use with the next request', async (t) => {
  const scene = await createScene(t)
  const { headersFile = '' } = scene.config
  scene.server.script.push({ status: 401 })
  await writeFile(headersFile, 'authorization: Bearer renewed\n', { mode: 0o600 })
  assert.deepEqual(await deliver(scene, REPORT), { result: 'accepted' })
  assert.equal(scene.server.requests.at(-1)?.headers.authorization, 'Bearer renewed')
})

for (const [title, text, mode, message] of [
  ['a line that is no header', 'Authorization hush1234', 0o600, /headers: line 1 is no header; write/],
  ['a header that the agent gives itself', '\nContent-Type: text/plain', 0o600, /line 2 names content-type, which/],
  ['a header twice', 'A: hush1234\na: c\n', 0o600, /line 2 names a again/],
  ['a file that others can read', 'A: b\n', 0o644, /has mode 644/],
] as const) {
  test(`${title} is refused without the text`, async (t) => {
    const file = join(await temporaryFolder(t), 'headers')
    await writeFile(file, text, { mode })
    await assert.rejects(createScene(t, { headersFile: file }), (error: Error) => {
      assert.match(error.message, message)
      assert.doesNotMatch(error.message, /hush1234/)
      return true
    })
  })
}

test('check sends no metrics, and tells whether the server takes some', async (t) => {
  const { server, config } = await createScene(t)
  const findings = await otlpCheck.connection(config, { host: HOST }, signal)
  assert.deepEqual(
    findings.map(({ check, state }) => `${check} ${state}`),
    ['dns ok', 'tcp ok', 'clock ok', 'credentials ok'],
  )
  assert.deepEqual(server.requests[0]?.json, { resourceMetrics: [] })
  server.script.push({ status: 401 })
  const last = (await otlpCheck.connection(config, { host: HOST }, signal)).at(-1)
  assert.deepEqual(last, {
    check: 'credentials',
    state: 'failed',
    text: 'otel: credentials: The OTLP server does not accept the credentials: correct receivers.otel.headers_file (HTTP 401)',
  })
})

test('a placeholder in place of a server or a token is found without a request', async (t) => {
  const { server, config } = await createScene(t)
  await writeFile(config.headersFile ?? '', 'Authorization: Bearer YOUR-TOKEN\n', { mode: 0o600 })
  const findings = await otlpCheck.sending({ ...config, host: 'https://otel.example.com' }, () => 'FILE:1:1')
  assert.deepEqual(
    findings.map(({ text }) => text),
    [
      'FILE:1:1: receivers.otel.host: is a placeholder; write your server',
      'FILE:1:1: receivers.otel.name: a file of its credentials holds a placeholder',
    ],
  )
  assert.equal(server.requests.length, 0)
})
