import assert from 'node:assert/strict'
import * as v from 'valibot'
import { noteStatus } from '../../../hub/store/change/note-status.ts'
import { apiScene } from '../../support/api-scenario.ts'
import { HEALTHY } from '../../support/healthy-status.ts'
import { agentIn } from '../../support/kept-events.ts'
import { runHub } from '../../support/running-hub.ts'
import { NOW, testOnStores } from '../../support/stores.ts'

const answer = v.object({
  summary: v.object({ hosts: v.looseObject({ seen: v.number(), blind: v.number() }) }),
  hosts: v.array(v.looseObject({ host: v.string(), word: v.string() })),
  next: v.nullable(v.string()),
})

testOnStores('hosts that are not well are shown page by page, and the summary counts all', async (store, context) => {
  const { viewer: headers } = await apiScene(store)
  const sources = [{ source: 'login', path: '/logs/login_log', lines: 1, unrecognised: 0, events: 0 }]
  for (let index = 0; index < 120; index += 1) {
    const agent = await agentIn(store, `host${String(index).padStart(3, '0')}.example.com`)
    const status = JSON.stringify({ ...HEALTHY, sources, lag: index < 3 ? 7200 : 0 })
    await store.change(noteStatus, { agent, at: NOW, status, version: '', health: 'healthy', lag: 0, unread: null })
  }
  const hub = await runHub(store, context)
  const ask = async (query: string): Promise<v.InferOutput<typeof answer>> =>
    v.parse(answer, (await hub.ask(`/api/v1/coverage${query}`, { headers })).json)
  const { summary, hosts, next } = await ask('?limit=2')
  assert.deepEqual(summary.hosts, { blind: 0, late: 3, gap: 0, unknown: 2, quiet: 0, seen: 117, never: 0 })
  assert.deepEqual(
    hosts.map(({ host, word }) => [host, word]),
    [
      ['host000.example.com', 'late'],
      ['host001.example.com', 'late'],
    ],
  )
  const second = await ask(`?limit=2&after=${next}`)
  assert.deepEqual(
    [second.hosts.map(({ host }) => host), second.next],
    [['host002.example.com', 'web1.example.com'], 'web1.example.com'],
  )
  assert.equal((await ask('?all=true&limit=1000')).hosts.length, 122)
})

testOnStores('asked for kinds, and for a host, it says who never tells them', async (store, context) => {
  const { viewer: headers } = await apiScene(store)
  const source = { source: 'login', path: '/logs/login_log', lines: 1, unrecognised: 0, events: 0 }
  const said = { ...HEALTHY, sources: [source], tells: [{ source: 'login', kinds: ['login_failed'] }] }
  const agent = await agentIn(store, 'web3.example.com')
  const note = { agent, at: NOW, version: '', health: 'healthy', lag: 0, unread: null }
  await store.change(noteStatus, { ...note, status: JSON.stringify(said) })
  const hub = await runHub(store, context)
  const words = async (query: string): Promise<readonly string[]> =>
    v
      .parse(answer, (await hub.ask(`/api/v1/coverage?${query}`, { headers })).json)
      .hosts.map(({ host, word }) => `${host}: ${word}`)
  assert.deepEqual(await words('host=web3.example.com&kind=forward_*'), ['web3.example.com: never'])
  assert.deepEqual(await words('host=web3.example.com&kind=login_*'), [])
  assert.deepEqual(await words('kind=login_failed'), ['web1.example.com: unknown', 'web2.example.com: unknown'])
})

testOnStores('one host is shown by any of its names, and only to somebody who may see', async (store, context) => {
  const { viewer, web1 } = await apiScene(store)
  const hub = await runHub(store, context)
  const url = '/api/v1/hosts/web1.example.com/coverage'
  const { status, json } = await hub.ask(url, { headers: viewer })
  assert.equal(status, 200)
  assert.deepEqual(json, {
    host: 'web1.example.com',
    word: 'unknown',
    since: null,
    why: 'its agent does not say which logs it reads',
    heard: NOW,
    silent: false,
    sources: [],
    never: null,
  })
  for (const headers of [{}, web1]) assert.equal((await hub.ask(url, { headers })).status, 401)
  assert.equal((await hub.ask('/api/v1/hosts/web9/coverage', { headers: viewer })).status, 404)
})
