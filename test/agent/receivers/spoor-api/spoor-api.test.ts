import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { type TestContext, test } from 'node:test'
import { createDivider } from '../../../../agent/receivers/delivery/divider.ts'
import { wishedFields } from '../../../../agent/receivers/receiver-state.ts'
import type { Receiver, Sendable } from '../../../../agent/receivers/receiver.ts'
import { type ApiProjection, createSpoorApi } from '../../../../agent/receivers/spoor-api/spoor-api.ts'
import { makeReport, reportId } from '../../../../agent/spool/reports/report-file.ts'
import { project } from '../../../../lib/event/entry.ts'
import type { TotalsKind } from '../../../../lib/totals/totals.ts'
import { accessTo } from '../../../support/api-access.ts'
import { countedTotals } from '../../../support/counted-totals.ts'
import { type FakeApi, startFakeApi } from '../../../support/fake-api.ts'
import { notedDivisions } from '../../../support/noted-divisions.ts'
import { createSpool, entryOf } from '../../../support/spool-scene.ts'

const { signal } = new AbortController()

async function createScene(t: TestContext): Promise<{
  root: string
  /** The fields that are remembered, in order. */
  fields: () => Promise<string[]>
  server: FakeApi
  start: (totals?: readonly TotalsKind[]) => Promise<Receiver<ApiProjection>>
  deliver: (api: Receiver<ApiProjection>) => Promise<string>
}> {
  const { root } = (await createSpool(t)).folders
  const server = await startFakeApi()
  t.after(() => server.close())
  const access = accessTo(server.url)
  const tell = (): never => assert.fail('must not be told')
  return {
    root,
    fields: async () => {
      const address = `${server.url}/api/reports`
      return (await wishedFields({ root, name: 'api', address })).toSorted()
    },
    server,
    start: async (totals) => {
      const api = await createSpoorApi({
        name: 'api',
        totals,
        wants: () => true,
        access,
        read: async () => access,
        tell,
        elapsed: () => 0,
        root,
      })
      t.after(() => api.close())
      return api
    },
    deliver: async (api) => {
      const projection = api.project({ id: 'key', entries: [entryOf('a')] }) ?? assert.fail()
      return (await api.send(projection, signal)).result
    },
  }
}

test('an API that asks for nothing leaves nothing in the spool', async (t) => {
  const { root, start, deliver } = await createScene(t)
  const before = await readdir(root)
  assert.equal(await deliver(await start()), 'accepted')
  assert.deepEqual(await readdir(root), before)
})

test('the API asks for further fields in any of its answers, and that holds until another answer says otherwise', async (t) => {
  const { fields, server, start, deliver } = await createScene(t)
  const api = await start()
  for (const [status, header, expected] of [
    [503, 'severity', ['severity']],
    [202, undefined, ['severity']],
    [401, 'log, Bad, unheard_of', ['log', 'unheard_of']],
    [409, '', []],
  ] as const) {
    server.script.push({ status, ...(header !== undefined && { headers: { 'spoor-fields': header } }) })
    await deliver(api)
    assert.deepEqual(await fields(), expected)
  }
})

test('an API that repeats its header asks for the names in all of them', async (t) => {
  const { fields, server, start, deliver } = await createScene(t)
  server.otherwise = { status: 202, headers: { 'Spoor-Fields': 'severity,, service', 'spoor-fields': 'log' } }
  await deliver(await start())
  assert.deepEqual(await fields(), ['log', 'service', 'severity'])
})

const MINUTE = countedTotals('traffic', 1_795_834_860, [
  ['', 7, 700],
  ['example.org', 7, 700],
])
const SENDERS = countedTotals('senders', 1_795_831_200, [['info@example.org', 3]])
const MIXED = makeReport({ entries: [entryOf('a')], totals: [MINUTE, SENDERS], steps: [] })

/** Sends a report as the transmitter does, in its parts. */
function delivered(hub: Receiver<ApiProjection>, report: Sendable = MIXED): Promise<{ readonly result: string }> {
  return createDivider({ receiver: hub, divisions: notedDivisions() }).send(report, signal)
}

test('a hub gets entries first, as ever, and then the totals that it is to have, each with a key of its own', async (t) => {
  const { server, start } = await createScene(t)
  const hub = await start(['traffic'])
  assert.deepEqual(await delivered(hub), { result: 'accepted' })
  const [report, totals, ...others] = server.requests
  assert.deepEqual(others, [])
  const entries = [project(entryOf('a'), [])]
  assert.equal(report?.body, JSON.stringify({ report: { entries, metadata: { reporter: 'host.example.com' } } }))
  assert.equal(report?.headers['idempotency-key'], reportId([entryOf('a')]))
  assert.deepEqual([totals?.method, totals?.url, totals?.json], ['POST', '/api/totals', { totals: [MINUTE] }])
  assert.equal(totals?.headers['idempotency-key'], reportId([], [MINUTE]))
  assert.match(totals?.headers.authorization ?? '', /^Basic /)
})

test('another Spoor API gets no totals, and nothing of a report that has nothing else', async (t) => {
  const { server, start } = await createScene(t)
  const api = await start()
  assert.deepEqual(await delivered(api), { result: 'accepted' })
  assert.deepEqual(await delivered(api, { id: 'r', entries: [], totals: [MINUTE] }), { result: 'unwanted' })
  assert.deepEqual(
    server.requests.map(({ url }) => url),
    ['/api/reports'],
  )
})

test('a hub that knows no totals is asked once, and quietly gets no more', async (t) => {
  const { server, start } = await createScene(t)
  const hub = await start(['traffic'])
  server.otherwise = ({ url }) => ({ status: url === '/api/totals' ? 404 : 202 })
  assert.deepEqual(await delivered(hub), { result: 'accepted' })
  assert.deepEqual(await delivered(hub, { id: 'r', entries: [], totals: [MINUTE] }), { result: 'unwanted' })
  assert.deepEqual(await delivered(hub), { result: 'accepted' })
  const urls = server.requests.map(({ url }) => url)
  assert.deepEqual(urls, ['/api/reports', '/api/totals', '/api/reports'])
  await delivered(await start(['traffic']))
  assert.equal(server.requests.at(-1)?.url, '/api/totals', 'after a start it may be newer')
})

test('totals that wait send no entries again, and totals that are refused keep no entries back', async (t) => {
  const { server, start } = await createScene(t)
  const hub = await start(['traffic'])
  const divider = createDivider({ receiver: hub, divisions: notedDivisions() })
  server.script.push({ status: 202 }, { status: 503, headers: { 'retry-after': '7' } })
  const waits = await divider.send(MIXED, signal)
  assert.ok(waits.result === 'later' && waits.cause === 'receiver' && waits.notBefore !== undefined)
  server.script.push({ status: 400, body: 'bad' })
  const refused = await divider.send(MIXED, signal)
  assert.ok(refused.result === 'divided')
  const reason = 'The API finds the report malformed (HTTP 400: bad).'
  assert.deepEqual(refused.refused, [{ first: 1, entries: [], totals: MIXED.totals, reason }])
  assert.deepEqual(
    server.requests.map(({ url }) => url),
    ['/api/reports', '/api/totals', '/api/totals'],
  )
})

test('a report that is divided brings its totals once, and totals that are too large come one period at a time', async (t) => {
  const { server, start } = await createScene(t)
  const hub = await start(['traffic'])
  const hour = [0, 60, 120].map((start) => countedTotals('traffic', start, [['', start]]))
  const report = makeReport({ entries: [entryOf('a'), entryOf('b')], totals: hour, steps: [] })
  const had: string[] = []
  server.otherwise = ({ url, body }) => {
    const count = body.split('"id":').length - 1
    if (count > 1) return { status: 413 }
    had.push(`${url} ${/"id":"([^"]*)"/.exec(body)?.[1]}`)
    return { status: 202 }
  }
  assert.deepEqual(await delivered(hub, report), { result: 'accepted' })
  assert.deepEqual(had, ['/api/reports a', '/api/reports b', ...hour.map(({ id }) => `/api/totals ${id}`)])
})
