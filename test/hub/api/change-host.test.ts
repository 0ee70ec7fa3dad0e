import assert from 'node:assert/strict'
import * as v from 'valibot'
import { auditLog } from '../../../hub/store/ask/audit-log.ts'
import { apiScene, tryScenario } from '../../support/api-scenario.ts'
import { runHub } from '../../support/running-hub.ts'
import { NOW, testOnStores } from '../../support/stores.ts'

const WEB1 = '/api/v1/hosts/web1.example.com'

testOnStores('an admin renames a host, which keeps its events and answers to both names', async (store, context) => {
  const askers = await apiScene(store)
  const hub = await runHub(store, context)
  const rename = { as: 'admin', method: 'PATCH', url: WEB1, body: { name: 'web9.example.com' } } as const
  await tryScenario(hub, askers, { ...rename, body: { name: 'web2.example.com' }, status: 409, expect: ['40905'] })
  await tryScenario(hub, askers, { ...rename, body: { name: 'no name' }, status: 400 })
  await tryScenario(hub, askers, { ...rename, url: '/api/v1/hosts/web7.example.com', status: 404 })
  await tryScenario(hub, askers, { ...rename, status: 204 })
  for (const url of [WEB1, '/api/v1/hosts/web9.example.com'])
    await tryScenario(hub, askers, { as: 'viewer', url, status: 200, expect: ['"host":"web9.example.com"'] })
  // A former name still names it.
  await tryScenario(hub, askers, { ...rename, body: { name: 'web8.example.com' }, status: 204 })
  const [last] = await store.ask(auditLog, { limit: 1 })
  assert.deepEqual(
    [last?.actor, last?.action, last?.target, last?.detail],
    ['chief', 'agent_renamed', 'web9.example.com', 'web8.example.com'],
  )
})

testOnStores('an admin gives a host another label, also together with a name', async (store, context) => {
  const askers = await apiScene(store)
  const hub = await runHub(store, context)
  const label = { as: 'admin', method: 'PATCH', url: WEB1 } as const
  await tryScenario(hub, askers, {
    ...label,
    body: { label: 'a\nb' },
    status: 400,
    expect: ['A label has at most 64 characters'],
  })
  await tryScenario(hub, askers, { ...label, url: '/api/v1/hosts/web7.example.com', body: { label: 'a' }, status: 404 })
  await tryScenario(hub, askers, { ...label, body: { label: 'vip' }, status: 204 })
  const shown = { as: 'viewer', url: WEB1, status: 200 } as const
  await tryScenario(hub, askers, { ...shown, expect: ['"label":"vip"'] })
  const [last] = await store.ask(auditLog, { limit: 1 })
  assert.deepEqual([last?.action, last?.target, last?.detail], ['agent_labelled', 'web1.example.com', 'vip'])
  await tryScenario(hub, askers, { ...label, body: { name: 'web9.example.com', label: '' }, status: 204 })
  await tryScenario(hub, askers, { ...shown, expect: ['"host":"web9.example.com"', '"label":""'] })
})

testOnStores(
  'a host whose credentials an admin ends reports no more, and no coverage is owed',
  async (store, context) => {
    const askers = await apiScene(store)
    const hub = await runHub(store, context)
    const report = { as: 'web1', method: 'POST', url: '/api/reports', body: { report: { entries: [] } } } as const
    await tryScenario(hub, askers, { as: 'admin', method: 'POST', url: `${WEB1}/revoke`, body: {}, status: 204 })
    await tryScenario(hub, askers, { ...report, status: 401 })
    await tryScenario(hub, askers, { as: 'viewer', url: WEB1, status: 200 })
    await tryScenario(hub, askers, { as: 'viewer', url: `${WEB1}/coverage`, status: 404, expect: ['40422'] })
    await tryScenario(hub, askers, {
      as: 'admin',
      method: 'POST',
      url: `${WEB1}/rotate`,
      body: {},
      status: 409,
      expect: ['40906'],
    })
    const [last] = await store.ask(auditLog, { limit: 1 })
    assert.deepEqual([last?.actor, last?.action, last?.target], ['chief', 'agent_revoked', 'web1.example.com'])
  },
)

testOnStores('an admin forgets a host that may report no more, and its events stay', async (store, context) => {
  const askers = await apiScene(store)
  const hub = await runHub(store, context)
  const change = { as: 'admin', method: 'POST', body: {} } as const
  await tryScenario(hub, askers, { ...change, url: `${WEB1}/forget`, status: 409, expect: ['40907'] })
  await tryScenario(hub, askers, { ...change, url: `${WEB1}/revoke`, status: 204 })
  await tryScenario(hub, askers, { ...change, url: `${WEB1}/forget`, status: 204 })
  const look = { as: 'viewer', status: 200 } as const
  await tryScenario(hub, askers, { ...look, url: '/api/v1/hosts', expect: ['web2'], not: ['web1'] })
  await tryScenario(hub, askers, { ...look, url: '/api/v1/coverage?all=true', expect: ['web2'], not: ['web1'] })
  const events = '/api/v1/events?host=web1.example.com'
  await tryScenario(hub, askers, { ...look, url: events, expect: ['"host":"web1.example.com"'] })
  await tryScenario(hub, askers, { ...look, url: WEB1, status: 404, expect: ['40423'] })
  await tryScenario(hub, askers, { ...change, url: `${WEB1}/revoke`, status: 404, expect: ['40423'] })
  const [last] = await store.ask(auditLog, { limit: 1 })
  assert.deepEqual([last?.actor, last?.action, last?.target], ['chief', 'agent_forgotten', 'web1.example.com'])
})

testOnStores('a new secret counts at once, and the one before it for as long as was said', async (store, context) => {
  const askers = await apiScene(store)
  const clock = { seconds: NOW }
  const hub = await runHub(store, context, {
    clock: { now: () => clock.seconds * 1000, sleep: async () => undefined },
  })
  const rotate = { as: 'admin', method: 'POST', url: `${WEB1}/rotate` } as const
  await tryScenario(hub, askers, { ...rotate, body: { grace: -1 }, status: 400 })
  const { json } = await tryScenario(hub, askers, { ...rotate, body: { grace: 3600 }, status: 200 })
  const { identifier, secret, previous_until: until } = v.parse(answer, json)
  assert.equal(until, NOW + 3600)
  const fresh = `Basic ${Buffer.from(`${identifier}:${secret}`).toString('base64')}`
  const reports = async (authorization: string | undefined): Promise<number> => {
    const headers = { authorization: authorization ?? '', 'content-type': 'application/json' }
    const body = JSON.stringify({ report: { entries: [] } })
    return (await hub.ask('/api/reports', { method: 'POST', headers, body })).status
  }
  assert.deepEqual([await reports(fresh), await reports(askers.web1['authorization'])], [202, 202])
  clock.seconds = NOW + 3601
  assert.deepEqual([await reports(fresh), await reports(askers.web1['authorization'])], [202, 401])
})

const answer = v.object({ identifier: v.string(), secret: v.string(), previous_until: v.number() })

testOnStores('nobody but an admin with a right to write changes a host', async (store, context) => {
  const askers = await apiScene(store)
  const hub = await runHub(store, context)
  for (const [method, url, body] of [
    ['PATCH', WEB1, { name: 'web9.example.com' }],
    ['PATCH', WEB1, { label: 'vip' }],
    ['POST', `${WEB1}/revoke`, {}],
    ['POST', `${WEB1}/forget`, {}],
    ['POST', `${WEB1}/rotate`, {}],
  ] as const) {
    for (const as of ['viewer', 'analyst', 'reader'] as const)
      await tryScenario(hub, askers, { as, method, url, body, status: 403 })
    for (const as of ['nobody', 'web1'] as const) await tryScenario(hub, askers, { as, method, url, body, status: 401 })
  }
  assert.deepEqual(
    (await store.ask(auditLog, { limit: 100 })).filter(({ action }) =>
      /agent_(?:renamed|labelled|revoked|forgotten|secret)/.test(action),
    ),
    [],
  )
})
