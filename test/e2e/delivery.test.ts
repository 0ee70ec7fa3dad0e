import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { project } from '../../lib/event/entry.ts'
import { type AgentProcess, startAgent } from '../support/agent-process.ts'
import { type FakeApi, type Scripted, startFakeApi } from '../support/fake-api.ts'
import { createTestCa } from '../support/test-ca.ts'
import { type TestHost, type TestHostOptions, createTestHost, loginLine } from '../support/test-host.ts'

/** Makes a host that is removed after the test. */
async function hostOf(options: TestHostOptions): Promise<TestHost> {
  const host = await createTestHost(options)
  after(() => host.remove())
  return host
}

interface Scene {
  readonly api: FakeApi
  readonly host: TestHost
  readonly agent: AgentProcess
}

/** A running agent whose logs are watched, and its API. */
async function stage({
  tls = false,
  ...options
}: { tls?: boolean } & Pick<TestHostOptions, 'timeout' | 'transmission'> = {}): Promise<Scene> {
  const ca = createTestCa()
  const api = await startFakeApi(tls ? { certificate: ca.issue() } : {})
  after(() => api.close())
  const host = await hostOf({ api: api.url, ...options, ...(tls ? { ca: ca.pem } : {}) })
  const agent = startAgent(['run', '--config', host.config])
  for (const source of ['access', 'error', 'login']) await agent.untilLine(new RegExp(`source_found: ${source}:`))
  await agent.untilLine(/transmitter_started/)
  return { api, host, agent }
}

async function stopped(agent: AgentProcess): Promise<void> {
  agent.kill('SIGTERM')
  const { code, stderr } = await agent.exited
  assert.equal(code, 0, stderr)
}

test('lines appended to the logs arrive at an HTTPS API as accepted reports', async () => {
  const { api, host, agent } = await stage({ tls: true })
  await host.write('login', loginLine('anna-maria@mail-host.example.com'))
  await api.arrived(1)
  await host.write(
    'access',
    '203.0.113.9 - bob%40example.com [11/20/2026:13:23:31 -0000] "POST /cpsess4233906373/webmail/jupiter/mail/doaddfwd.html HTTP/1.1" 200 0 "-" "-" "s" "-" 2096',
  )
  await api.arrived(2)
  await host.write(
    'error',
    '[2026-11-20 13:23:32 +0000] info [spoor_forward_added] {"args":{"fwdopt":"fwd","email":"bob"},"result":[{"email":"bob@example.com","forward":"thief@example.net"}],"user":"exampleu"}',
  )
  await api.arrived(3)
  await host.untilReports('transmitted', 3)
  await stopped(agent)

  const [first] = api.requests
  assert.equal(first?.method, 'POST')
  assert.equal(first.url, '/api/reports')
  assert.equal(first.headers.authorization, `Basic ${Buffer.from('ABC123:secret456').toString('base64')}`)
  assert.match(first.headers['user-agent'] ?? '', /^spoor-agent\//)
  assert.match(String(first.headers['idempotency-key']), /^[\w-]{22}$/)
  const entries = (await host.entriesIn('transmitted')).map((entry) => project(entry))
  for (const [index, { json }] of api.requests.entries()) {
    assert.deepEqual(json, { report: { entries: [entries[index]], metadata: { reporter: hostname() } } })
  }
  const withoutIds = entries.map(({ id, ...entry }) => (assert.match(id, /^[\w-]{22}$/), entry))
  assert.deepEqual(withoutIds, [
    {
      type: 'login',
      time: Date.UTC(2026, 10, 20) / 1000,
      ip: '192.0.2.7',
      mailbox_address: 'anna-maria@mail-host.example.com',
      context: 'mailbox',
      host: hostname(),
    },
    {
      type: 'forward_added_partial_ip',
      time: Date.UTC(2026, 10, 20, 13, 23, 31) / 1000,
      ip: '203.0.113.9',
      mailbox_address: 'bob@example.com',
      context: 'mailbox',
      host: hostname(),
    },
    {
      type: 'forward_added_partial_recipient',
      time: Date.UTC(2026, 10, 20, 13, 23, 32) / 1000,
      mailbox_address: 'bob@example.com',
      forward_recipient: 'thief@example.net',
      context: 'mailbox',
      host: hostname(),
    },
  ])
  assert.equal(new Set(api.requests.map(({ connection }) => connection)).size, 1, 'one connection serves all')
})

test('an untrusted API gets nothing, and everything waits', async () => {
  const { api, host, agent } = await stage({ tls: true })
  const stranger = await startFakeApi({ certificate: createTestCa().issue() })
  after(() => stranger.close())
  await stopped(agent)
  const other = await hostOf({ api: stranger.url, ca: createTestCa().pem, start: 'beginning' })
  await other.write('login', loginLine('anna@example.com'))
  const second = startAgent(['run', '--config', other.config], { env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } })
  await second.untilLine(/api_unreachable/)
  await stopped(second)
  assert.equal(stranger.requests.length, 0)
  assert.equal((await other.entriesIn('parsed')).length, 1)
  assert.equal(api.requests.length + (await host.entriesIn('parsed')).length, 0)
})

const SETTLING: readonly [name: string, answer: Scripted, folder: 'transmitted' | 'transmission_failed'][] = [
  ['202', { status: 202 }, 'transmitted'],
  ['409, which says that it has it', { status: 409 }, 'transmitted'],
  ['400', { status: 400, body: '{"error":"no such type"}' }, 'transmission_failed'],
  ['413', { status: 413 }, 'transmission_failed'],
  ['422', { status: 422, body: 'what?' }, 'transmission_failed'],
]

test('each answer settles its report, and the next one is sent in any case', async () => {
  const { api, host, agent } = await stage()
  for (const [, answer] of SETTLING) api.script.push(answer)
  for (const [index] of SETTLING.entries()) {
    await host.write('login', loginLine(`user${index}@example.com`, index))
    await api.arrived(index + 1)
  }
  await host.untilReports('transmitted', 2)
  await host.untilReports('transmission_failed', 3)
  await stopped(agent)
  for (const [index, [name, , folder]] of SETTLING.entries()) {
    const mailboxes = (await host.entriesIn(folder)).map((entry) => entry['mailbox_address'])
    assert.ok(mailboxes.includes(`user${index}@example.com`), `${name} belongs into ${folder}`)
  }
  const failed = join(host.spool, 'transmission_failed')
  const reasons = (await readdir(failed)).filter((name) => name.endsWith('.reason'))
  assert.equal(reasons.length, 3)
  assert.match(await readFile(join(failed, reasons[0]!), 'utf8'), /400.*no such type/)
})

const WAITING: readonly [name: string, answer: Scripted][] = [
  ['401, a fact of the configuration', { status: 401 }],
  ['200, which does not say that the API has it', { status: 200, body: '{"ok":true}' }],
  ['429 with Retry-After', { status: 429, headers: { 'retry-after': '1' } }],
  ['500', { status: 500 }],
  ['a connection that is cut', 'cut'],
  ['a connection that hangs', 'hang'],
  ['an answer that breaks off', { status: 503, ending: 'cut' }],
]

for (const [name, answer] of WAITING) {
  test(`a report waits and is sent again after ${name}`, async () => {
    const { api, host, agent } = await stage({ timeout: answer === 'hang' ? '1s' : '60s' })
    api.script.push(answer)
    await host.write('login', loginLine('anna@example.com'))
    await api.arrived(1)
    await agent.untilLine(/ (?:error|warning) +api_(unreachable|refuses): /)
    await api.arrived(2)
    await host.untilReports('transmitted', 1)
    await stopped(agent)
    const keys = api.requests.map(({ headers }) => headers['idempotency-key'])
    assert.equal(new Set(keys).size, 1, 'the same report has the same key at each try')
    if (typeof answer !== 'string' && answer.headers !== undefined) {
      assert.ok(api.requests[1]!.time - api.requests[0]!.time >= 1000, 'not before Retry-After')
    }
  })
}

test('another success counts as accepted if the configuration says so', async () => {
  const { api, host, agent } = await stage({ transmission: ['accept: [200, 201]'] })
  api.script.push({ status: 200 }, { status: 201 }, { status: 204 })
  for (const index of [0, 1, 2]) {
    await host.write('login', loginLine(`user${index}@example.com`, index))
    await api.arrived(index + 1)
  }
  await agent.untilLine(/ error +api_refuses: .*set transmission\.accept: \[204\] \(HTTP 204\)/)
  await host.untilReports('transmitted', 3)
  await stopped(agent)
})

test('if refused reports are retried, none is given up, and others do not wait', async () => {
  const { api, host, agent } = await stage({ transmission: ['retry_refused: true'] })
  let isMended = false
  api.otherwise = ({ body }) => ({ status: isMended || !body.includes('user0@') ? 202 : 400 })
  await host.write('login', loginLine('user0@example.com'))
  await agent.untilLine(/ warning +api_unreachable: The API finds the report malformed \(HTTP 400\)/)
  await host.write('login', loginLine('user1@example.com', 1))
  await host.untilReports('transmitted', 1)
  assert.deepEqual(
    (await host.entriesIn('parsed')).map((entry) => entry['mailbox_address']),
    ['user0@example.com'],
  )
  isMended = true
  await host.untilReports('transmitted', 2)
  assert.deepEqual(await host.entriesIn('transmission_failed'), [])
  await stopped(agent)
})

test("the agent's messages contain no secret, no session token and no raw line", async () => {
  const { api, host, agent } = await stage()
  api.script.push({ status: 400, body: 'Basic QUJDMTIzOnNlY3JldDQ1Ng== secret456' })
  const line =
    '192.0.2.8 - bob%40example.com [11/20/2026:13:23:31 -0000] "POST /cpsess4233906373/execute/Email/add_forwarder?password=hunter2&email=bob HTTP/1.1" 200 0 "-" "-" "s" "-" 2096'
  await host.write('access', line)
  await host.untilReports('transmission_failed', 1)
  await stopped(agent)
  const failed = join(host.spool, 'transmission_failed')
  const run = join(host.folder, 'run')
  const files = [
    ...(await readdir(failed)).map((name) => join(failed, name)),
    ...(await readdir(run)).map((name) => join(run, name)),
  ]
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')))
  for (const text of [agent.output.stderr, agent.output.stdout, ...texts]) {
    assert.doesNotMatch(text, /secret456|QUJDMTIz|cpsess|hunter2/)
  }
})
