// Against a real InfluxDB (Debian's 1.6.7).
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { influxdbCheck } from '../../../../agent/check/totals-servers.ts'
import type { InfluxdbConfig } from '../../../../agent/config/config.ts'
import type { Outcome } from '../../../../agent/receivers/delivery/outcome.ts'
import { influxdb } from '../../../../agent/receivers/influxdb/influxdb.ts'
import type { Receiver, Sendable } from '../../../../agent/receivers/receiver.ts'
import type { Totals } from '../../../../lib/totals/totals.ts'
import { countedTotals } from '../../../support/counted-totals.ts'
import { exampleServer } from '../../../support/example-server.ts'
import { type Influxd, startInfluxd, withoutInfluxd } from '../../../support/influxd.ts'
import { temporaryFolder } from '../../../support/spool-scene.ts'

const { signal } = new AbortController()
const skip = withoutInfluxd()

interface Scene {
  readonly server: Influxd
  readonly receiver: InfluxdbConfig
  readonly opened: (change?: Partial<InfluxdbConfig>) => Promise<Receiver<unknown>>
  readonly sent: (totals: readonly Totals[], change?: Partial<InfluxdbConfig>) => Promise<Outcome>
}

async function createScene(t: TestContext): Promise<Scene> {
  const server = await startInfluxd(t)
  const passwordFile = join(await temporaryFolder(t), 'password')
  await writeFile(passwordFile, `${server.password}\n`, { mode: 0o600 })
  const target = { version: 1, database: 'spoor', login: { user: 'writer', passwordFile } } as const
  const receiver: InfluxdbConfig = { ...exampleServer(server.url, 'influx'), type: 'influxdb', target }
  const opened: Scene['opened'] = async (change) => {
    const open = await influxdb.prepare({ ...receiver, ...change }, { host: { name: 'web1.example.com', labels: {} } })
    const opened = await open({ wants: () => true, tell: () => undefined, elapsed: () => 0, root: '/nowhere' })
    t.after(() => opened.close())
    return opened
  }
  return {
    server,
    receiver,
    opened,
    sent: async (totals, change) => deliver(await opened(change), { id: 'r', entries: [], totals }),
  }
}

function deliver(receiver: Receiver<unknown>, report: Sendable): Promise<Outcome> {
  return receiver.send(receiver.project(report) ?? assert.fail('unwanted'), signal)
}

const COUNTED = countedTotals('traffic', 1_795_834_860, [
  ['', 7, 700],
  ['a b,c=d', 4, Number.MAX_SAFE_INTEGER],
  ['(other)', 3, 0],
])

test('what is sent twice, or after a later count, stands there once', { skip }, async (t) => {
  const { server, opened, sent } = await createScene(t)
  const receiver = await opened()
  const later = countedTotals('traffic', 1_795_834_860, [['', 9, 900]], 1)
  for (const totals of [[COUNTED], [COUNTED], [later], [COUNTED]])
    assert.deepEqual(await deliver(receiver, { id: 'r', entries: [], totals }), { result: 'accepted' })
  assert.deepEqual(await sent([later], { compression: 'gzip' }), { result: 'accepted' })
  assert.deepEqual(await server.rows('SELECT requests, bytes, host FROM spoor_traffic'), [
    [1_795_834_860, 9, 900, 'web1.example.com'],
  ])
  assert.deepEqual(await server.rows('SELECT vhost, requests, bytes FROM spoor_traffic_by_vhost'), [
    [1_795_834_860, '(other)', 3, 0],
    [1_795_834_860, 'a b,c=d', 4, Number.MAX_SAFE_INTEGER],
  ])
})

test('points survive a kill of the server, and a request that it did not answer is sent again', { skip }, async (t) => {
  const { server, opened } = await createScene(t)
  const receiver = await opened()
  const report = { id: 'r', entries: [], totals: [COUNTED] }
  assert.equal((await deliver(receiver, report)).result, 'accepted')
  await server.kill()
  const outcome = await deliver(receiver, report)
  assert.equal(outcome.result === 'later' && outcome.cause, 'network')
  await server.start()
  assert.equal((await deliver(receiver, report)).result, 'accepted')
  assert.deepEqual(await server.rows('SELECT count(requests) FROM spoor_traffic_by_vhost'), [[0, 2]])
})

test(
  'points of another type are refused for good with the reason of the server, and the others are there',
  { skip },
  async (t) => {
    const { server, sent } = await createScene(t)
    const credentials = `Basic ${Buffer.from(`writer:${server.password}`).toString('base64')}`
    const body = 'spoor_traffic,host=web1.example.com requests=1.5 1795834800\n'
    const headers = { authorization: credentials }
    await fetch(`${server.url}/write?db=spoor&precision=s`, { method: 'POST', headers, body })
    const outcome = await sent([COUNTED])
    assert.equal(outcome.result, 'rejected')
    assert.match(
      outcome.result === 'rejected' ? outcome.reason : '',
      /for good.*HTTP 400: .*field type conflict.*dropped=1/,
    )
    assert.deepEqual(await server.rows('SELECT count(requests) FROM spoor_traffic_by_vhost'), [[0, 2]])
  },
)

for (const [title, change, reason, said] of [
  [
    'a database that is not there',
    { database: 'nope' },
    /no such database: create it, or correct receivers\.influx\.database \(HTTP 404/,
    /credentials: .*no such database/,
  ],
  [
    'a user without rights',
    { user: 'nobody' },
    /does not let this user write: grant WRITE on receivers\.influx\.database to it \(HTTP 403/,
    /credentials: .*grant WRITE/,
  ],
  [
    'a user who is not there',
    { user: 'stranger' },
    /does not accept receivers\.influx\.user and password_file: correct them \(HTTP 401/,
    /credentials: .*correct them/,
  ],
] as const) {
  test(`${title}: everything waits, somebody must correct that, and check says so`, { skip }, async (t) => {
    const { sent, receiver } = await createScene(t)
    const { target } = receiver
    assert.ok(target.version === 1 && target.login)
    const { user = target.login.user, database = target.database } = { user: undefined, database: undefined, ...change }
    const changed = { target: { ...target, database, login: { ...target.login, user } } }
    const outcome = await sent([COUNTED], changed)
    assert.ok(outcome.result === 'later' && outcome.cause === 'configuration')
    assert.match(outcome.reason, reason)
    const findings = await influxdbCheck.connection({ ...receiver, ...changed }, { host: HOST }, signal)
    assert.match(findings.at(-1)?.text ?? '', said)
    assert.equal(findings.at(-1)?.state, 'failed')
    assert.doesNotMatch(JSON.stringify([outcome, findings]), /write, \\"only/)
  })
}

const HOST = { name: 'web1.example.com', labels: {} }

test('check finds that all is well, and writes nothing', { skip }, async (t) => {
  const { server, receiver } = await createScene(t)
  const findings = await influxdbCheck.connection(receiver, { host: HOST }, signal)
  assert.deepEqual(
    findings.map(({ check, state }) => `${check} ${state}`),
    ['tcp ok', 'clock ok', 'credentials ok'],
  )
  assert.deepEqual(await server.rows('SHOW MEASUREMENTS'), [])
})

test('version 2 on a server of version 1 says what to write', { skip }, async (t) => {
  const { sent } = await createScene(t)
  const tokenFile = join(await temporaryFolder(t), 'token')
  await writeFile(tokenFile, 'token-of-two\n', { mode: 0o600 })
  const outcome = await sent([COUNTED], { target: { version: 2, org: 'hosting', bucket: 'spoor', tokenFile } })
  assert.ok(outcome.result === 'later' && outcome.cause === 'configuration')
  assert.match(
    outcome.reason,
    /of version 1: write version: 1, and database for org, bucket and token_file, in receivers\.influx/,
  )
})
