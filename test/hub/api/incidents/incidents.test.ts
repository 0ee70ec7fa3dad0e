import assert from 'node:assert/strict'
import { auditLog } from '../../../../hub/store/ask/audit-log.ts'
import { incidentNumbered } from '../../../../hub/store/ask/incident-numbered.ts'
import { kindNumber } from '../../../../hub/store/number-words.ts'
import { type ApiScenario, apiScene, tryScenario } from '../../../support/api-scenario.ts'
import { incidentIn } from '../../../support/kept-incidents.ts'
import { runHub } from '../../../support/running-hub.ts'
import { NOW, testOnStores } from '../../../support/stores.ts'

const INCIDENTS = '/api/v1/incidents'
const FORWARD = `${NOW - 30}.forward`

testOnStores(
  'an incident is shown with its steps, each with host and line, and its history',
  async (store, context) => {
    const askers = await apiScene(store)
    const hub = await runHub(store, context)
    const fields =
      '{"forward_recipient":"thief@example.net","log":"/var/log/maillog","generation":"3-77","offset":4711}'
    const steps = [
      { event_id: 'forward', event_time: NOW - 30, agent: 1, kind: kindNumber('forward_added'), fields },
      { event_id: 'concluded', event_time: NOW - 10 },
    ]
    const id = await incidentIn(store, { steps, subjects: [{}, { type: 'host', name: 'web1.example.com' }] })
    const other = await incidentIn(store, { incident: { subject: '203.0.113.9' }, subjects: [{}] })
    const scenarios: readonly ApiScenario[] = [
      { as: 'nobody', url: INCIDENTS, status: 401, not: ['ann@'] },
      { as: 'web1', url: `${INCIDENTS}/${id}`, status: 401, not: ['ann@'] },
      { as: 'viewer', url: INCIDENTS, status: 200, expect: [`"id":${id}`, `"id":${other}`, '"next":null'] },
      { as: 'viewer', url: `${INCIDENTS}?limit=1`, status: 200, expect: [`"next":"${NOW}.${other}"`] },
      { as: 'viewer', url: `${INCIDENTS}?limit=1&before=${NOW}.${other}`, status: 200, expect: [`"id":${id}`] },
      { as: 'viewer', url: `${INCIDENTS}?limit=1&order=severity`, status: 200, expect: [`"next":"3.${other}"`] },
      {
        as: 'viewer',
        url: `${INCIDENTS}?limit=1&order=severity&before=3.${other}`,
        status: 200,
        expect: [`"id":${id}`],
      },
      { as: 'viewer', url: `${INCIDENTS}?order=worst`, status: 400, expect: ['order is none of opened'] },
      { as: 'viewer', url: `${INCIDENTS}?host=WEB1.example.com`, status: 404, expect: ['40420'] },
      { as: 'viewer', url: `${INCIDENTS}?host=web1.example.com`, status: 200, not: [`"id":${other}`] },
      { as: 'viewer', url: `${INCIDENTS}?state=resolved,dismissed`, status: 200, expect: ['"incidents":[]'] },
      { as: 'viewer', url: `${INCIDENTS}?state=open,closed`, status: 400, expect: ['state is none of open'] },
      {
        as: 'viewer',
        url: `${INCIDENTS}?assigned=yes&mailbox=ANN@example.com`,
        status: 200,
        expect: ['"incidents":[]'],
      },
      {
        as: 'viewer',
        url: `${INCIDENTS}/${id}`,
        status: 200,
        expect: [
          `"event":"${FORWARD}","time":${NOW - 30},"host":"web1.example.com","type":"forward_added"`,
          '"words":"',
          '"log":"/var/log/maillog","generation":"3-77","offset":4711',
          '"fields":{"forward_recipient":"thief@example.net"}',
          `"event":"${NOW - 10}.concluded","time":${NOW - 10},"host":null`,
          `"related":[{"id":${other}`,
          '"what":"Remove the forward","of":"to thief@example.net."',
        ],
      },
      { as: 'viewer', url: `${INCIDENTS}/${id}/steps?limit=1`, status: 200, expect: [`"next":"${FORWARD}"`] },
      {
        as: 'viewer',
        url: `${INCIDENTS}/${id}/steps?after=${FORWARD}`,
        status: 200,
        expect: ['concluded'],
        not: [FORWARD],
      },
      {
        as: 'viewer',
        url: `${INCIDENTS}/${id}/subjects?limit=1`,
        status: 200,
        expect: ['"next":"host:web1.example.com"'],
      },
      {
        as: 'viewer',
        url: `${INCIDENTS}/${id}/subjects?after=host:web1.example.com`,
        status: 200,
        expect: ['ann@example.com', '"next":null'],
        not: ['web1'],
      },
      { as: 'viewer', url: `${INCIDENTS}/${id}/subjects?type=host`, status: 200, expect: ['web1'], not: ['ann@'] },
      { as: 'viewer', url: `/api/v1/events/${FORWARD}`, status: 200, expect: [`"incidents":[{"id":${id}`] },
      { as: 'viewer', url: `/api/v1/events/${NOW - 60}.login`, status: 200, expect: ['"incidents":[]'] },
      ...['0', '99999', '1e1', '../1', '9'.repeat(40)].map((wrong): ApiScenario => ({
        as: 'viewer',
        url: `${INCIDENTS}/${encodeURIComponent(wrong)}`,
        status: 404,
        expect: ['40430'],
      })),
    ]
    for (const scenario of scenarios) await tryScenario(hub, askers, scenario)
  },
)

testOnStores('who may judge changes an incident, if it is still as it was read', async (store, context) => {
  const askers = await apiScene(store)
  const hub = await runHub(store, context)
  const id = await incidentIn(store)
  const patch = { method: 'PATCH', url: `${INCIDENTS}/${id}` } as const
  const note = { method: 'POST', url: `${INCIDENTS}/${id}/notes` } as const
  const scenarios: readonly ApiScenario[] = [
    { as: 'viewer', ...patch, body: { state: 'resolved' }, status: 403, expect: ['40304'] },
    { as: 'reader', ...note, body: { text: 'x' }, status: 403, expect: ['40304'] },
    { as: 'analyst', ...patch, body: 'x', status: 400, expect: ['40022', 'The body cannot be taken.'] },
    { as: 'analyst', ...patch, body: { state: 'gone' }, status: 400, expect: ['state is none of open'], not: ['gone'] },
    { as: 'analyst', ...patch, body: { stat: 'open' }, status: 400, expect: ['not known here'], not: ['stat"'] },
    {
      as: 'analyst',
      ...patch,
      body: { reason: '\u001b[31m' },
      status: 400,
      expect: ['"The reason holds a control character."'],
    },
    { as: 'analyst', ...patch, body: { state: 'dismissed' }, status: 400, expect: ['40023'] },
    { as: 'analyst', ...patch, body: { state: 'dismissed', reason: 'x' }, status: 400, expect: ['40024'] },
    { as: 'analyst', ...patch, body: { assignee: 'nobody' }, status: 404, expect: ['40431'], not: ['nobody'] },
    { as: 'analyst', ...note, body: { text: ' ' }, status: 400, expect: ['"The note is empty."'] },
    { as: 'analyst', ...patch, body: { state: 'contained' }, headers: { 'if-match': '"2"' }, status: 412 },
    { as: 'analyst', ...patch, body: { state: 'contained' }, headers: { 'if-match': 'W/"1"' }, status: 412 },
  ]
  for (const scenario of scenarios) await tryScenario(hub, askers, scenario)
  assert.equal((await store.ask(incidentNumbered, id))?.revision, 1)
  assert.deepEqual(
    await store.ask(auditLog, { about: 'ann', limit: 9 }).then((rows) => rows.map((row) => row.action)),
    ['api_token_created', 'person_added'],
  )
  const body = { state: 'contained', reason: 'password changed', assignee: 'ann' }
  const changed = await tryScenario(hub, askers, {
    as: 'analyst',
    ...patch,
    body,
    headers: { 'if-match': '"1"' },
    status: 200,
    expect: ['"state":"contained"', '"assignee":"ann"', '"detail":"password changed"'],
  })
  assert.equal(changed.headers.get('etag'), '"2"')
  await tryScenario(hub, askers, {
    as: 'analyst',
    ...note,
    body: { text: 'two\nlines' },
    status: 201,
    expect: [String.raw`"action":"noted","detail":"two\nlines"`],
  })
  await tryScenario(hub, askers, {
    as: 'viewer',
    url: `${INCIDENTS}/${id}/history?limit=1`,
    status: 200,
    expect: ['noted'],
  })
})

testOnStores('an event is assessed here as by App::Spoor’s clients, and found by that', async (store, context) => {
  const askers = await apiScene(store)
  const hub = await runHub(store, context)
  const url = `/api/v1/events/${FORWARD}`
  const body = { assessment: 'confirmed_malicious' }
  const scenarios: readonly ApiScenario[] = [
    { as: 'viewer', method: 'PATCH', url, body, status: 403 },
    { as: 'web1', method: 'PATCH', url, body, status: 401 },
    { as: 'analyst', method: 'PATCH', url, body: { assessment: 'fine' }, status: 400, not: ['fine'] },
    { as: 'analyst', method: 'PATCH', url: `/api/v1/events/${NOW}.none`, body, status: 404 },
    { as: 'viewer', url: '/api/v1/events?assessed=yes', status: 200, expect: ['"events":[]'] },
    { as: 'analyst', method: 'PATCH', url, body, status: 200, expect: ['"value":"confirmed_malicious","who":"ann"'] },
    { as: 'viewer', url: '/api/v1/events?assessed=yes', status: 200, expect: [FORWARD], not: ['.login'] },
    { as: 'viewer', url: '/api/v1/events?assessed=no', status: 200, expect: ['.login'], not: [FORWARD] },
    {
      as: 'viewer',
      url: '/api/mailbox_events?mailbox_events%5Bclass%5D=confirmed_malicious',
      status: 200,
      expect: [FORWARD],
    },
  ]
  for (const scenario of scenarios) await tryScenario(hub, askers, scenario)
})
