import assert from 'node:assert/strict'
import { hostname } from 'node:os'
import { test } from 'node:test'
import { reports } from '../../../agent/commands/reports.ts'
import { runAgainst } from '../../support/list-command.ts'

/** The example in App::Spoor's own tests. */
const LIST = {
  reports: [
    {
      id: '456-GHI',
      event_time: 1555588110,
      host: 'spoor2.example.com',
      type: 'forward_removed',
      mailbox_address: 'b@example.com',
    },
    {
      id: '123-ABC',
      event_time: 1555513150,
      host: 'spoor.example.com',
      type: 'login',
      mailbox_address: 'a@example.com',
    },
  ],
}

function listOf(report: Record<string, unknown>): { status: number; body: string } {
  return { status: 200, body: JSON.stringify({ reports: [report] }) }
}

test('reports prints the CSV that spoor_report_list printed, and asks for this host', async (t) => {
  const { stdout, requests } = await runAgainst(t, reports, { status: 200, body: JSON.stringify(LIST) })
  assert.equal(
    stdout,
    `id,"event time",host,"event type","mailbox address"
456-GHI,"2019-04-18 11:48:30 +0000",spoor2.example.com,forward_removed,b@example.com
123-ABC,"2019-04-17 14:59:10 +0000",spoor.example.com,login,a@example.com
`,
  )
  const [request] = requests
  assert.equal(request?.method, 'GET')
  assert.equal(request.url, `/api/reports?reports%5Bhost%5D=${hostname()}`)
  assert.equal(request.headers.authorization, `Basic ${Buffer.from('ABC123:secret456').toString('base64')}`)
})

test('an empty list prints only its header', async (t) => {
  const { stdout } = await runAgainst(t, reports, { status: 200, body: '{"reports":[]}' })
  assert.equal(stdout, 'id,"event time",host,"event type","mailbox address"\n')
})

test('a missing or null value is an empty cell', async (t) => {
  const { stdout } = await runAgainst(t, reports, listOf({ id: 7, event_time: null, mailbox_address: 'a@example.com' }))
  assert.match(stdout, /\n7,,,,a@example\.com\n$/)
})

test('a cell can neither move the cursor nor break its line, and its quotes are doubled', async (t) => {
  const { stdout } = await runAgainst(
    t,
    reports,
    listOf({ id: 'a"b', host: '\u001b]0;x\u0007', type: 'x\r\ny', mailbox_address: '\u009b2J,' }),
  )
  assert.match(stdout, /\n"a""b",,\?\]0;x\?,x\?\?y,"\?2J,"\n$/)
})

test('--json prints the answer, with control characters escaped', async (t) => {
  const body = JSON.stringify({ ...LIST, more: 'a\u009b\u001b\u202eb' })
  const { stdout } = await runAgainst(t, reports, { status: 200, body }, { json: true })
  assert.match(stdout, /"a\\u009b\\u001b\\u202eb"/)
  assert.deepEqual(JSON.parse(stdout), JSON.parse(body))
})

test('JSON of another shape is reported in one sentence', async (t) => {
  const times = runAgainst(t, reports, listOf({ event_time: '2019' }))
  await assert.rejects(times, { name: 'ActionNeeded', exitCode: 1, message: /reports\.0\.event_time is no number\.$/ })
  const list = runAgainst(t, reports, { status: 200, body: '[]' })
  await assert.rejects(list, {
    name: 'ActionNeeded',
    exitCode: 1,
    message: /^The API's list has an unexpected form: /,
  })
  const none = runAgainst(t, reports, { status: 200, body: '{}' })
  await assert.rejects(none, { message: /: reports is missing\.$/ })
  const never = runAgainst(t, reports, listOf({ event_time: 1e18 }))
  await assert.rejects(never, { name: 'ActionNeeded', message: /reports\.0\.event_time is no / })
})

test('an answer without a list is reported in one sentence', async (t) => {
  await assert.rejects(runAgainst(t, reports, { status: 401 }), { name: 'ActionNeeded', message: /credentials/ })
  await assert.rejects(runAgainst(t, reports, { status: 200, body: '<html>' }), {
    name: 'ActionNeeded',
    message: /JSON/,
  })
  await assert.rejects(runAgainst(t, reports, 'cut'), { name: 'ActionNeeded', message: /cut the connection/ })
})

test('reports asks at the path in transmission.endpoints.report_list', async (t) => {
  const yaml = '  endpoints: { report: /v2/in, report_list: /v2/reports }\n'
  const { requests } = await runAgainst(t, reports, { status: 200, body: '{"reports":[]}' }, {}, yaml)
  assert.equal(requests[0]?.url, `/v2/reports?reports%5Bhost%5D=${hostname()}`)
})

test('--last prints so many, the newest first, in whatever order the API lists them', async (t) => {
  const times = [1555513150, 1555588110, null, 1555600000, 1555588110]
  const listed = times.map((event_time, index) => ({ id: String(index), event_time, more: { kept: index } }))
  const answer = { status: 200, body: JSON.stringify({ reports: listed, metadata: { records: 5 } }) }
  const { stdout } = await runAgainst(t, reports, answer, { last: '4' })
  assert.deepEqual(
    stdout
      .split('\n')
      .slice(1, -1)
      .map((line) => line.split(',')[0]),
    ['3', '1', '4', '0'],
  )
  const { stdout: json } = await runAgainst(t, reports, answer, { last: '9', json: true })
  assert.deepEqual(JSON.parse(json), { reports: [3, 1, 4, 0, 2].map((index) => listed[index]) })
})

test('--last wants a number, and asks nobody without one', async (t) => {
  for (const last of ['0', 'x', '-1', '1e3']) {
    await assert.rejects(runAgainst(t, reports, { status: 200 }, { last }), { name: 'ActionNeeded', exitCode: 2 })
  }
})
