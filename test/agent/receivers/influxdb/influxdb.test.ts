import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { influxdbCheck } from '../../../../agent/check/totals-servers.ts'
import type { InfluxdbConfig } from '../../../../agent/config/config.ts'
import { influxdb } from '../../../../agent/receivers/influxdb/influxdb.ts'
import { countedTotals } from '../../../support/counted-totals.ts'
import { exampleServer } from '../../../support/example-server.ts'
import { startFakeApi } from '../../../support/fake-api.ts'
import { temporaryFolder } from '../../../support/spool-scene.ts'

const { signal } = new AbortController()
const host = { name: 'web1.example.com', labels: {} }

test('a server of version 2 gets its lines with a token, and an older count never after a later one', async (t) => {
  const server = await startFakeApi()
  t.after(() => server.close())
  server.otherwise = { status: 204 }
  const tokenFile = join(await temporaryFolder(t), 'token')
  await writeFile(tokenFile, 'token-of-two\n', { mode: 0o600 })
  const target = { version: 2, org: 'a & b', bucket: 'spoor/auto', tokenFile } as const
  const config: InfluxdbConfig = { ...exampleServer(server.url, 'influx'), type: 'influxdb', target }
  const open = await influxdb.prepare(config, { host })
  const receiver = await open({ wants: () => true, tell: () => undefined, elapsed: () => 0, root: '/nowhere' })
  t.after(() => receiver.close())
  const day = (revision: number): ReturnType<typeof countedTotals> =>
    countedTotals('bandwidth', 86_400, [['', revision]], revision)
  for (const totals of [[day(2)], [day(1)], [day(1), countedTotals('mail', 0, [['', 5]])], [day(2)]]) {
    const projection = receiver.project({ id: 'r', entries: [], totals }) ?? assert.fail()
    assert.deepEqual(await receiver.send(projection, signal), { result: 'accepted' })
  }
  const [request] = server.requests
  assert.equal(request?.url, '/api/v2/write?org=a+%26+b&bucket=spoor%2Fauto&precision=s')
  assert.equal(request.headers.authorization, 'Token token-of-two')
  assert.deepEqual(
    server.requests.map(({ body }) => /^(\S+?),.* \w+=(\d+)i/.exec(body.split(',http_out')[0] ?? '')?.slice(1)),
    [
      ['spoor_bandwidth', '2'],
      ['spoor_mail', '5'],
      ['spoor_bandwidth', '2'],
    ],
  )
  const refusal = '{"code":"invalid","message":"writing requires points"}'
  server.script.push({ status: 400, body: refusal }, { status: 400, body: '{"message":"bad token-of-two"}' })
  const states: unknown[] = []
  for (let count = 0; count < 2; count += 1)
    states.push((await influxdbCheck.connection(config, { host }, signal)).at(-1))
  const [fine, wrong] = JSON.parse(JSON.stringify(states))
  assert.deepEqual([fine.state, wrong.state], ['ok', 'failed'])
  assert.doesNotMatch(wrong.text, /token-of-two/)
})
