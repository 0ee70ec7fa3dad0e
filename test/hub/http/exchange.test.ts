import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import type { Route } from '../../../hub/http/route.ts'
import { addAgent } from '../../../hub/store/change/add-agent.ts'
import { StoreUnavailable } from '../../../hub/store/store.ts'
import { enrolAgent } from '../../support/enrolled-agent.ts'
import { apiTokenIn, BY, personIn } from '../../support/people.ts'
import { runHub } from '../../support/running-hub.ts'
import { NOW, testOnStores } from '../../support/stores.ts'

const ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/things/:id',
    caller: 'anybody',
    answer: async ({ parameters, query }) => ({
      status: 200,
      body: { json: { id: parameters['id'], q: query.get('q') } },
    }),
  },
  {
    method: 'POST',
    path: '/own',
    caller: 'agent',
    most: 100,
    answer: async ({ agent, body }) => ({ status: 202, body: { json: { host: agent.hosts[0], bytes: body.length } } }),
  },
  {
    method: 'GET',
    path: '/away',
    caller: 'anybody',
    answer: () => Promise.reject(new StoreUnavailable('away')),
  },
  {
    method: 'GET',
    path: '/bug',
    caller: 'anybody',
    answer: () => Promise.reject(new TypeError('surprise')),
  },
]

testOnStores(
  'a route answers by method and path, and everything else is an error with a number',
  async (store, context) => {
    const { ask } = await runHub(store, context, { routes: ROUTES })
    assert.deepEqual((await ask('/things/a%2Fb?q=1')).json, { id: 'a/b', q: '1' })
    assert.equal((await ask('/things/a', { method: 'HEAD' })).text, '')
    const unknown = await ask('/things/../../etc/passwd')
    assert.equal(unknown.status, 404)
    assert.deepEqual(unknown.json, { code: 40401, error: 'There is nothing at this path.', link: '/errors/40401' })
    const other = await ask('/things/a', { method: 'DELETE' })
    assert.equal(other.status, 405)
    assert.equal(other.headers.get('allow'), 'GET, HEAD')
    assert.equal((await ask('/things/%zz')).status, 400)
  },
)

testOnStores('an agent is known by its own credential alone', async (store, context) => {
  const digest = createHash('sha256').update('s3cret').digest('hex')
  await store.change(addAgent, { host: 'web1.example.com', label: '', identifier: 'A1', digest, now: NOW, by: BY })
  const { ask } = await runHub(store, context, { routes: ROUTES })
  const post = (authorization?: string): ReturnType<typeof ask> =>
    ask('/own', {
      method: 'POST',
      body: 'x'.repeat(100),
      ...(authorization !== undefined && { headers: { authorization } }),
    })
  const known = await post(`Basic ${btoa('A1:s3cret')}`)
  assert.deepEqual([known.status, known.json], [202, { host: 'web1.example.com', bytes: 100 }])
  for (const wrong of ['A1:other', 'A2:s3cret', 'A1:', ':s3cret']) {
    const answer = await post(`Basic ${btoa(wrong)}`)
    assert.equal(answer.status, 401, wrong)
    assert.equal(answer.headers.get('www-authenticate'), 'Basic realm="spoor"')
  }
  for (const none of [undefined, 'Bearer A1:s3cret', 'Basic']) assert.equal((await post(none)).status, 401)
})

testOnStores('a store that cannot answer is 503 with a time, a bug is 500 and a notice', async (store, context) => {
  const { ask, notices } = await runHub(store, context, { routes: ROUTES })
  const away = await ask('/away')
  assert.equal(away.status, 503)
  assert.match(away.headers.get('retry-after') ?? '', /^\d+$/)
  const bug = await ask('/bug')
  assert.equal(bug.status, 500)
  assert.doesNotMatch(bug.text, /surprise/)
  assert.match(notices.find(({ code }) => code === 'request_failed')?.text ?? '', /surprise/)
})

testOnStores('U+0000 is refused wherever it stands, whoever sends it', async (store, context) => {
  const { authorization: agent } = await enrolAgent(store)
  await personIn(store, 'ada', 'admin')
  const { authorization: admin } = await apiTokenIn(store, 'ada')
  const { ask, notices } = await runHub(store, context)
  const status = async (path: string, authorization?: string, method = 'GET', value?: object): Promise<number> => {
    const headers = authorization === undefined ? {} : { authorization }
    return (await ask(path, { method, headers, ...(value !== undefined && { body: JSON.stringify(value) }) })).status
  }
  const basic = (text: string): string => `Basic ${btoa(text)}`
  for (const credentials of ['a\0b:c', 'a:b\0', '\0:'])
    for (const path of ['/api/reports', '/api/mailbox_events', '/api/agents/status'])
      assert.equal(await status(path, basic(credentials), path.endsWith('status') ? 'PUT' : 'GET'), 401)
  const refused = [
    await status('/api/v1/events/1.%00', admin),
    await status('/api/v1/events?mailbox=a%00', admin),
    await status('/api/v1/events?q=%00', admin),
    await status('/api/v1/events?before=1.%00', admin),
    await status('/api/v1/hosts/%00', admin),
    await status('/api/v1/mailboxes/a%00@example.com/habit', admin),
    await status('/api/mailbox_events/1.a%00', agent),
    await status('/api/mailbox_events?mailbox_events[class]=%00', agent),
    await status('/api/mailbox_events?mailbox_events[class]=%%00', agent),
    await status('/api/v1/login', undefined, 'POST', { name: 'a\0', password: 'correct horse battery' }),
    await status('/api/v1/people', admin, 'POST', { name: 'a\0', role: 'viewer' }),
  ]
  assert.deepEqual(
    refused,
    refused.map(() => 400),
  )
  assert.deepEqual(
    notices.filter(({ code }) => code === 'request_failed'),
    [],
  )
})
