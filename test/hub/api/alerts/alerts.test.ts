import assert from 'node:assert/strict'
import { auditLog } from '../../../../hub/store/ask/audit-log.ts'
import { foundAlerts } from '../../../../hub/store/ask/found-alerts.ts'
import { CHAT_RULE, chatChannel, startChat } from '../../../support/alert-chat.ts'
import { AlertScene } from '../../../support/alert-scene.ts'
import { type ApiScenario, apiScene, tryScenario } from '../../../support/api-scenario.ts'
import { runHub } from '../../../support/running-hub.ts'
import { NOW, testOnStores } from '../../../support/stores.ts'

const v1 = '/api/v1'

testOnStores('alerts are shown with receipts, filtered by each of their parts, and acknowledged', async (store, t) => {
  const server = await startChat(t)
  const lines = `${chatChannel(server)}\n${CHAT_RULE}`
  const scene = await AlertScene.start(store, t, lines)
  for (const id of [1, 2, 3]) await scene.hears(id, 'opened')
  server.script.push({ status: 200 }, { status: 404, body: 'gone' })
  await scene.passes(60)
  const askers = await apiScene(store)
  const hub = await runHub(store, t, { config: `alerts:\n${lines}` })
  const ids = (await scene.found()).map(({ alert }) => alert.id)
  const [first = 0, second = 0, third = 0] = ids
  const has = (id: number): string => `{"id":${id},"made"`
  const scenarios: readonly ApiScenario[] = [
    ...['alerts', 'alerts/1', 'rules', 'channels', 'snoozes', 'incidents/1/told'].flatMap((path) => [
      { as: 'nobody', url: `${v1}/${path}`, status: 401, not: ['example.com'] } as const,
      { as: 'web1', url: `${v1}/${path}`, status: 401, not: ['example.com'] } as const,
    ]),
    {
      as: 'viewer',
      url: `${v1}/alerts`,
      status: 200,
      expect: [has(first), has(third), '"state":"delivered"', '"next":null'],
    },
    {
      as: 'viewer',
      url: `${v1}/alerts?limit=1`,
      status: 200,
      expect: [has(third), `"next":${third}`],
      not: [has(second)],
    },
    { as: 'viewer', url: `${v1}/alerts?before=${second}`, status: 200, expect: [has(first)], not: [has(second)] },
    {
      as: 'viewer',
      url: `${v1}/alerts?state=refused`,
      status: 200,
      expect: [has(second), 'refused for good: '],
      not: [has(first)],
    },
    {
      as: 'viewer',
      url: `${v1}/alerts?incident=3`,
      status: 200,
      expect: [has(third), '"incidents":[3]'],
      not: [has(first)],
    },
    { as: 'viewer', url: `${v1}/alerts?rule=all&channel=chat`, status: 200, expect: [has(first)] },
    { as: 'viewer', url: `${v1}/alerts?channel=other`, status: 200, expect: ['"alerts":[]'] },
    { as: 'viewer', url: `${v1}/alerts?state=lost`, status: 400, expect: ['state is none of held, waiting'] },
    { as: 'viewer', url: `${v1}/alerts/${first}`, status: 200, expect: ['"text":"mailbox1@example.com was probably'] },
    { as: 'viewer', url: `${v1}/alerts/999`, status: 404, expect: ['40440'] },
    { as: 'viewer', url: `${v1}/alerts/x`, status: 404, expect: ['40440'] },
    {
      as: 'viewer',
      url: `${v1}/rules`,
      status: 200,
      expect: ['"name":"all"', '"every":1800', '"remind":null', has(third)],
    },
    { as: 'viewer', url: `${v1}/channels`, status: 200, expect: [`"recipients":["${server.url}"]`], not: ['/hook'] },
    {
      as: 'viewer',
      method: 'POST',
      url: `${v1}/alerts/${first}/acknowledge`,
      body: {},
      status: 403,
      expect: ['40304'],
    },
    { as: 'analyst', method: 'POST', url: `${v1}/alerts/${first}/acknowledge`, body: {}, status: 200, expect: ['[1]'] },
    { as: 'analyst', method: 'POST', url: `${v1}/alerts/999/acknowledge`, body: {}, status: 404 },
    { as: 'viewer', url: `${v1}/alerts/${first}`, status: 200, expect: [`{"incident":1,"by":"ann","at":${NOW}}`] },
  ]
  for (const scenario of scenarios) await tryScenario(hub, askers, scenario)
  const [note] = await store.ask(auditLog, { limit: 1 })
  assert.deepEqual([note?.actor, note?.action, note?.target], ['ann', 'alert_acknowledged', 'incident 1'])
})

testOnStores('a channel is tested by an admin alone, once, with receipts', async (store, t) => {
  const server = await startChat(t)
  const lines = `${chatChannel(server)}\n${CHAT_RULE}`
  const askers = await apiScene(store)
  const hub = await runHub(store, t, { config: `alerts:\n${lines}` })
  const url = `${v1}/channels/chat/test`
  for (const as of ['viewer', 'analyst', 'reader'] as const)
    await tryScenario(hub, askers, { as, method: 'POST', url, body: {}, status: 403 })
  assert.equal(server.requests.length, 0)
  await tryScenario(hub, askers, {
    as: 'admin',
    method: 'POST',
    url,
    body: {},
    status: 200,
    expect: ['"delivered":true'],
  })
  assert.equal(Object(server.requests[0]?.json).subject, '[spoor] Test')
  const acknowledge = `${v1}/alerts/1/acknowledge`
  await tryScenario(hub, askers, {
    as: 'analyst',
    method: 'POST',
    url: acknowledge,
    body: {},
    status: 409,
    expect: ['40912'],
  })
  server.otherwise = { status: 503 }
  await tryScenario(hub, askers, {
    as: 'admin',
    method: 'POST',
    url,
    body: {},
    status: 200,
    expect: ['"delivered":false', 'HTTP 503'],
  })
  const unknown = `${v1}/channels/staff/test`
  await tryScenario(hub, askers, {
    as: 'admin',
    method: 'POST',
    url: unknown,
    body: {},
    status: 404,
    expect: ['40441'],
  })
  const states = (await store.ask(foundAlerts, { limit: 9 })).flatMap(({ receipts }) =>
    receipts.map(({ state }) => state),
  )
  assert.deepEqual(states, ['given_up', 'delivered'])
  const scene = await AlertScene.start(store, t, lines)
  await scene.passes(86_400)
  assert.equal(server.requests.length, 2, 'no test is sent again')
})

testOnStores('snoozes are made with an end, shown, and ended early', async (store, t) => {
  const askers = await apiScene(store)
  const hub = await runHub(store, t)
  const url = `${v1}/snoozes`
  const body = { what: 'host', which: 'WEB1.example.com', until: NOW + 3600, reason: 'moves' }
  const scenarios: readonly ApiScenario[] = [
    { as: 'viewer', method: 'POST', url, body, status: 403 },
    { as: 'analyst', method: 'POST', url, body, status: 201, expect: ['{"id":1}'] },
    {
      as: 'analyst',
      method: 'POST',
      url,
      body: { ...body, until: NOW },
      status: 400,
      expect: ['This time has passed'],
    },
    {
      as: 'analyst',
      method: 'POST',
      url,
      body: { ...body, until: NOW + 91 * 86_400 },
      status: 400,
      expect: ['90 days'],
    },
    {
      as: 'analyst',
      method: 'POST',
      url,
      body: { ...body, what: 'all' },
      status: 400,
      expect: ['what is none of rule'],
    },
    {
      as: 'analyst',
      method: 'POST',
      url,
      body: { ...body, what: 'kind' },
      status: 400,
      expect: ['kinds of incidents are compromise'],
    },
    { as: 'analyst', method: 'POST', url, body: { ...body, what: 'address' }, status: 400, expect: ['neither an IP'] },
    {
      as: 'analyst',
      method: 'POST',
      url,
      body: { ...body, what: 'incident' },
      status: 400,
      expect: ['snoozed by its number'],
    },
    {
      as: 'analyst',
      method: 'POST',
      url,
      body: { ...body, which: 'web' },
      status: 400,
      expect: ['knows nothing of this name'],
    },
    { as: 'analyst', method: 'POST', url, body: { ...body, kind: 'x' }, status: 400, expect: ['none of compromise'] },
    {
      as: 'analyst',
      method: 'POST',
      url,
      body: { ...body, what: 'mailbox', which: 'a b' },
      status: 400,
      expect: ['A mailbox is snoozed by its address'],
    },
    {
      as: 'viewer',
      url,
      status: 200,
      expect: ['"kind":"blind_spot,outage,expiry"', '"which":"web1.example.com"', '"who":"ann"', '"reason":"moves"'],
    },
    { as: 'viewer', method: 'DELETE', url: `${url}/1`, status: 403 },
    { as: 'analyst', method: 'DELETE', url: `${url}/1`, status: 204 },
    { as: 'analyst', method: 'DELETE', url: `${url}/1`, status: 404, expect: ['40442'] },
    { as: 'analyst', method: 'DELETE', url: `${url}/x`, status: 404, expect: ['40442'] },
    { as: 'viewer', url, status: 200, expect: ['"snoozes":[]'] },
    { as: 'viewer', url: `${url}?all=yes`, status: 200, expect: [`"ended":${NOW}`] },
  ]
  for (const scenario of scenarios) await tryScenario(hub, askers, scenario)
})

testOnStores(
  'why somebody was told or not is said rule by rule, with the limit or snooze that stopped it',
  async (store, t) => {
    const server = await startChat(t)
    const rules = [
      '{ name: all, to: chat, severity: low, wait: 1m, every: 30m }',
      '{ name: worst, to: chat, severity: critical }',
      '{ name: attacks, to: chat, kinds: attack }',
      '{ name: shared, to: chat, labels: shared }',
    ]
    const lines = `${chatChannel(server, ', per_hour: 1')}\n  rules: [${rules.join(', ')}]`
    const scene = await AlertScene.start(store, t, lines)
    const askers = await apiScene(store)
    const hub = await runHub(store, t, { config: `alerts:\n${lines}` })
    for (const id of [1, 2]) await scene.hears(id, 'opened')
    const why = (id: number, ...expect: readonly (string | RegExp)[]): ApiScenario => ({
      as: 'viewer',
      url: `${v1}/incidents/${id}/told`,
      status: 200,
      expect,
    })
    await tryScenario(
      hub,
      askers,
      why(1, '"rule":"all","told":false,"why":"It waits until 2026-11-20 08:01:00 UTC for'),
    )
    await scene.passes(60)
    await scene.hears(1, 'grew')
    const scenarios: readonly ApiScenario[] = [
      why(
        1,
        '"told":true,"why":"It was told at 2026-11-20 08:01:00 UTC; what happened since is told at 2026-11-20 08:31:00',
      ),
      why(1, '"rule":"worst","told":false,"why":"Its severity is high, and the rule tells critical and above."'),
      why(1, '"rule":"attacks","told":false,"why":"It is a compromise, and the rule tells only of attacks."'),
      why(1, '"rule":"shared","told":false,"why":"It concerns no server with the label shared."'),
      why(1, 'delivered at 2026-11-20 08:01:00 UTC: HTTP 200: ok'),
      why(
        2,
        'the channel got as many messages of this severity as it may get in an hour, or may about one server; it comes with others at 2026-11-20 08:11:00 UTC',
      ),
      { as: 'viewer', url: `${v1}/incidents/999/told`, status: 404, expect: ['40430'] },
      {
        as: 'viewer',
        url: `${v1}/events/${NOW - 60}.login/told`,
        status: 200,
        expect: ['"why":"It is a step of no incident', '"told":[]'],
      },
      { as: 'viewer', url: `${v1}/events/1.nothing/told`, status: 404, expect: ['40421'] },
      {
        as: 'analyst',
        method: 'POST',
        url: `${v1}/snoozes`,
        body: { what: 'rule', which: 'all', until: NOW + 9 },
        status: 201,
      },
      why(1, '"obstacle":"snooze"'),
    ]
    for (const scenario of scenarios) await tryScenario(hub, askers, scenario)
  },
)
