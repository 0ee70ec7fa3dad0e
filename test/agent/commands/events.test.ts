import assert from 'node:assert/strict'
import { hostname } from 'node:os'
import { test } from 'node:test'
import { events } from '../../../agent/commands/events.ts'
import { startAgent } from '../../support/agent-process.ts'
import { runAgainst } from '../../support/list-command.ts'
import { createLocalEvents, sealedEntry } from '../../support/local-events.ts'

test('events prints the CSV of spoor_mailbox_event_list, and finds the address in either place that servers use', async (t) => {
  const body = JSON.stringify({
    mailbox_events: [
      {
        id: '456-GHI',
        event_time: 1555588110,
        host: 'spoor2.example.com',
        type: 'forward_removed',
        mailbox_address: 'b@example.com',
        ip_actor: { id: 'x', ip_address: '192.0.2.2' },
      },
      {
        id: '123-ABC',
        event_time: 1555513150,
        host: 'spoor.example.com',
        type: 'login',
        mailbox_address: 'a@example.com',
        ip: '192.0.2.1',
      },
      { id: '789', ip_actor: null },
    ],
  })
  const { stdout, requests } = await runAgainst(t, events, { status: 200, body })
  assert.equal(
    stdout,
    `id,"event time",host,"event type","mailbox address",ip
456-GHI,"2019-04-18 11:48:30 +0000",spoor2.example.com,forward_removed,b@example.com,192.0.2.2
123-ABC,"2019-04-17 14:59:10 +0000",spoor.example.com,login,a@example.com,192.0.2.1
789,,,,,
`,
  )
  assert.equal(requests[0]?.url, `/api/mailbox_events?mailbox_events%5Bhost%5D=${hostname()}`)
})

test('events --json prints the answer', async (t) => {
  const body = { mailbox_events: [{ id: '1', latest_assessment: 'probably_benign' }] }
  const { stdout } = await runAgainst(t, events, { status: 200, body: JSON.stringify(body) }, { json: true })
  assert.deepEqual(JSON.parse(stdout), body)
})

test('events asks at the path in transmission.endpoints.event_list, with its query', async (t) => {
  for (const [path, asked] of [
    ['/v2/events', '/v2/events?'],
    ['/v2/list?of=events', '/v2/list?of=events&'],
  ]) {
    const yaml = `  endpoints: { report: /v2/in, event_list: "${path}" }\n`
    const { requests } = await runAgainst(t, events, { status: 200, body: '{"mailbox_events":[]}' }, {}, yaml)
    assert.equal(requests[0]?.url, `${asked}mailbox_events%5Bhost%5D=${hostname()}`)
  }
})

test('without an API events shows what the spool holds, and says so on standard error', async (t) => {
  const { config, seal } = await createLocalEvents(t)
  await seal(1, [sealedEntry(['login', 'a', '08:00:00'])])
  const shown = await startAgent(['events', '--config', config]).exited
  const local = await startAgent(['events', '--local', '--config', config]).exited
  assert.deepEqual([local.code, local.stdout.split('\n').length], [0, 3])
  const notice = 'The configuration names no Spoor API: these are the events in the spool of this server (--local).\n'
  assert.deepEqual(shown, { ...local, stderr: notice + local.stderr })
})

test('with an API it takes no option that only the spool knows, and shows the spool with --local', async (t) => {
  const never = { status: 500, body: '' }
  for (const option of ['mailbox', 'severity', 'wide', 'by']) {
    const message = `events: --${option} is for the events in the spool; add --local`
    await assert.rejects(runAgainst(t, events, never, { [option]: 'x' }), { exitCode: 2, message })
  }
  const { stdout } = await runAgainst(t, events, { status: 200, body: '{"mailbox_events":[]}' }, { csv: true })
  assert.match(stdout, /^id,"event time",host/)
})
