import assert from 'node:assert/strict'
import { apiScene, tryScenario } from '../../support/api-scenario.ts'
import { agentIn, arrivalOf, eventOf } from '../../support/kept-events.ts'
import { runHub } from '../../support/running-hub.ts'
import { NOW, testOnStores } from '../../support/stores.ts'

testOnStores('an export holds each event that fits once, over all its pages', async (store, context) => {
  const askers = await apiScene(store)
  const agent = await agentIn(store, 'web3.example.com')
  const events = Array.from({ length: 1100 }, (_, index) => eventOf(agent, `e${index}`, { time: NOW - (index % 7) }))
  await store.keep(arrivalOf(agent, events))
  const hub = await runHub(store, context)
  const url = '/api/v1/export?host=web3.example.com'
  const { text, headers } = await tryScenario(hub, askers, { as: 'viewer', url, status: 200, not: ['web1'] })
  assert.equal(headers.get('content-type'), 'application/x-ndjson')
  const ids = text
    .trimEnd()
    .split('\n')
    .map((line) => /^\{"id":"\d+\.(e\d+)","time"/.exec(line)?.[1])
  assert.deepEqual([ids.length, new Set(ids).size], [1100, 1100])
  const csv = await tryScenario(hub, askers, { as: 'viewer', url: `${url}&format=csv&q=192.0.2`, status: 200 })
  assert.equal(csv.headers.get('content-type'), 'text/csv; charset=utf-8')
  assert.equal(csv.text.trimEnd().split('\n').length, 1101)
  const ways = `${url}&not_network=192.0.2.0/24`
  assert.equal((await tryScenario(hub, askers, { as: 'viewer', url: ways, status: 200 })).text, '')
})

testOnStores('what strangers named themselves runs in no spreadsheet, and breaks no line', async (store, context) => {
  const askers = await apiScene(store)
  const agent = await agentIn(store, 'web3.example.com')
  const names = ['=cmd|calc', '+1', '@sum(a)', '-2+3', '\t=1', '\r=1', 'a\n=1', '\u001b[2J', 'x","=1']
  await store.keep(
    arrivalOf(
      agent,
      names.map((mailbox, index) =>
        eventOf(agent, `e${index}`, { mailbox, fields: JSON.stringify({ actor: mailbox }) }),
      ),
    ),
  )
  const hub = await runHub(store, context)
  const url = '/api/v1/export?host=web3.example.com&format=csv'
  const { text } = await tryScenario(hub, askers, {
    as: 'viewer',
    url,
    status: 200,
    not: [/(?:^|,|\n)"?[=+@]/, '\r', '\t', '\u001B'],
  })
  assert.equal(text.trimEnd().split('\n').length, names.length + 1)
  assert.match(text, /^id,time,received,host,type,severity,context,mailbox_address,ip,fields\n/)
  assert.match(text, /,2026-11-20T08:00:00\.000Z,web3\.example\.com,login,info,mailbox,'=cmd\|calc,192\.0\.2\.7,/)
})

testOnStores('an export of nothing is an empty one, and HEAD makes none', async (store, context) => {
  const askers = await apiScene(store)
  const hub = await runHub(store, context)
  const url = '/api/v1/export?kind=log_gap'
  const none = await tryScenario(hub, askers, { as: 'viewer', url, status: 200 })
  assert.equal(none.text, '')
  const csv = await tryScenario(hub, askers, { as: 'viewer', url: `${url}&format=csv`, status: 200 })
  assert.match(csv.text, /^id,[\w,]+\n$/)
  const head = await tryScenario(hub, askers, { as: 'viewer', method: 'HEAD', url: '/api/v1/export', status: 200 })
  assert.equal(head.text, '')
})

testOnStores('an export in ECS has one document a line, with the names of the table', async (store, context) => {
  const askers = await apiScene(store)
  const hub = await runHub(store, context)
  const url = '/api/v1/export?format=ecs&min_severity=low&host=web1.example.com'
  const { text, headers } = await tryScenario(hub, askers, { as: 'viewer', url, status: 200 })
  assert.equal(headers.get('content-disposition'), 'attachment; filename="events.ndjson"')
  const lines = text.trimEnd().split('\n')
  assert.equal(lines.length, 2)
  const expected = [
    '"action":"mailbox_takeover"',
    '"@timestamp":"2026-11-20T07:59:50.000Z"',
    '"email":"ann@example.com"',
  ]
  for (const part of expected) assert.ok(lines[0]?.includes(part), text)
})
