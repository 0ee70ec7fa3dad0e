import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { test } from 'node:test'
import { formatReport, makeReport } from '../../../../agent/spool/reports/report-file.ts'
import { reportName } from '../../../../agent/spool/reports/report-name.ts'
import { parseWaiting } from '../../../../agent/spool/reports/waiting-report.ts'
import { VERSION } from '../../../../lib/command-line/version.ts'
import { accessTo } from '../../../support/api-access.ts'
import { countedTotals } from '../../../support/counted-totals.ts'
import { startFakeApi } from '../../../support/fake-api.ts'
import { sealedClient } from '../../../support/sealed-client.ts'
import { createCommandScene } from '../../../support/spool-command.ts'
import { entryOf, reportUpTo } from '../../../support/spool-scene.ts'

test('show prints byte for byte what the API gets, except for the credentials and what HTTP adds', async (t) => {
  const api = await startFakeApi()
  t.after(() => api.close())
  const { run, put } = await createCommandScene(t, api.url)
  const report = makeReport({ ...reportUpTo(10), entries: [entryOf('a\u009b'), entryOf('é😀\u2028')] })
  await put('parsed', 1, report)
  const access = accessTo(api.url, { version: VERSION, hostname: hostname() })
  const sender = await sealedClient(access, () => undefined)
  t.after(() => sender.close())
  const waiting = parseWaiting(reportName(1), formatReport(report), hostname())
  await sender.send(typeof waiting === 'string' ? assert.fail() : waiting, new AbortController().signal)
  const [sent] = api.requests
  const body = await run(`show ${reportName(1)}`, { body: true })
  assert.deepEqual([body.code, body.stdout], [0, sent?.body])
  const { stdout } = await run(`show ${report.id}`)
  const [place, empty, request, ...rest] = stdout.split('\n')
  assert.match(place ?? '', /\/parsed\/report\.000000000001\.json: waiting$/)
  assert.deepEqual([empty, request], ['', `POST ${api.url}/api/reports`])
  const headers = Object.fromEntries(rest.slice(0, rest.indexOf('')).map((line) => line.split(': ')))
  const { host: _host, connection: _connection, authorization, ...theirs } = sent?.headers ?? {}
  assert.match(authorization ?? '', /^Basic /)
  assert.deepEqual({ ...headers, authorization: '' }, { ...theirs, authorization: '' })
  assert.doesNotMatch(stdout, /secret456|QUJDMTIz|[\u0080-\u009f\u2028]/)
  assert.deepEqual(JSON.parse(rest.at(-2) ?? ''), sent?.json)
})

test('a failed report is shown with its reason, if known; a sent one as it was sent', async (t) => {
  const { run, put, leave } = await createCommandScene(t)
  await put('failed', 1, reportUpTo(10))
  await put('failed', 2, reportUpTo(20))
  await put('transmitted', 3, reportUpTo(30))
  await leave('failed', `${reportName(1)}.reason`, 'HTTP 422\u001b\n')
  assert.match((await run(`show ${reportUpTo(10).id}`)).stdout, /: failed\nrefused: HTTP 422\?\n\nPOST /)
  assert.match((await run(`show ${reportUpTo(20).id}`)).stdout, /: failed\nrefused: the reason was not recorded\n/)
  assert.match((await run(`show ${reportUpTo(30).id}`)).stdout, /\.json: transmitted\n\nPOST .*"login-30"/s)
})

test('if reports are sent compressed, show says so and prints the body before compression', async (t) => {
  const { run, put, config } = await createCommandScene(t)
  await put('parsed', 1, reportUpTo(10))
  const plain = await run(`show ${reportName(1)}`, { body: true })
  await writeFile(
    config,
    (await readFile(config, 'utf8')).replace('transmission: {', 'transmission: { compress: gzip,'),
  )
  assert.equal((await run(`show ${reportName(1)}`, { body: true })).stdout, plain.stdout)
  assert.match((await run(`show ${reportName(1)}`)).stdout, /\n\(sent with content-encoding: gzip; [^\n]*\)\n/)
})

test('files left by App::Spoor are shown as they are sent', async (t) => {
  const { run, leave } = await createCommandScene(t)
  const left = { event: 'login', log_time: 1, context: 'mailbox', credential: 'info@example.com' }
  await leave('parsed', 'login.1.2.json', JSON.stringify(left))
  const { stdout } = await run('show login.1.2.json', { body: true })
  const [entry] = JSON.parse(stdout).report.entries
  assert.deepEqual([entry.mailbox_address, entry.host], ['info@example.com', hostname()])
})

test('a file that is no report, or does not exist, is reported in one sentence', async (t) => {
  const { run, leave, folders } = await createCommandScene(t)
  await leave('failed', reportName(1), '{')
  await leave('dropped', reportName(2), '{}\n')
  const message = /failed\/report\.0+1\.json: none of it is sent: it is no report of this version/
  await assert.rejects(run(`show ${reportName(1)}`), { exitCode: 1, message })
  await assert.rejects(run(`show ${reportName(2)}`), { message: /it was dropped with its entries\.$/ })
  const none = `${folders.root}: no report has the id or file name "?x"; see: spoor-agent spool list`
  for (const wanted of ['\u001bx', reportName(3), '../spoor.yml']) {
    await assert.rejects(run(`show ${wanted}`), {
      exitCode: 1,
      message: none.replace('?x', wanted.replace('\u001b', '?')),
    })
  }
})

test('show prints what receivers of totals get, without their credentials, and what a hub gets in two requests', async (t) => {
  const { run, put, config } = await createCommandScene(t)
  const totals = [
    countedTotals('traffic', 1_795_834_860, [['', 7]]),
    countedTotals('senders', 0, [['info@example.org', 1]]),
  ]
  await put('parsed', 1, makeReport({ entries: [entryOf('a')], totals, steps: reportUpTo(10).steps }))
  await put('parsed', 2, makeReport({ entries: [], totals: totals.slice(1), steps: reportUpTo(20).steps }))
  const text = (await readFile(config, 'utf8')).replace('transmission: {', 'transmission: { status: true,')
  const receivers = [
    'receivers:',
    '  - { name: influx, type: influxdb, host: http://localhost:1, version: 2, org: o, bucket: b c, token_file: /no/such }',
    '  - { name: otel, type: otlp, host: http://localhost:2, headers_file: /no/such }',
    '  - { name: lines, type: json-lines, file: /var/lib/totals.jsonl, totals: senders }',
  ]
  await writeFile(config, `${text}${receivers.join('\n')}\n`)
  const shown = async (receiver: string, number = 1): Promise<string> =>
    (await run(`show ${reportName(number)}`, { receiver })).stdout
  const influx = await shown('influx')
  assert.match(influx, /^POST http:\/\/localhost:1\/api\/v2\/write\?org=o&bucket=b\+c&precision=s$/m)
  assert.match(
    influx,
    /^authorization: Token \(receivers\.influx\.token_file, not shown\)\n\nspoor_traffic,host=\S+ requests=7i,/m,
  )
  assert.match(
    await shown('otel'),
    /^POST http:\/\/localhost:2\/v1\/metrics$[^]*headers_file, not shown\)\n\n\{"resourceMetrics"/m,
  )
  const lines = await shown('lines')
  assert.match(lines, /^appended to \/var\/lib\/totals\.jsonl\n\n\{"id":.*"sender":"info@example\.org","messages":1,/m)
  assert.doesNotMatch(influx + (await shown('otel')), /info@example\.org/)
  const hub = await shown('api')
  assert.match(
    hub,
    /^POST \S+\/api\/reports$[^]*^\{"report":[^]*^POST \S+\/api\/totals$[^]*^\{"totals":\[\{"kind":"traffic"/m,
  )
  await assert.rejects(shown('influx', 2), {
    message: /: influx gets none of its totals \(receivers\.influx\.totals\)\.$/,
  })
  assert.match((await run('list')).stdout, /login,traffic,senders/)
})
