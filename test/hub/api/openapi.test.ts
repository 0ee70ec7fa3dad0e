import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as v from 'valibot'
import { COMPATIBLE_ROUTES } from '../../../build/documents/compatible-api.ts'
import document from '../../../docs/hub/openapi.json' with { type: 'json' }
import { isDescribed } from '../../../hub/api/api-route.ts'
import { ROUTES } from '../../../hub/serving/routes.ts'
import { noteOnIncident } from '../../../hub/store/change/note-on-incident.ts'
import type { Change } from '../../../hub/store/store.ts'
import { foreignJson } from '../../../lib/text/foreign-json.ts'
import { apiScene } from '../../support/api-scenario.ts'
import { incidentIn } from '../../support/kept-incidents.ts'
import { BY } from '../../support/people.ts'
import { runHub } from '../../support/running-hub.ts'
import { NOW, testOnStores } from '../../support/stores.ts'

const API = ROUTES.filter(({ path }) => path.startsWith('/api/v1/'))

/** What is for programs, but for the page that explains an error. */
const PROGRAMS = ROUTES.filter(({ path }) => /^\/(?:api\/|healthz$|readyz$|metrics$)/.test(path))

test('every route for programs is in the document, and nothing else is', () => {
  const told = Object.entries(document.paths).flatMap(([path, of]) =>
    Object.keys(of).map((method) => `${method} ${path}`),
  )
  const known = PROGRAMS.map(({ method, path }) => `${method.toLowerCase()} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
  assert.deepEqual(told.toSorted(), known.toSorted())
})

test('every parameter of a path and of a query is in the document, each of them with a sentence', () => {
  const text = JSON.stringify(document)
  for (const route of API.filter(isDescribed))
    for (const name of Object.keys(route.description.parameters)) assert.ok(text.includes(`"name":"${name}"`), name)
  assert.equal(new Set(text.match(/"operationId":"\w+"/g)).size, PROGRAMS.length)
  // ECMAScript knows classes of Unicode; what checks such documents elsewhere does not.
  assert.doesNotMatch(text, /"pattern":"[^"]*\\[pP]\{/)
  for (const [, pattern = ''] of text.matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g))
    assert.ok(new RegExp(v.parse(v.pipe(foreignJson, v.string()), pattern)))
})

/** What the path names in the scene. */
const NAMED: Readonly<Record<string, string>> = {
  address: 'ann@example.com',
  ip: '192.0.2.7',
  name: 'web1.example.com',
}

const addAlert: Change<number, number> = {
  name: 'add-alert',
  run: async (db, incident) => {
    const alert = { incident, rule: 'all', reason: 'opened', made: NOW, message: '{"subject":"","text":""}' }
    return (await db.insertInto('alert').values(alert).returning('id').executeTakeFirstOrThrow()).id
  },
}

testOnStores('what is answered has the form that the document says, and no key more', async (store, context) => {
  const { admin: headers } = await apiScene(store)
  const incident = await incidentIn(store, { steps: [{ event_id: 'forward', event_time: NOW - 30 }], subjects: [{}] })
  await incidentIn(store, { incident: { subject: 'bob@example.com' }, subjects: [{}] })
  await store.change(noteOnIncident, { id: incident, text: 'x', now: NOW, by: BY, rules: [] })
  assert.equal(await store.change(addAlert, incident), incident, 'the paths name both by the same number')
  const hub = await runHub(store, context)
  for (const { path, description } of API.filter(isDescribed).filter(({ method }) => method === 'GET')) {
    if (!('type' in description.answer)) continue
    const id = path.includes('/events/') ? `${NOW - 30}.forward` : String(incident)
    const query = 'incidents' in description.parameters ? `?incidents=${incident}` : ''
    const url = path.replaceAll(/:(\w+)/g, (_, name: string) => NAMED[name] ?? id) + query
    const { status, json } = await hub.ask(url, { headers })
    assert.equal(status, 200, url)
    assert.deepEqual(v.parse(description.answer, json), json, url)
  }
})

testOnStores('the routes beside /api/v1 answer in the form that the document says, too', async (store, context) => {
  const askers = await apiScene(store)
  const hub = await runHub(store, context)
  for (const { method, path, answer, status = 200, proofs } of COMPATIBLE_ROUTES) {
    const url = path.replace(':id', `${NOW - 30}.forward`)
    if (method !== 'GET') continue
    const headers = proofs.length === 0 ? {} : askers.web1
    const { status: answered, json, headers: said } = await hub.ask(url, { headers })
    assert.equal(answered, status, url)
    if ('type' in answer) assert.deepEqual(v.parse(v.strictObject({ all: answer }), { all: json }), { all: json }, url)
    else
      assert.ok(
        answer.some((type) => said.get('content-type')?.startsWith(type)),
        url,
      )
  }
  const body = JSON.stringify({ report: { entries: [] } })
  const { json, status } = await hub.ask('/api/reports', { method: 'POST', headers: askers.web1, body })
  const report = COMPATIBLE_ROUTES.find(({ method, path }) => method === 'POST' && path === '/api/reports')
  assert.ok(report !== undefined && 'type' in report.answer)
  assert.deepEqual([status, json], [report.status, v.parse(report.answer, json)])
})

testOnStores('the document is for anybody, as it tells nothing of what is kept', async (store, context) => {
  const hub = await runHub(store, context)
  const { status, json } = await hub.ask('/api/v1/openapi.json')
  assert.deepEqual([status, json], [200, document])
})
