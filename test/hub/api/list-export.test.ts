import assert from 'node:assert/strict'
import { CHAT_RULE, chatChannel, startChat } from '../../support/alert-chat.ts'
import { AlertScene } from '../../support/alert-scene.ts'
import { type Askers, apiScene, tryScenario } from '../../support/api-scenario.ts'
import { incidentIn } from '../../support/kept-incidents.ts'
import { type RunningHub, runHub } from '../../support/running-hub.ts'
import { testOnStores } from '../../support/stores.ts'

const EXPORT = '/api/v1/export'

/** The lines of an export, after the heads if it is CSV. */
async function linesOf(hub: RunningHub, askers: Askers, path: string): Promise<readonly string[]> {
  const { text } = await tryScenario(hub, askers, { as: 'viewer', url: `${EXPORT}/${path}`, status: 200 })
  return text.split('\n').slice(path.includes('format=csv') ? 1 : 0, -1)
}

testOnStores('incidents are exported as they are filtered, each once over all pages', async (store, context) => {
  const askers = await apiScene(store)
  for (let index = 0; index < 401; index += 1)
    await incidentIn(store, { incident: { subject: `m${index}@example.com`, severity: index % 5 } })
  const hub = await runHub(store, context)
  const lines = await linesOf(hub, askers, 'incidents?kind=compromise')
  assert.deepEqual([lines.length, new Set(lines).size], [401, 401])
  assert.match(lines[0] ?? '', /^\{"id":\d+,"kind":"compromise",.*"subject":"m400@example.com"/)
  assert.equal((await linesOf(hub, askers, 'incidents?min_severity=critical&format=csv')).length, 80)
  assert.deepEqual(await linesOf(hub, askers, 'incidents?kind=misuse'), [])
})

testOnStores('what a stranger is called runs in no spreadsheet that an incident was exported to', async (store, t) => {
  const askers = await apiScene(store)
  await incidentIn(store, { incident: { subject: '=cmd|calc', sentence: '@sum(a) was taken over.' } })
  const hub = await runHub(store, t)
  const [line = ''] = await linesOf(hub, askers, 'incidents?format=csv')
  assert.match(line, /,'=cmd\|calc,"'@sum\(a\) was taken over\.",2026-/)
})

testOnStores('hosts are exported with how well they are seen, by a part of their names', async (store, context) => {
  const askers = await apiScene(store)
  const hub = await runHub(store, context)
  const all = await linesOf(hub, askers, 'hosts')
  assert.equal(all.length, 2)
  assert.match(all[0] ?? '', /^\{"host":"web1\.example\.com",.*"may_report":true,"sight":"\w+","why":"/)
  const some = await linesOf(hub, askers, 'hosts?q=WEB2&format=csv')
  assert.match(some.join('\n'), /^web2\.example\.com,.*,yes,\w+,/)
  assert.equal(some.length, 1)
  assert.deepEqual(await linesOf(hub, askers, 'hosts?word=late'), [])
})

testOnStores('messages are exported with their receipts, as they are filtered', async (store, context) => {
  const server = await startChat(context)
  const config = `${chatChannel(server)}\n${CHAT_RULE}`
  const scene = await AlertScene.start(store, context, config)
  for (const id of [1, 2]) await scene.hears(id, 'opened')
  server.script.push({ status: 200 }, { status: 404, body: 'gone' })
  await scene.passes(60)
  const askers = await apiScene(store)
  const hub = await runHub(store, context, { config: `alerts:\n${config}` })
  assert.equal((await linesOf(hub, askers, 'alerts')).length, 2)
  const [line = '', ...more] = await linesOf(hub, askers, 'alerts?state=refused&format=csv')
  assert.match(line, /^\d+,2026-[^,]+Z,all,opened,.*chat, http.*: refused for good: /)
  assert.deepEqual(more, [])
})

testOnStores('who may not see a list exports none, and no filter is passed over', async (store, context) => {
  const askers = await apiScene(store)
  const hub = await runHub(store, context)
  for (const name of ['incidents', 'hosts', 'alerts']) {
    const url = `${EXPORT}/${name}`
    for (const as of ['nobody', 'web1', 'stranger'] as const)
      await tryScenario(hub, askers, { as, url, status: 401, not: ['example.com'] })
    await tryScenario(hub, askers, { as: 'viewer', url: `${url}?limit=1`, status: 400, expect: ['known here'] })
    const { headers } = await tryScenario(hub, askers, { as: 'reader', url: `${url}?format=csv`, status: 200 })
    assert.equal(headers.get('content-disposition'), `attachment; filename="${name}.csv"`)
  }
  await tryScenario(hub, askers, { as: 'viewer', url: `${EXPORT}/incidents?host=x`, status: 404, expect: ['40420'] })
})
